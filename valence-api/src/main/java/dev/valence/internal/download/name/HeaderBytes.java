package dev.valence.internal.download.name;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text from bytes whose encoding is told, or has to be found out. */
final class HeaderBytes {
  private HeaderBytes() {}

  /** The text of a header field, one char a byte: UTF-8 where it is that, else ISO 8859-1. */
  static String text(String field) {
    return guessed(field.getBytes(StandardCharsets.ISO_8859_1));
  }

  static String guessed(byte[] bytes) {
    String utf8 = decode(bytes, StandardCharsets.UTF_8);
    return utf8 == null ? new String(bytes, StandardCharsets.ISO_8859_1) : utf8;
  }

  /** Null where the bytes are none of this encoding. */
  static @Nullable String decode(byte[] bytes, Charset charset) {
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
