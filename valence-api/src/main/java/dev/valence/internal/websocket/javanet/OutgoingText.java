package dev.valence.internal.websocket.javanet;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text messages in parts, as UTF-8. A part may end between the two halves of a character: the first
 * waits for the second. One call at a time.
 */
final class OutgoingText {
  private static final char NONE = 0;

  private char waitingHalf = NONE;

  /**
   * The bytes of a part.
   *
   * @throws CharacterCodingException for a half of a character without the other; the part counts
   *     as not given
   */
  byte[] encode(CharSequence part, boolean last) throws CharacterCodingException {
    CharSequence whole = waitingHalf == NONE ? part : waitingHalf + part.toString();
    int end = whole.length();
    char half = NONE;
    if (!last && end > 0 && Character.isHighSurrogate(whole.charAt(end - 1))) {
      half = whole.charAt(end - 1);
      end--;
    }
    ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(whole, 0, end));
    waitingHalf = half;
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }
}
