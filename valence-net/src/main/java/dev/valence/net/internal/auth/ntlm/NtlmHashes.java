package dev.valence.net.internal.auth.ntlm;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys and proofs of NTLMv2 (MS-NLMP §3.3.2). Pure. */
final class NtlmHashes {
  private static final byte[] VERSIONS = {1, 1, 0, 0, 0, 0, 0, 0};
  private static final byte[] FOUR_ZEROS = new byte[4];

  private NtlmHashes() {}

  /** NTOWFv2: the key that stands for the password. */
  static byte[] ntowfV2(String user, String domain, String password) {
    byte[] passwordHash = Md4.digest(password.getBytes(StandardCharsets.UTF_16LE));
    byte[] identity = (upper(user) + domain).getBytes(StandardCharsets.UTF_16LE);
    return hmacMd5(passwordHash, identity);
  }

  /** What is proved ({@code temp}): the time, the client's challenge and the server's words. */
  static byte[] proofInput(long timestamp, byte[] clientChallenge, byte[] targetInfo) {
    NtlmWriter out = new NtlmWriter();
    out.bytes(VERSIONS).int64(timestamp).bytes(clientChallenge).bytes(FOUR_ZEROS);
    return out.bytes(targetInfo).bytes(FOUR_ZEROS).toBytes();
  }

  /** NTProofStr. */
  static byte[] proof(byte[] ntowfV2, byte[] serverChallenge, byte[] proofInput) {
    return hmacMd5(ntowfV2, serverChallenge, proofInput);
  }

  /** SessionBaseKey: of the messages' integrity code. */
  static byte[] sessionBaseKey(byte[] ntowfV2, byte[] proof) {
    return hmacMd5(ntowfV2, proof);
  }

  static byte[] hmacMd5(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(key, "HmacMD5"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java forbids MD5, without which there is no NTLM", e);
    }
  }

  /** Character by character: Windows knows no {@code ß} that becomes two letters. */
  private static String upper(String text) {
    StringBuilder upper = new StringBuilder(text.length());
    text.codePoints().map(Character::toUpperCase).forEach(upper::appendCodePoint);
    return upper.toString();
  }
}
