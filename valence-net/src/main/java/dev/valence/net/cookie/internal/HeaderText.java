package dev.valence.net.cookie.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Between the bytes of a header field and text. As in Chromium, a cookie is bytes on the wire and
 * UTF-8 for people; bytes that are no UTF-8 must come back to the server unchanged, so each of them
 * becomes a lone low surrogate (U+DC80 to U+DCFF), which no real text holds.
 */
public final class HeaderText {
  private static final char RAW = 0xDC00;

  private HeaderText() {}

  /**
   * The text of a header field.
   *
   * @param field one char a byte (ISO 8859-1), as header fields are handed around; a string with
   *     other chars is text already
   */
  public static String decode(String field) {
    boolean ascii = true;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c > 0xFF) {
        return field;
      }
      ascii &= c < 0x80;
    }
    return ascii ? field : decode(field.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The text of bytes. */
  static String decode(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    for (CoderResult result = decoder.decode(in, out, true);
        result.isError();
        result = decoder.decode(in, out, true)) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (RAW + (in.get() & 0xFF)));
      }
    }
    return out.flip().toString();
  }

  /** The header field of a text: one char a byte. */
  public static String encode(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return new String(bytes(text), StandardCharsets.ISO_8859_1);
      }
    }
    return text.toString();
  }

  /** The bytes of a text. */
  static byte[] bytes(CharSequence text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() * 2);
    int clean = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || isRaw(text, i)) {
        bytes.writeBytes(text.subSequence(clean, i).toString().getBytes(StandardCharsets.UTF_8));
        if (i < text.length()) {
          bytes.write(text.charAt(i) - RAW);
        }
        clean = i + 1;
      }
    }
    return bytes.toByteArray();
  }

  /** Whether the text stands for bytes that are no UTF-8. */
  static boolean hasRaw(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isRaw(text, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRaw(CharSequence text, int index) {
    char c = text.charAt(index);
    return c >= RAW + 0x80
        && c <= RAW + 0xFF
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }
}
