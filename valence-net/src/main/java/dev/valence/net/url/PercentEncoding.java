package dev.valence.net.url;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding and -decoding with UTF-8: URL standard §1.3. */
public final class PercentEncoding {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private PercentEncoding() {}

  /** UTF-8 percent-encodes the text. A surrogate without its partner counts as U+FFFD. */
  public static String encode(String text, PercentEncodeSet set) {
    int first = firstToEncode(text, 0, text.length(), set);
    if (first == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    encode(text, 0, text.length(), set, out);
    return out.toString();
  }

  /**
   * Percent-decodes the text: the text's UTF-8 bytes, with each {@code %XX} replaced by its byte. A
   * '%' without two hexadecimal digits stays.
   */
  public static byte[] decode(String text) {
    byte[] in = utf8(text);
    return text.indexOf('%') < 0 ? in : decode(in);
  }

  /** The bytes of the text, with U+FFFD for a surrogate without its partner (Java has '?'). */
  private static byte[] utf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int[] points = text.codePoints().map(PercentEncoding::scalar).toArray();
        return new String(points, 0, points.length).getBytes(StandardCharsets.UTF_8);
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int scalar(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point;
  }

  static byte[] decode(byte[] in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      byte b = in[i];
      if (b == '%' && i + 2 < in.length) {
        int high = CodePoints.hex((char) (in[i + 1] & 0xFF));
        int low = CodePoints.hex((char) (in[i + 2] & 0xFF));
        if (high >= 0 && low >= 0) {
          out.write(high << 4 | low);
          i += 2;
          continue;
        }
      }
      out.write(b);
    }
    return out.toByteArray();
  }

  /** Appends text[from, to) to {@code out}, percent-encoded. */
  static void encode(String text, int from, int to, PercentEncodeSet set, StringBuilder out) {
    int copied = from;
    int i = firstToEncode(text, from, to, set);
    while (i < to) {
      out.append(text, copied, i);
      char c = text.charAt(i);
      if (c < 0x80) {
        appendByte(c, out);
        i++;
      } else {
        int codePoint = codePointAt(text, i, to);
        appendUtf8(codePoint, out);
        i += Character.isHighSurrogate(c) && codePoint != 0xFFFD ? 2 : 1;
      }
      copied = i;
      i = firstToEncode(text, i, to, set);
    }
    out.append(text, copied, to);
  }

  private static int firstToEncode(String text, int from, int to, PercentEncodeSet set) {
    int i = from;
    while (i < to && !set.contains(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int codePointAt(String text, int i, int to) {
    char c = text.charAt(i);
    if (!Character.isSurrogate(c)) {
      return c;
    }
    if (Character.isHighSurrogate(c) && i + 1 < to) {
      char next = text.charAt(i + 1);
      if (Character.isLowSurrogate(next)) {
        return Character.toCodePoint(c, next);
      }
    }
    return 0xFFFD;
  }

  private static void appendUtf8(int codePoint, StringBuilder out) {
    if (codePoint < 0x800) {
      appendByte(0xC0 | codePoint >> 6, out);
    } else {
      if (codePoint < 0x10000) {
        appendByte(0xE0 | codePoint >> 12, out);
      } else {
        appendByte(0xF0 | codePoint >> 18, out);
        appendByte(0x80 | ((codePoint >> 12) & 0x3F), out);
      }
      appendByte(0x80 | ((codePoint >> 6) & 0x3F), out);
    }
    appendByte(0x80 | (codePoint & 0x3F), out);
  }

  private static void appendByte(int b, StringBuilder out) {
    out.append('%').append(HEX[b >> 4 & 0xF]).append(HEX[b & 0xF]);
  }
}
