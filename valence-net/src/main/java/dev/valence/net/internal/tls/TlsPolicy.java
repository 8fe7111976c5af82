package dev.valence.net.internal.tls;

import dev.valence.net.tls.CertificateJudge;
import dev.valence.net.tls.ClientCertificateChooser;
import dev.valence.net.tls.TlsSettings;
import org.jspecify.annotations.Nullable;

/**
 * What is in force for new TLS connections of a session. Connections, tickets and verdicts of one
 * policy serve no other.
 *
 * @param generation grows with each change
 */
record TlsPolicy(
    int generation,
    TlsSettings settings,
    @Nullable CertificateJudge judge,
    @Nullable ClientCertificateChooser chooser) {
  static TlsPolicy of(TlsSettings settings) {
    return new TlsPolicy(0, settings, null, null);
  }

  /** Whether a handshake may have to wait for somebody: then it must not be on a network thread. */
  boolean mayWait() {
    return judge != null || showsCertificates();
  }

  boolean showsCertificates() {
    return chooser != null || !settings.clientCertificates().isEmpty();
  }
}
