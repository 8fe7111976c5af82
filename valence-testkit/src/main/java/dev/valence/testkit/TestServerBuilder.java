package dev.valence.testkit;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link TestServer}; without any it speaks plain HTTP/1.1 on 127.0.0.1. */
public final class TestServerBuilder {
  List<String> addresses = List.of("127.0.0.1");
  int port;
  @Nullable TestIdentity identity;
  List<String> alpn = List.of("http/1.1");
  List<String> tlsProtocols = List.of("TLSv1.3", "TLSv1.2");
  boolean cleartextHttp2;
  @Nullable Long maxConcurrentStreams;
  @Nullable Integer initialWindowSize;
  @Nullable TestAuthority clientAuthority;

  TestServerBuilder() {}

  /** The loopback addresses to listen on, all with the same port; default 127.0.0.1. */
  public TestServerBuilder addresses(String... loopbackAddresses) {
    this.addresses = List.of(loopbackAddresses);
    return this;
  }

  /** A given port; default 0, a free one. */
  public TestServerBuilder port(int number) {
    this.port = number;
    return this;
  }

  /** TLS with this certificate; ALPN offers HTTP/1.1 only unless {@link #http2()} is called. */
  public TestServerBuilder tls(TestIdentity serverIdentity) {
    this.identity = serverIdentity;
    return this;
  }

  /** TLS with the shared certificate for localhost, 127.0.0.1 and ::1 of {@link TestAuthority}. */
  public TestServerBuilder tls() {
    return tls(TestAuthority.shared().localhost());
  }

  /** With TLS: offers h2 before http/1.1. Without: HTTP/2 by prior knowledge only. */
  public TestServerBuilder http2() {
    this.alpn = List.of("h2", "http/1.1");
    this.cleartextHttp2 = true;
    return this;
  }

  /** The protocols ALPN chooses from, best first; empty: the server ignores ALPN. */
  public TestServerBuilder alpn(String... protocols) {
    this.alpn = List.of(protocols);
    return this;
  }

  /** TLS versions by their Java names; default TLSv1.3 and TLSv1.2. */
  public TestServerBuilder tlsProtocols(String... names) {
    this.tlsProtocols = List.of(names);
    return this;
  }

  /** Demands a client certificate issued by this authority. */
  public TestServerBuilder demandClientCertificate(TestAuthority issuer) {
    this.clientAuthority = issuer;
    return this;
  }

  /** HTTP/2: SETTINGS_MAX_CONCURRENT_STREAMS; default is not to send it. */
  public TestServerBuilder maxConcurrentStreams(long streams) {
    this.maxConcurrentStreams = streams;
    return this;
  }

  /** HTTP/2: SETTINGS_INITIAL_WINDOW_SIZE in bytes; default 65,535. */
  public TestServerBuilder initialWindowSize(int bytes) {
    this.initialWindowSize = bytes;
    return this;
  }

  /**
   * Starts the server.
   *
   * @throws IOException when an address cannot be bound
   */
  public TestServer start(TestServer.Handler handler) throws IOException {
    return new TestServer(this, handler);
  }
}
