package dev.valence.net.internal.auth.ntlm;

/** The server's NTLM message cannot be answered. The message has no secret. */
public final class NtlmException extends Exception {
  private static final long serialVersionUID = 1L;

  NtlmException(String message) {
    super(message);
  }
}
