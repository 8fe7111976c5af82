package dev.valence.net.internal.road;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkConditions;
import dev.valence.net.NetworkContextConfig;
import dev.valence.net.NetworkDelegate;
import dev.valence.net.NetworkRequest;
import dev.valence.net.RequestObserver;
import dev.valence.net.StoredAnswer;
import dev.valence.net.auth.Authentication;
import dev.valence.net.interception.InterceptionSource;
import dev.valence.net.internal.auth.AuthContext;
import dev.valence.net.internal.cache.CacheStore;
import dev.valence.net.internal.cache.HttpCache;
import dev.valence.net.internal.cache.ReadyResponses;
import dev.valence.net.internal.dns.EndpointResolver;
import dev.valence.net.internal.hsts.HstsStore;
import dev.valence.net.internal.netlog.NetLog;
import dev.valence.net.internal.netlog.SocketRecord;
import dev.valence.net.internal.pool.ConnectionPool;
import dev.valence.net.internal.pool.Connector;
import dev.valence.net.internal.pool.Platform;
import dev.valence.net.internal.proxy.ProxyResolver;
import dev.valence.net.internal.throttle.Throttle;
import dev.valence.net.internal.tls.LiveTls;
import dev.valence.net.scheme.SchemeHandlers;
import dev.valence.net.url.Url;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one road of every request of a session: its stages, in order. */
public final class Road {
  /** The first stage after that of redirects. */
  static final int AFTER_REDIRECTS = 1;

  private final EventLoop loop;
  private final LiveTls tls;
  private final ConnectionPool pool;
  private final List<Stage> stages;
  private final NetLog netLog;
  private final HstsStore hsts;
  private final @Nullable ProxyResolver proxies;
  private final Throttle throttle;
  private final ProtocolStage protocols = new ProtocolStage();
  private final AuthContext logins;
  private final Interceptions interceptions = new Interceptions();
  private final NetLog.Watcher watcher = this::onCapturingChanged;
  private volatile @Nullable Function<NetworkRequest, @Nullable RequestObserver> observers;
  private final ReadyResponses ready;
  private final @Nullable Supplier<HttpCache> makeCache;
  private final Set<Consumer<NetException>> upgraded = new LinkedHashSet<>();
  private @Nullable HttpCache cache;
  private boolean shutDown;
  private volatile boolean closing;

  /**
   * The road of one session.
   *
   * @param proxies null for a network without proxies
   */
  public Road(
      Platform platform,
      EventLoop loop,
      NetworkContextConfig config,
      EndpointResolver endpoints,
      Supplier<String> userAgent,
      @Nullable ProxyResolver proxies) {
    this.loop = loop;
    this.netLog = platform.netLog();
    this.hsts = new HstsStore(loop, platform.blocking(), config.folder(), InstantSource.system());
    this.ready = new ReadyResponses(config.clock()::millis);
    this.makeCache = config.cache(loop, platform.blocking(), ready);
    this.tls = new LiveTls(loop, platform.blocking(), config.tls(), this::retireTls);
    this.proxies = proxies;
    Connector connector =
        new Connector(
            platform,
            loop,
            endpoints,
            tls,
            config.http2PriorKnowledge(),
            userAgent,
            (proxy, answer) -> {
              if (proxies == null) {
                answer.accept(null);
              } else {
                proxies.credentials(proxy, answer);
              }
            });
    this.pool = new ConnectionPool(connector, config.pool());
    this.throttle = new Throttle(loop);
    this.logins = new AuthContext(loop, platform.blocking());
    // The way out, top to bottom; responses come back bottom to top.
    this.stages =
        List.of(
            new RedirectStage(),
            new BeforeRequestStage(interceptions),
            protocols,
            new HstsStage(hsts, ready::forgetPlain),
            new HeadersStage(userAgent),
            new CookieStage(config.cookies()),
            new ContentDecodingStage(),
            new InterceptedHeadersStage(),
            new CacheStage(this::cache),
            new AuthenticationStage(logins),
            new ThrottleStage(throttle),
            new ProxyStage(proxies),
            new ProxyAuthenticationStage(logins, proxies),
            new ExchangeStage(pool, logins, proxies));
    netLog.watch(watcher);
  }

  /** Who watches new hops and may change them; null for nobody. */
  public void interception(@Nullable InterceptionSource source) {
    interceptions.source(source);
  }

  /** Who sees new requests; null for nobody. */
  public void observers(@Nullable Function<NetworkRequest, @Nullable RequestObserver> now) {
    observers = now;
  }

  @Nullable RequestObserver observer(NetworkRequest request) {
    Function<NetworkRequest, @Nullable RequestObserver> ofAll = observers;
    RequestObserver own = request.observer();
    RequestObserver further = ofAll == null ? null : ofAll.apply(request);
    if (own == null || further == null) {
      return own == null ? further : own;
    }
    return RequestObserver.both(own, further);
  }

