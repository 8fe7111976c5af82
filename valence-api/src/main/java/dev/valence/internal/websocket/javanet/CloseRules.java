package dev.valence.internal.websocket.javanet;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What {@link java.net.http.WebSocket#sendClose} takes. */
final class CloseRules {
  private static final int LONGEST_REASON = 123;
  private static final Set<Integer> ILLEGAL =
      Set.of(1002, 1003, 1005, 1006, 1007, 1009, 1010, 1012, 1013, 1015);

  private CloseRules() {}

  /**
   * Checks code and reason.
   *
   * @throws IllegalArgumentException for a code or reason that may not be sent
   */
  static void check(int code, String reason) {
    if (code < 1000 || code > 4999 || ILLEGAL.contains(code)) {
      throw new IllegalArgumentException(
          "a program cannot close with the code " + code + "; 1000 and 3000 to 4999 are for it");
    }
    int length;
    try {
      length = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(reason)).remaining();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the reason is malformed UTF-16", e);
    }
    if (length > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "a reason has at most " + LONGEST_REASON + " bytes of UTF-8, not " + length);
    }
  }
}
