package dev.valence.net.tls;

/** Has the last word on the certificates of servers. */
@FunctionalInterface
public interface CertificateJudge {
  /**
   * A server showed a chain that is not known yet. Called on a thread that may block, several at a
   * time; the handshake waits for the answer, which may come later and from any thread. What it
   * throws is a refusal.
   */
  void judge(CertificateQuestion question);
}
