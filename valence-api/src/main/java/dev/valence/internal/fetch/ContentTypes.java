package dev.valence.internal.fetch;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Media types by the end of a file's name: the same on every system, which the JDK's own look-up is
 * not. No charset is stated, as the bytes were not looked at.
 */
public final class ContentTypes {
  /** What is not in the table. */
  public static final String UNKNOWN = "application/octet-stream";

  /** The type, then the ends of names that have it. IANA's names, and Chromium's choice of them. */
  private static final String TABLE =
      """
      application/epub+zip epub
      application/gzip gz tgz
      application/java-archive jar
      application/json json map
      application/ld+json jsonld
      application/manifest+json webmanifest
      application/msword doc
      application/pdf pdf
      application/rss+xml rss
      application/rtf rtf
      application/sql sql
      application/vnd.apple.mpegurl m3u8
      application/vnd.ms-excel xls
      application/vnd.ms-fontobject eot
      application/vnd.ms-powerpoint ppt
      application/vnd.oasis.opendocument.presentation odp
      application/vnd.oasis.opendocument.spreadsheet ods
      application/vnd.oasis.opendocument.text odt
      application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
      application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
      application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
      application/wasm wasm
      application/x-7z-compressed 7z
      application/x-bzip2 bz2
      application/x-tar tar
      application/x-xz xz
      application/xhtml+xml xhtml xht
      application/xml xml xsl xslt xsd
      application/zip zip
      application/zstd zst
      audio/aac aac
      audio/flac flac
      audio/midi mid midi
      audio/mp4 m4a
      audio/mpeg mp3
      audio/ogg oga ogg opus
      audio/wav wav
      audio/webm weba
      font/collection ttc
      font/otf otf
      font/ttf ttf
      font/woff woff
      font/woff2 woff2
      image/apng apng
      image/avif avif
      image/bmp bmp
      image/gif gif
      image/heic heic
      image/jpeg jpg jpeg jpe
      image/jxl jxl
      image/png png
      image/svg+xml svg
      image/tiff tif tiff
      image/webp webp
      image/x-icon ico cur
      model/gltf+json gltf
      model/gltf-binary glb
      text/calendar ics
      text/css css
      text/csv csv
      text/html html htm shtml
      text/javascript js mjs cjs
      text/markdown md markdown
      text/plain txt text log conf ini
      text/tab-separated-values tsv
      text/vcard vcf
      text/vtt vtt
      text/yaml yaml yml
      video/3gpp 3gp
      video/mp2t ts
      video/mp4 mp4 m4v
      video/mpeg mpeg mpg
      video/ogg ogv
      video/quicktime mov
      video/webm webm
      video/x-matroska mkv
      video/x-msvideo avi
      """;

  private static final Map<String, String> BY_END = read();

  private ContentTypes() {}

  private static Map<String, String> read() {
    Map<String, String> types = new HashMap<>();
    TABLE
        .lines()
        .forEach(
            line -> {
              String[] words = line.split(" ", -1);
              for (int i = 1; i < words.length; i++) {
                types.put(words[i], words[0]);
              }
            });
    return Map.copyOf(types);
  }

  /** The media type of a file, by its name alone. */
  public static String of(Path file) {
    Path name = file.getFileName();
    return name == null ? UNKNOWN : of(name.toString());
  }

  /** The media type of a file with this name. */
  public static String of(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0
        ? UNKNOWN
        : BY_END.getOrDefault(name.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
  }
}
