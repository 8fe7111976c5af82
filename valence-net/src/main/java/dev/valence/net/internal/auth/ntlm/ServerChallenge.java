package dev.valence.net.internal.auth.ntlm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The server's CHALLENGE_MESSAGE (MS-NLMP §2.2.1.2).
 *
 * @param bytes the whole message
 * @param flags what the server agrees to
 * @param challenge eight bytes
 */
record ServerChallenge(byte[] bytes, int flags, byte[] challenge, AvPairs targetInfo) {
  private static final int SHORTEST = 32;
  private static final int WITH_TARGET_INFO = 48;

  /**
   * Reads a message.
   *
   * @throws NtlmException when it is none
   */
  static ServerChallenge parse(byte[] bytes) throws NtlmException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < SHORTEST
        || !Arrays.equals(bytes, 0, 8, NtlmClient.SIGNATURE, 0, 8)
        || in.getInt(8) != 2) {
      throw new NtlmException("the server's NTLM message is no challenge");
    }
    int flags = in.getInt(20);
    byte[] challenge = Arrays.copyOfRange(bytes, 24, 32);
    byte[] targetInfo = new byte[0];
    if ((flags & NtlmFlags.TARGET_INFO) != 0 && bytes.length >= WITH_TARGET_INFO) {
      int length = in.getShort(40) & 0xFFFF;
      long offset = in.getInt(44) & 0xFFFFFFFFL;
      if (offset + length > bytes.length) {
        throw new NtlmException("the server's target information lies outside of its message");
      }
      targetInfo = Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
    }
    return new ServerChallenge(bytes, flags, challenge, AvPairs.parse(targetInfo));
  }
}
