package dev.valence.bench.client;

import dev.valence.bench.Work;
import java.util.List;

/** The compared clients and which jars each needs: a child JVM gets no others. */
public enum Peer {
  /** Valence itself, through its public API. */
  VALENCE(
      "Valence",
      "valence",
      "valence-net",
      "valence-event",
      "netty-*",
      "icu4j",
      "sqlite-jdbc",
      "brotli4j",
      "service",
      "native-*",
      "zstd-jni",
      "jackson-*",
      "slf4j-api",
      "slf4j-nop",
      "jspecify"),
  /** Valence with a persistent session; for its cache and its journal of downloads. */
  VALENCE_DISK("Valence, on disk", VALENCE),
  /** Valence with a listener whose filter wants other requests. */
  VALENCE_UNMATCHED("Valence, other filter", VALENCE),
  /** Valence with a listener that answers at once. */
  VALENCE_LISTENER("Valence, listener", VALENCE),
  /** Valence with a listener that answers later, from another thread. */
  VALENCE_ASYNCHRONOUS("Valence, async listener", VALENCE),
  /** Valence with an interceptor. */
  VALENCE_INTERCEPTOR("Valence, interceptor", VALENCE),
  /** Valence with an observer. */
  VALENCE_OBSERVER("Valence, observer", VALENCE),
  /** A hand-made client on bare Netty: the limit. */
  NETTY("bare Netty", "netty-*", "slf4j-api", "slf4j-nop"),
  /** The JDK's HttpClient. */
  JDK("JDK HttpClient"),
  /** OkHttp. */
  OKHTTP("OkHttp", "okhttp-jvm", "okio-jvm", "kotlin-stdlib", "annotations"),
  /** Jetty's client. */
  JETTY("Jetty", "jetty-*", "slf4j-api", "slf4j-nop"),
  /** Apache HttpClient 5. */
  APACHE(
      "Apache HttpClient",
      "httpclient5",
      "httpclient5-cache",
      "httpcore5",
      "httpcore5-h2",
      "slf4j-api",
      "slf4j-nop"),
  /** Apache HttpClient 5 with the bodies of its cache in files; only for its cache. */
  APACHE_FILES("Apache, files", APACHE),
  /** Reactor Netty. */
  REACTOR("Reactor Netty", "reactor-*", "reactive-streams", "netty-*", "slf4j-api", "slf4j-nop");

  private final String title;
  private final List<String> artifacts;

  Peer(String title, String... artifacts) {
    this.title = title;
    this.artifacts = List.of(artifacts);
  }

  Peer(String title, Peer sameJars) {
    this.title = title;
    this.artifacts = sameJars.artifacts;
  }

  /** The name in reports. */
  public String title() {
    return title;
  }

  /** The name on the command line. */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Whether it takes part in a work. */
  public boolean takesPart(Work work) {
    if (work == Work.SAVE) {
      return this == VALENCE || this == VALENCE_DISK || this == NETTY;
    }
    boolean cacheHits = work.isCacheHit();
    return switch (this) {
      case VALENCE, OKHTTP, APACHE -> true;
      case VALENCE_DISK, APACHE_FILES -> cacheHits;
      case NETTY, JDK, JETTY, REACTOR -> !cacheHits;
      case VALENCE_UNMATCHED,
          VALENCE_LISTENER,
          VALENCE_ASYNCHRONOUS,
          VALENCE_INTERCEPTOR,
          VALENCE_OBSERVER ->
          !cacheHits;
    };
  }

  /** Whether it is one of the five libraries that Valence is measured against. */
  public boolean isLibrary() {
    return artifacts != VALENCE.artifacts && this != NETTY;
  }

  /** Whether it is only measured where it is named: Valence in the eyes of a watcher. */
  public boolean isOnRequest() {
    return artifacts == VALENCE.artifacts && this != VALENCE && this != VALENCE_DISK;
  }

  /** The artifacts on the class path; a star at the end stands for any ending. */
  public List<String> artifacts() {
    return artifacts;
  }

  /** Opens the client. Only the chosen adapter's library is loaded. */
  public BenchClient open(Target target) throws Exception {
    return switch (this) {
      case VALENCE, VALENCE_DISK ->
          new ValenceBenchClient(target, this == VALENCE_DISK, Watching.NOBODY);
      case VALENCE_UNMATCHED -> new ValenceBenchClient(target, false, Watching.UNMATCHED);
      case VALENCE_LISTENER -> new ValenceBenchClient(target, false, Watching.LISTENER);
      case VALENCE_ASYNCHRONOUS -> new ValenceBenchClient(target, false, Watching.ASYNCHRONOUS);
      case VALENCE_INTERCEPTOR -> new ValenceBenchClient(target, false, Watching.INTERCEPTOR);
      case VALENCE_OBSERVER -> new ValenceBenchClient(target, false, Watching.OBSERVER);
      case NETTY -> new NettyBenchClient(target);
      case JDK -> new JdkClient(target);
      case OKHTTP -> new OkHttpBenchClient(target);
      case JETTY -> new JettyBenchClient(target);
      case APACHE, APACHE_FILES ->
          // One request at a time over HTTP/1.1 is what its blocking client does best.
          target.wire() == Wire.H2 || target.connections() > 1
              ? new ApacheBenchClient(target)
              : new ApacheClassicBenchClient(target, this == APACHE_FILES);
      case REACTOR -> new ReactorBenchClient(target);
    };
  }
}