  /** What is only there while somebody listens to the net log comes or goes. */
  private void onCapturingChanged(Runnable done) {
    try {
      loop.execute(
          () -> {
            pool.forEachChannel(SocketRecord::follow);
            done.run();
          });
    } catch (RejectedExecutionException ended) {
      done.run();
    }
  }

  /** What the session asks of TLS. */
  public LiveTls tls() {
    return tls;
  }

  private void retireTls() {
    pool.retireTls();
  }

  /** Who answers requests in place of the network; null for nobody. Any thread. */
  public void schemeHandlers(@Nullable SchemeHandlers handlers) {
    protocols.handlers(handlers);
  }

  /** Sends a request on its way, from any thread. */
  public RoadCall start(NetworkRequest request, NetworkDelegate delegate) {
    Transaction transaction = new Transaction(this, request, delegate);
    loop.execute(transaction);
    return transaction;
  }

  /**
   * The answer of the HTTP cache where the whole road would do no more than hand it out, and nobody
   * watches such a request. Any thread.
   */
  public @Nullable StoredAnswer answerAtOnce(NetworkRequest request) {
    boolean watched =
        observers != null
            || request.observer() != null
            || netLog.isCapturing()
            || closing
            || interceptions.mayWatch(request);
    return watched || protocols.isHandled(request) ? null : ready.take(request);
  }

  /** Opens connections ahead of requests; done when none is on its way. */
  public CompletableFuture<Void> preconnect(Url url, int sockets) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          if (throttle.isOffline()) {
            done.complete(null);
          } else {
            new Preconnect(pool, url, sockets, () -> done.complete(null)).start(proxies, netLog);
          }
        });
    return done;
  }

  /** Closes every connection; what runs on them or waits for one fails with the reason. */
  public CompletableFuture<Void> closeAllConnections(NetException reason) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          closeConnections(reason);
          done.complete(null);
        });
    return done;
  }

  private void closeConnections(NetException reason) {
    pool.closeAll(reason);
    List.copyOf(upgraded).forEach(connection -> connection.accept(reason));
  }

  /**
   * A connection has left the pool to speak another protocol; it hears when all connections are
   * closed. On the network thread only, as {@link #forgetUpgraded}.
   */
  public void rememberUpgraded(Consumer<NetException> onClosed) {
    upgraded.add(onClosed);
  }

  /** It has ended. */
  public void forgetUpgraded(Consumer<NetException> onClosed) {
    upgraded.remove(onClosed);
  }

  /** As {@link #closeAllConnections}; later requests fail, too. */
  public CompletableFuture<Void> shutDown() {
    closing = true;
    NetException reason = new NetException(NetError.CONTEXT_SHUT_DOWN);
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          shutDown = true;
          netLog.stopWatching(watcher);
          interceptions.shutDown();
          protocols.shutDown(reason);
          closeConnections(reason);
          CompletableFuture.allOf(hsts.flush(), closeCache()).thenRun(() -> done.complete(null));
        });
    return done;
  }

  /** The logins of the session. */
  public Authentication authentication() {
    return new Authentication(logins, pool::forgetLogins);
  }

  private CompletableFuture<Void> closeCache() {
    HttpCache present = cache;
    if (present == null) {
      return CompletableFuture.completedFuture(null);
    }
    present.store().close();
    return present.store().closed();
  }

  /**
   * Asks where responses are stored.
   *
   * @param question asked on the network thread
   * @param none the answer where the session has no HTTP cache
   */
  public <T> CompletableFuture<T> askCache(
      Function<CacheStore, CompletableFuture<T>> question, CompletableFuture<T> none) {
    // What it may take away is not to answer a request that is made after this call.
    Runnable done = ready.barrier();
    try {
      return CompletableFuture.supplyAsync(this::cache, loop)
          .thenCompose(present -> present == null ? none : question.apply(present.store()))
          .whenComplete((answer, failure) -> done.run());
    } catch (RejectedExecutionException ended) {
      done.run();
      throw ended;
    }
  }

  /** The HTTP cache, from its first use on; null where the session has none. On its loop only. */
  private @Nullable HttpCache cache() {
    if (cache == null && makeCache != null) {
      cache = makeCache.get();
    }
    return cache;
  }

  EventLoop loop() {
    return loop;
  }

  List<Stage> stages() {
    return stages;
  }

  /** Writes what waits for the disk. */
  public CompletableFuture<Void> flush() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(() -> hsts.flush().thenRun(() -> done.complete(null)));
    return done;
  }

  /** Pretends to have this line; null for the real one. */
  public CompletableFuture<Void> conditions(@Nullable NetworkConditions conditions) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          throttle.conditions(conditions);
          if (throttle.isOffline()) {
            closeConnections(ThrottleStage.offline());
          }
          done.complete(null);
        });
    return done;
  }

  /** Forgets hosts with strict transport security. */
  public CompletableFuture<Void> clearHsts(Predicate<String> hosts) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(() -> hsts.removeIf(hosts, () -> done.complete(null)));
    return done;
  }

  NetLog netLog() {
    return netLog;
  }

  boolean isShutDown() {
    return shutDown;
  }
}
