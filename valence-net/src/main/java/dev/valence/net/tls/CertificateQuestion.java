package dev.valence.net.tls;

import dev.valence.net.NetError;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server's chain, what the verifier says to it, and the place for the answer. Any thread. */
public interface CertificateQuestion {
  /** The name or address that was asked for. */
  String host();

  /** What the server sent, its own certificate first. */
  List<X509Certificate> sent();

  /** The way to the root that was found, root included; as sent where there is none. */
  List<X509Certificate> validated();

  /**
   * Whether the way ends at a root of the operating system, not at one that the program added. What
   * an administrator added to the operating system's roots cannot be told from these.
   */
  boolean isIssuedByKnownRoot();

  /** What the verifier says: its error, or null where it finds nothing wrong. */
  @Nullable NetError verdict();

  /** What is wrong, in words; null where nothing is. */
  @Nullable String detail();

  /**
   * Answers. The answer is kept for this host and chain, also when the connection that asked is
   * gone by then.
   *
   * @param refusal null to accept
   * @return false where there was an answer before; then nothing happens
   */
  boolean answer(@Nullable NetError refusal);
}
