package dev.valence.net.tls;

/** Which implementation of TLS to use. */
public enum TlsProvider {
  /** BoringSSL where its native library loads on this platform, else the JDK's own. */
  AUTO,
  /** BoringSSL only; where it cannot be loaded, every TLS connection fails and says so. */
  BORINGSSL,
  /** The JDK's own TLS (JSSE). */
  JSSE
}
