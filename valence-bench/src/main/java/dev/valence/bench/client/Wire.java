package dev.valence.bench.client;

/** How bytes travel. */
public enum Wire {
  /** HTTP/1.1 in the clear. */
  H1("http"),
  /** HTTP/1.1 in TLS 1.3. */
  TLS("https"),
  /** HTTP/2 in TLS 1.3, negotiated by ALPN. */
  H2("https");

  private final String scheme;

  Wire(String scheme) {
    this.scheme = scheme;
  }

  /** The scheme of URLs on this wire. */
  public String scheme() {
    return scheme;
  }

  /** Whether TLS is below HTTP. */
  public boolean isSecure() {
    return this != H1;
  }
}
