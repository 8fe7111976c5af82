package dev.valence.net;

import dev.valence.net.auth.Authentication;
import dev.valence.net.cookie.CookieStore;
import dev.valence.net.dns.HostResolver;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.interception.InterceptionSource;
import dev.valence.net.internal.dns.ContextHostResolver;
import dev.valence.net.internal.dns.EndpointResolver;
import dev.valence.net.internal.pool.Platform;
import dev.valence.net.internal.proxy.ProxyResolutionService;
import dev.valence.net.internal.proxy.ProxyResolver;
import dev.valence.net.internal.proxy.SessionDns;
import dev.valence.net.internal.road.Road;
import dev.valence.net.internal.websocket.WebSocketOpening;
import dev.valence.net.proxy.ProxyService;
import dev.valence.net.scheme.SchemeHandlers;
import dev.valence.net.tls.TlsControl;
import dev.valence.net.url.Url;
import dev.valence.net.websocket.WebSocketListener;
import dev.valence.net.websocket.WebSocketSettings;
import dev.valence.net.websocket.WebSocketTransport;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The network of one session: its cookies, its connections, its settings. Everything it does
 * happens on one network thread; its methods may be called from any.
 */
public final class NetworkContext {
  private final NetworkContextConfig config;
  private final EventLoop loop;
  private final ContextHostResolver hostResolver;
  private final ProxyResolutionService proxies;
  private final Road road;
  private final HttpCache cache;
  private volatile String userAgent;
  private volatile Runnable unfollow = () -> {};

  /**
   * A network.
   *
   * @param resolver finds the proxies in place of {@link #proxies}; null for that
   */
  NetworkContext(
      NetworkService service,
      EventLoop loop,
      NetworkContextConfig config,
      @Nullable ProxyResolver resolver) {
    this.config = config;
    this.loop = loop;
    this.userAgent = config.userAgent();
    Platform platform = service.platform();
    this.hostResolver =
        platform.newResolver(
            loop, config.hostResolver(), () -> DohRoad.open(service, loop, this, resolverConfig()));
    this.proxies =
        ProxyResolutionService.create(
            loop,
            platform.blocking(),
            platform.netLog(),
            new SessionDns(hostResolver),
            () -> bareContext(service),
            config.proxy());
    this.road =
        new Road(
            platform,
            loop,
            config,
            new EndpointResolver(hostResolver),
            this::userAgent,
            resolver == null ? proxies : resolver);
    this.cache = new HttpCache(road);
  }

  private NetworkContext bareContext(NetworkService service) {
    NetworkContext bare =
        new NetworkContext(service, loop, config.bare(tls().settings(), resolverConfig()), null);
    bare.followTls(this);
    return bare;
  }

  /**
   * Takes the leader's TLS settings and its judge of certificates, now and after each change, until
   * this context is closed.
   */
  void followTls(NetworkContext leader) {
    unfollow = leader.road.tls().lead(road.tls());
  }

  private HostResolverConfig resolverConfig() {
    return hostResolver.config();
  }

  /** How host names are found: the look-up itself, its cache, its settings. */
  public HostResolver hostResolver() {
    return hostResolver;
  }

  /** The HTTP cache. */
  public HttpCache cache() {
    return cache;
  }

  /** The thread on which delegates and sinks are called. */
  public EventLoop loop() {
    return loop;
  }

  public CookieStore cookies() {
    return config.cookies();
  }

  /** The logins of this context. */
  public Authentication authentication() {
    return road.authentication();
  }

  public String userAgent() {
    return userAgent;
  }

  /** Later requests carry this {@code User-Agent}. */
  public void userAgent(String value) {
    userAgent = value;
  }

  /**
   * From now on new requests are seen by whom this function names; null for nobody. It is called on
   * the thread that starts a request, and may itself say null.
   */
  public void observeRequests(
      @Nullable Function<NetworkRequest, @Nullable RequestObserver> observers) {
    road.observers(observers);
  }

  /**
   * From now on hops are watched by whom this names, who may change and stop them; null for nobody.
   */
  public void intercept(@Nullable InterceptionSource source) {
    road.interception(source);
  }

  /** What the session asks of TLS; may be changed at any time. */
  public TlsControl tls() {
    return road.tls();
  }

  /** How requests find their proxies. */
  public ProxyService proxies() {
    return proxies;
  }

  /**
   * What {@link #start} would deliver from the HTTP cache, where that is certain and at hand: then
   * nothing has to be started. Null otherwise.
   */
  public @Nullable StoredAnswer answerAtOnce(NetworkRequest request) {
    return road.answerAtOnce(request);
  }

  /**
   * Who answers requests in place of the network, from now on; null, as at first, for nobody.
   * Handlers see http and https before strict transport security, cookies and the cache do; the
   * handshakes of WebSockets pass them by.
   */
  public void schemeHandlers(@Nullable SchemeHandlers handlers) {
    road.schemeHandlers(handlers);
  }

  /**
   * Sends a request on its way. A scheme other than http and https without a handler fails with
   * {@code net::ERR_UNKNOWN_URL_SCHEME}.
   */
  public NetworkCall start(NetworkRequest request, NetworkDelegate delegate) {
    return road.start(request, delegate);
  }

  /**
   * Opens a WebSocket.
   *
   * @param handshake a GET with the scheme {@code ws} or {@code wss}, and with an {@code Origin}
   *     where one is to be sent; the other fields of the handshake are added
   * @param protocols the subprotocols to offer
   * @throws java.util.concurrent.RejectedExecutionException when the network has ended
   */
  public WebSocketTransport openWebSocket(
      NetworkRequest handshake,
      List<String> protocols,
      WebSocketSettings settings,
      WebSocketListener listener) {
    return WebSocketOpening.start(road, loop, handshake, protocols, settings, listener);
  }

  /**
   * Opens connections ahead of requests.
   *
   * @param url whose origin counts
   * @param sockets how many connections are wanted; an HTTP/2 server gets one
   * @return done when they stand or have failed; a failure is no failure of this future
   */
  public CompletableFuture<Void> preconnect(Url url, int sockets) {
    return road.preconnect(url, sockets);
  }

  /** Closes every connection; requests on them fail with {@code net::ERR_ABORTED}… */
  public CompletableFuture<Void> closeAllConnections() {
    return road.closeAllConnections(
        new NetException(NetError.ABORTED, "all connections of the session were closed", null));
  }

  /**
   * From now on requests go over an emulated line; going offline fails those under way.
   *
   * @param conditions null for the real line
   * @return done when it is so
   */
  public CompletableFuture<Void> conditions(@Nullable NetworkConditions conditions) {
    return road.conditions(conditions);
  }

  /**
   * Forgets which hosts asked for strict transport security (RFC 6797).
   *
   * @param hosts which; asked on the network thread
   */
  public CompletableFuture<Void> clearHsts(Predicate<String> hosts) {
    return road.clearHsts(hosts);
  }

  /** Writes to the disk what waits for it, but for cookies; done when it is there. */
  public CompletableFuture<Void> flush() {
    return road.flush();
  }

  /**
   * Fails what runs and closes every connection. Later requests fail with {@code
   * net::ERR_CONTEXT_SHUT_DOWN}.
   */
  public CompletableFuture<Void> close() {
    unfollow.run();
    hostResolver.close();
    loop.execute(proxies::shutDown);
    return road.shutDown();
  }
}
