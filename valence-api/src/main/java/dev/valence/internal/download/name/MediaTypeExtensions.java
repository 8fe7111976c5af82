package dev.valence.internal.download.name;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which extensions files of a media type have; the first one is for files without any. */
final class MediaTypeExtensions {
  private static final Map<String, List<String>> BY_TYPE = new HashMap<>();

  static {
    for (String line :
        """
        application/epub+zip epub
        application/gzip gz tgz
        application/x-gzip gz tgz
        application/java-archive jar
        application/javascript js mjs
        application/json json map
        application/ld+json jsonld json
        application/manifest+json webmanifest json
        application/msword doc dot
        application/pdf pdf
        application/pgp-signature asc sig
        application/pkcs7-mime p7m p7c p7z
        application/pkcs7-signature p7s
        application/postscript ps eps ai
        application/rss+xml rss xml
        application/atom+xml atom xml
        application/rtf rtf
        application/sql sql
        application/vnd.android.package-archive apk
        application/vnd.apple.installer+xml mpkg
        application/vnd.apple.pkpass pkpass
        application/vnd.debian.binary-package deb
        application/vnd.ms-excel xls xlt
        application/vnd.ms-powerpoint ppt pps
        application/vnd.oasis.opendocument.presentation odp
        application/vnd.oasis.opendocument.spreadsheet ods
        application/vnd.oasis.opendocument.text odt
        application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
        application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
        application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
        application/wasm wasm
        application/x-7z-compressed 7z
        application/x-apple-diskimage dmg
        application/x-bzip2 bz2
        application/x-iso9660-image iso
        application/x-msdownload exe dll
        application/x-msi msi
        application/x-rar-compressed rar
        application/vnd.rar rar
        application/x-rpm rpm
        application/x-sh sh
        application/x-tar tar
        application/x-x509-ca-cert crt cer pem der
        application/x-xz xz
        application/xhtml+xml xhtml xht
        application/xml xml xsl xsd
        application/yaml yaml yml
        application/zip zip
        application/zstd zst
        audio/aac aac
        audio/flac flac
        audio/midi mid midi
        audio/mp4 m4a mp4
        audio/mpeg mp3 mpga
        audio/ogg ogg oga opus
        audio/wav wav
        audio/webm webm weba
        font/otf otf
        font/ttf ttf
        font/woff woff
        font/woff2 woff2
        image/apng apng png
        image/avif avif
        image/bmp bmp
        image/gif gif
        image/heic heic
        image/jpeg jpg jpeg jpe jfif
        image/png png
        image/svg+xml svg svgz
        image/tiff tiff tif
        image/vnd.microsoft.icon ico
        image/webp webp
        image/x-icon ico
        message/rfc822 eml mht mhtml
        multipart/related mhtml mht
        text/calendar ics
        text/css css
        text/csv csv
        text/html html htm shtml
        text/javascript js mjs
        text/markdown md markdown
        text/plain txt text log conf c h java md
        text/vcard vcf
        text/xml xml xsl xsd
        video/mp4 mp4 m4v
        video/mpeg mpeg mpg
        video/ogg ogv ogg
        video/quicktime mov qt
        video/webm webm
        video/x-matroska mkv
        video/x-msvideo avi
        """
            .lines()
            .toList()) {
      String[] words = line.split(" ", -1);
      BY_TYPE.put(words[0], List.of(words).subList(1, words.length));
    }
  }

  private MediaTypeExtensions() {}

  /** Without dots; none for a type that says little, such as {@code application/octet-stream}. */
  static List<String> of(String mediaType) {
    return BY_TYPE.getOrDefault(mediaType.toLowerCase(Locale.ROOT), List.of());
  }
}
