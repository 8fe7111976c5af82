package dev.valence.net.tls;

/** The TLS versions Chromium still speaks; TLS 1.0 and 1.1 are gone (RFC 8996). */
public enum TlsVersion {
  TLS_1_2("TLSv1.2"),
  TLS_1_3("TLSv1.3");

  private final String jsseName;

  TlsVersion(String jsseName) {
    this.jsseName = jsseName;
  }

  /** The name in the Java security API, such as {@code TLSv1.3}. */
  public String jsseName() {
    return jsseName;
  }
}
