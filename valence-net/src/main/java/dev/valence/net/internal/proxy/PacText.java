package dev.valence.net.internal.proxy;

import dev.valence.net.url.PercentEncoding;
import dev.valence.net.url.Url;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Bytes into the text of a script: by a byte order mark, else by the charset that was stated, else
 * UTF-8 where it is such, else ISO 8859-1. Pure functions.
 */
final class PacText {
  private PacText() {}

  static String decode(byte[] bytes, @Nullable String contentType) {
    if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
      return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
    }
    if (startsWith(bytes, 0xfe, 0xff)) {
      return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
    }
    if (startsWith(bytes, 0xff, 0xfe)) {
      return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
    }
    Charset stated = charset(contentType);
    if (stated != null) {
      return new String(bytes, stated);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /**
   * The text of a {@code data:} URL (RFC 2397, Fetch §6).
   *
   * @throws IllegalArgumentException when it is none
   */
  static String ofDataUrl(Url url) {
    String query = url.query();
    String content = url.path() + (query == null ? "" : "?" + query);
    int comma = content.indexOf(',');
    if (comma < 0) {
      throw new IllegalArgumentException("the data: URL has no comma");
    }
    String type = content.substring(0, comma).strip();
    byte[] bytes = PercentEncoding.decode(content.substring(comma + 1));
    boolean base64 = type.toLowerCase(Locale.ROOT).endsWith(";base64");
    if (base64) {
      String compact = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[\\s=]+", "");
      try {
        bytes = Base64.getDecoder().decode(compact);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("the data: URL is no base64", e);
      }
    }
    return decode(bytes, type);
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Charset charset(@Nullable String contentType) {
    if (contentType == null) {
      return null;
    }
    for (String parameter : contentType.split(";", -1)) {
      String text = parameter.strip();
      if (text.regionMatches(true, 0, "charset=", 0, 8)) {
        try {
          return Charset.forName(text.substring(8).replace("\"", "").strip());
        } catch (IllegalArgumentException unknown) {
          return null;
        }
      }
    }
    return null;
  }
}
