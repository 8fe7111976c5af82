package dev.valence.bench.websocket.client;

import dev.valence.bench.client.Peer;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** The compared WebSocket clients and which jars each needs: a child JVM gets no others. */
public enum SocketPeer {
  /** Valence's events. */
  VALENCE("Valence", Peer.VALENCE.artifacts()),
  /** Valence's streams. */
  VALENCE_STREAM("Valence, stream", Peer.VALENCE.artifacts()),
  /** Netty's codec on its event loop: the limit. */
  NETTY("bare Netty", Peer.NETTY.artifacts()),
  /** The JDK's WebSocket. */
  JDK("JDK WebSocket", Peer.JDK.artifacts()),
  /** OkHttp. */
  OKHTTP("OkHttp", Peer.OKHTTP.artifacts()),
  /** Jetty's client. */
  JETTY("Jetty", Peer.JETTY.artifacts()),
  /** Java-WebSocket. */
  JAVA_WEBSOCKET("Java-WebSocket", List.of("Java-WebSocket", "slf4j-api", "slf4j-nop"));

  private final String title;
  private final List<String> artifacts;

  SocketPeer(String title, List<String> artifacts) {
    this.title = title;
    this.artifacts = artifacts;
  }

  /** The name in reports. */
  public String title() {
    return title;
  }

  /** The name on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is one of the four libraries that Valence is measured against. */
  public boolean isLibrary() {
    return this != VALENCE && this != VALENCE_STREAM && this != NETTY;
  }

  /** The artifacts on the class path; a star at the end stands for any ending. */
  public List<String> artifacts() {
    return artifacts;
  }

  /** Makes the client. Only the chosen adapter's library is loaded. */
  public EchoClient open(URI uri, Payload payload) throws Exception {
    return switch (this) {
      case VALENCE -> new ValenceEcho(uri, payload);
      case VALENCE_STREAM -> new ValenceStreamEcho(uri, payload);
      case NETTY -> new NettyEcho(uri, payload);
      case JDK -> new JdkEcho(uri, payload);
      case OKHTTP -> new OkHttpEcho(uri, payload);
      case JETTY -> new JettyEcho(uri, payload);
      case JAVA_WEBSOCKET -> new JavaWebSocketEcho(uri, payload);
    };
  }
}
