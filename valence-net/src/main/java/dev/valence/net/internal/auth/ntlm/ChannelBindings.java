package dev.valence.net.internal.auth.ntlm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The value of MsvAvChannelBindings (MS-NLMP §2.2.2.1). Pure. */
public final class ChannelBindings {
  private ChannelBindings() {}

  /**
   * The MD5 of a {@code gss_channel_bindings_struct} without addresses (RFC 2744 §3.11, RFC 4121
   * §4.1.1.2).
   *
   * @param applicationData such as {@code tls-server-end-point:} and a hash
   */
  public static byte[] hash(byte[] applicationData) {
    byte[] struct =
        new NtlmWriter()
            .int64(0) // the initiator: address type "unspecified", no bytes
            .int64(0) // the acceptor
            .int32(applicationData.length)
            .bytes(applicationData)
            .toBytes();
    try {
      return MessageDigest.getInstance("MD5").digest(struct);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5, which NTLM needs", e);
    }
  }
}
