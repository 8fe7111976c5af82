package dev.valence.net.internal.auth.ntlm;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The messages of an NTLMv2 client (MS-NLMP §3.1.5), as Chromium's portable implementation makes
 * them: no LM, no NTLMv1, no session security; with an integrity code where the server tells its
 * time. Pure.
 */
public final class NtlmClient {
  static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);

  private static final int NEGOTIATE_LENGTH = 32;
  private static final int AUTHENTICATE_HEAD = 88;
  private static final int CODE_OFFSET = 72;
  private static final int LONGEST_MESSAGE = 64 * 1024;

  /** Between 1601, where Windows counts from, and 1970. */
  private static final long EPOCH_MILLIS = 11_644_473_600_000L;

  private NtlmClient() {}

  /**
   * Who logs in, and where.
   *
   * @param domain empty for none
   * @param workstation the name of this machine as it is told
   * @param targetName the service, {@code HTTP/host}
   * @param channelBindings the MD5 of the channel's binding, or null
   */
  public record Identity(
      String user,
      String domain,
      String password,
      String workstation,
      String targetName,
      byte @Nullable [] channelBindings) {
    @Override
    public String toString() {
      return "Identity[hidden]";
    }
  }

  /** NEGOTIATE_MESSAGE. */
  public static byte[] negotiate() {
    return new NtlmWriter()
        .bytes(SIGNATURE)
        .int32(1)
        .int32(NtlmFlags.OFFERED)
        .place(0, NEGOTIATE_LENGTH)
        .place(0, NEGOTIATE_LENGTH)
        .toBytes();
  }

  /**
   * AUTHENTICATE_MESSAGE.
   *
   * @param challengeMessage what the server sent
   * @param clientChallenge eight random bytes
   * @param nowMillis since 1970, for servers that do not tell their time
   * @throws NtlmException when the server's message cannot be answered
   */
  public static byte[] authenticate(
      Identity identity, byte[] challengeMessage, byte[] clientChallenge, long nowMillis)
      throws NtlmException {
    ServerChallenge server = ServerChallenge.parse(challengeMessage);
    Long serverTime = server.targetInfo().timestamp();
    boolean hasCode = serverTime != null;
    byte[] targetInfo =
        server.targetInfo().completed(hasCode, identity.targetName(), identity.channelBindings());
    long time = serverTime == null ? (nowMillis + EPOCH_MILLIS) * 10_000 : serverTime;
    byte[] key = NtlmHashes.ntowfV2(identity.user(), identity.domain(), identity.password());
    byte[] input = NtlmHashes.proofInput(time, clientChallenge, targetInfo);
    byte[] proof = NtlmHashes.proof(key, server.challenge(), input);
    byte[] response = new NtlmWriter().bytes(proof).bytes(input).toBytes();
    byte[] message = message(identity, server.flags(), response);
    if (hasCode) {
      byte[] sessionKey = NtlmHashes.sessionBaseKey(key, proof);
      byte[] code = NtlmHashes.hmacMd5(sessionKey, negotiate(), server.bytes(), message);
      System.arraycopy(code, 0, message, CODE_OFFSET, code.length);
    }
    return message;
  }

  /** The message with a place of zeros for the integrity code. */
  private static byte[] message(Identity identity, int serverFlags, byte[] response)
      throws NtlmException {
    boolean unicode = (serverFlags & NtlmFlags.UNICODE) != 0;
    Charset charset = unicode ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1;
    byte[] lm = new byte[24];
    byte[] domain = identity.domain().getBytes(charset);
    byte[] user = identity.user().getBytes(charset);
    byte[] workstation = identity.workstation().getBytes(charset);
    int flags = serverFlags & (NtlmFlags.OFFERED | NtlmFlags.TARGET_INFO);
    if (unicode) {
      flags &= ~NtlmFlags.OEM;
    }
    int at = AUTHENTICATE_HEAD;
    NtlmWriter out = new NtlmWriter().bytes(SIGNATURE).int32(3);
    byte[][] parts = {lm, response, domain, user, workstation};
    for (byte[] part : parts) {
      out.place(part.length, at);
      at += part.length;
    }
    if (at > LONGEST_MESSAGE || response.length > 0xFFFF) {
      throw new NtlmException("the answer to the server's NTLM message would be too long");
    }
    // No session key, no version, the integrity code.
    out.place(0, at).int32(flags).int64(0).int64(0).int64(0);
    for (byte[] part : parts) {
      out.bytes(part);
    }
    return out.toBytes();
  }
}
