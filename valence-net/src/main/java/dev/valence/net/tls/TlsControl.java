package dev.valence.net.tls;

import org.jspecify.annotations.Nullable;

/**
 * What a session asks of TLS, to be changed while it runs. A change holds for every request from
 * then on: connections that were made before are not given to later requests, and neither are TLS
 * sessions, verdicts on certificates and choices of client certificates. Requests that run already
 * go on undisturbed, as do all other sessions. Any thread.
 */
public interface TlsControl {
  /** The settings in force. */
  TlsSettings settings();

  /** Puts other settings in force. */
  void settings(TlsSettings settings);

  /** Who has the last word on certificates of servers; null leaves it to the verifier. */
  void judge(@Nullable CertificateJudge judge);

  /**
   * Who chooses a client certificate; null takes the first of the settings that fits. Forgets the
   * choices made so far.
   */
  void chooser(@Nullable ClientCertificateChooser chooser);

  /** Forgets which client certificate was chosen for which server. */
  void forgetClientCertificates();
}
