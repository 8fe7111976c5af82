package dev.valence.internal.session;

import dev.valence.CredentialProvider;
import dev.valence.Session;
import dev.valence.SessionOptions;
import dev.valence.clearing.ClearDataOptions;
import dev.valence.clearing.ClearStorageDataOptions;
import dev.valence.cookies.Cookies;
import dev.valence.download.DownloadItem;
import dev.valence.download.DownloadOptions;
import dev.valence.download.Downloads;
import dev.valence.download.InterruptedDownloadOptions;
import dev.valence.event.EventType;
import dev.valence.event.dispatch.Listeners;
import dev.valence.fetch.Blob;
import dev.valence.fetch.Request;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.har.Har;
import dev.valence.interception.Interceptors;
import dev.valence.internal.clearing.Clearing;
import dev.valence.internal.cookies.CookiesImpl;
import dev.valence.internal.dns.SessionHostResolver;
import dev.valence.internal.download.DownloadsImpl;
import dev.valence.internal.download.Surroundings;
import dev.valence.internal.download.journal.DownloadJournal;
import dev.valence.internal.download.journal.SqliteJournal;
import dev.valence.internal.fetch.FetchCall;
import dev.valence.internal.fetch.FetchPlan;
import dev.valence.internal.har.HarImpl;
import dev.valence.internal.login.ProviderQuestions;
import dev.valence.internal.netlog.NetLogImpl;
import dev.valence.internal.protocol.ProtocolImpl;
import dev.valence.internal.protocol.ProtocolSurroundings;
import dev.valence.internal.protocol.ProtocolTable;
import dev.valence.internal.protocol.SessionSchemes;
import dev.valence.internal.proxy.SessionProxies;
import dev.valence.internal.request.ClientRequestImpl;
import dev.valence.internal.tls.SessionTls;
import dev.valence.internal.webrequest.SessionInterception;
import dev.valence.internal.websocket.LoopAlarm;
import dev.valence.internal.websocket.Reconnections;
import dev.valence.internal.websocket.WebSocketImpl;
import dev.valence.internal.websocket.WebSocketStreamImpl;
import dev.valence.internal.websocket.javanet.JavaWebSocketBuilder;
import dev.valence.net.HttpCache;
import dev.valence.net.NetworkConditions;
import dev.valence.net.NetworkContext;
import dev.valence.net.NetworkContextConfig;
import dev.valence.net.NetworkRequest;
import dev.valence.net.auth.AuthScheme;
import dev.valence.net.cookie.CookieStore;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedHost;
import dev.valence.net.http.HeaderRules;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.proxy.ProxyExplanation;
import dev.valence.net.tls.TlsSettings;
import dev.valence.net.url.Url;
import dev.valence.netlog.NetLog;
import dev.valence.protocol.Protocol;
import dev.valence.tls.CertificateVerifyProc;
import dev.valence.tls.ClientCertificateHandler;
import dev.valence.tls.SslConfig;
import dev.valence.webrequest.WebRequest;
import dev.valence.websocket.WebSocket;
import dev.valence.websocket.WebSocketOptions;
import dev.valence.websocket.WebSocketStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Session}: a network context, its cookies and, where it is kept, its folder. */
public final class SessionImpl implements Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final int MOST_PRECONNECTS = 6;
  private static final String DATABASE = "session.db";

  private final Engine engine;
  private final String name;
  private final @Nullable Path folder;
  private final @Nullable FolderLock lock;
  private final SessionOptions options;
  private final CookieStore store;
  private final NetworkContext context;
  private final SessionProxies proxies;
  private final SessionHostResolver hostResolver;
  private final CookiesImpl cookies;
  private final Clearing clearing;
  private final SessionTls tls;
  private final SessionInterception interception;
  private final NetLogImpl netLog;
  private final HarImpl har;
  private final Protocol protocol;
  private final Listeners listeners;
  private final DownloadsImpl downloads;
  private final Reconnections reconnections;
  private volatile @Nullable String acceptLanguage;

  /**
   * Opens a session.
   *
   * @param name for messages
   * @param folder where it is kept, or null for memory
   * @param lock of the folder; closed with the session
   */
  SessionImpl(
      Engine engine,
      String name,
      @Nullable Path folder,
      @Nullable FolderLock lock,
      SessionOptions options) {
    this.engine = engine;
    this.name = name;
    this.folder = folder;
    this.options = options;
    this.lock = lock;
    this.store =
        folder == null
            ? CookieStore.inMemory()
            : CookieStore.builder().file(folder.resolve(DATABASE)).open();
    this.context =
        engine
            .network()
            .newContext(
                withCache(NetworkContextConfig.builder(store), options)
                    .tls(engine.tls())
                    .userAgent(engine.userAgent())
                    .pool(engine.pool())
                    .http2PriorKnowledge(engine.http2PriorKnowledge())
                    .folder(folder)
                    .proxy(ProxyConfig.system())
                    .hostResolver(engine.hostResolver())
                    .build());
    engine.workers().gatherOn(context.loop());
    engine.events().gatherOn(context.loop());
    this.proxies = new SessionProxies(context.proxies(), engine.workers(), engine.events());
    this.hostResolver = new SessionHostResolver(context.hostResolver(), engine.workers());
    this.cookies = new CookiesImpl(store, engine.events(), engine.workers());
    this.interception = new SessionInterception(context, engine.events(), engine.workers());
    this.netLog = new NetLogImpl(engine.network(), engine.workers());
    this.har = new HarImpl(context, folder != null, engine.workers());
    this.tls = new SessionTls(context.tls(), engine.events());
    this.listeners = new Listeners(engine.events(), "Session", PRECONNECT, WILL_DOWNLOAD);
    this.downloads = downloads(engine, folder);
    this.clearing = new Clearing(context, downloads);
    this.reconnections = new Reconnections(new LoopAlarm(context.loop()));
    ProtocolTable own = new ProtocolTable();
    this.protocol = new ProtocolImpl(own, engine.protocols());
    context.schemeHandlers(
        new SessionSchemes(
            own,
            engine.protocols(),
            new ProtocolSurroundings(engine.workers(), engine.events(), this)));
  }

  private DownloadsImpl downloads(Engine engine, @Nullable Path folder) {
    Surroundings surroundings =
        new Surroundings(
            context,
            engine.events(),
            engine.workers(),
            engine.timeouts(),
            () -> acceptLanguage,
            (event, item) ->
                listeners.emit(
                    WILL_DOWNLOAD, listener -> listener.onWillDownload(event, item, null, null)));
    DownloadJournal journal =
        folder == null
            ? DownloadJournal.none()
            : new SqliteJournal(folder.resolve(DATABASE), store.loaded());
    return new DownloadsImpl(surroundings, journal, folder != null);
  }

  private static NetworkContextConfig.Builder withCache(
      NetworkContextConfig.Builder config, SessionOptions options) {
    config.cache(options.cache());
    return options.cacheMaxBytes() < 0 ? config : config.cacheMaxBytes(options.cacheMaxBytes());
  }

  @Override
  public @Nullable Path getStoragePath() {
    return folder;
  }

  @Override
  public boolean isPersistent() {
    return folder != null;
  }

  @Override
  public Cookies cookies() {
    return cookies;
  }

  @Override
  public WebRequest webRequest() {
    return interception.webRequest();
  }

  @Override
  public Interceptors interceptors() {
    return interception.interceptors();
  }

  @Override
  public CompletableFuture<byte[]> getBlobData(String identifier) {
    Blob blob = interception.blobs().find(identifier);
    return blob == null
        ? CompletableFuture.failedFuture(
            new IllegalArgumentException("Could not get blob data handle"))
        : CompletableFuture.completedFuture(blob.bytes());
  }

  @Override
  public NetLog netLog() {
    return netLog;
  }

  @Override
  public Har har() {
    return har;
  }

  @Override
  public Protocol protocol() {
    return protocol;
  }

  /** How the session was made. */
  public SessionOptions options() {
    return options;
  }

  @Override
  public void setUserAgent(String userAgent) {
    context.userAgent(HeaderRules.checkValue("User-Agent", userAgent));
  }

  @Override
  public void setUserAgent(String userAgent, String acceptLanguages) {
    String language = AcceptLanguages.header(acceptLanguages);
    setUserAgent(userAgent);
    acceptLanguage = language.isEmpty() ? null : language;
  }

  @Override
  public String getUserAgent() {
    return context.userAgent();
  }

  @Override
  public CompletableFuture<Void> closeAllConnections() {
    return offTheNetwork(context.closeAllConnections());
  }

  @Override
  public CompletableFuture<Long> getCacheSize() {
    return offTheNetwork(context.cache().size());
  }

  @Override
  public CompletableFuture<List<HttpCache.Entry>> listCache() {
    return offTheNetwork(context.cache().list());
  }

  @Override
  public CompletableFuture<Void> clearCache() {
    return offTheNetwork(context.cache().clear());
  }

  @Override
  public CompletableFuture<Void> setCacheMaxSize(long bytes) {
    return offTheNetwork(context.cache().maxSize(bytes));
  }

  @Override
  public CompletableFuture<Void> clearAuthCache() {
    return offTheNetwork(context.authentication().clearCache());
  }

  @Override
  public void allowNTLMCredentialsForDomains(String domains) {
    context.authentication().allowAmbientCredentials(Objects.requireNonNull(domains, "domains"));
  }

  @Override
  public void setCredentialProvider(@Nullable CredentialProvider provider) {
    context
        .authentication()
        .provider(provider == null ? null : new ProviderQuestions(provider, engine.events()));
  }

  @Override
  public void setAuthenticationSchemes(Set<AuthScheme> schemes) {
    context.authentication().allowSchemes(schemes);
  }

  @Override
  public void setProxyAuthenticationSchemes(Set<AuthScheme> schemes) {
    context.authentication().allowProxySchemes(schemes);
  }

  @Override
  public CompletableFuture<ResolvedHost> resolveHost(String host) {
    return resolveHost(host, ResolveHostOptions.defaults());
  }

  @Override
  public CompletableFuture<ResolvedHost> resolveHost(String host, ResolveHostOptions options) {
    return hostResolver.resolve(host, options);
  }

  @Override
  public CompletableFuture<Void> clearHostResolverCache() {
    return hostResolver.clearCache();
  }

  @Override
  public CompletableFuture<Void> configureHostResolver(HostResolverConfig config) {
    return hostResolver.configure(config);
  }

  @Override
  public CompletableFuture<Void> preconnect(String url) {
    return preconnect(url, 1);
  }

  @Override
  public CompletableFuture<Void> preconnect(String url, int numSockets) {
    Url target = url == null ? null : Url.tryParse(url);
    if (target == null || !(target.scheme().equals("http") || target.scheme().equals("https"))) {
      throw new IllegalArgumentException("Must pass non-empty valid url to session.preconnect.");
    }
    if (numSockets < 1 || numSockets > MOST_PRECONNECTS) {
      throw new IllegalArgumentException(
          "numSocketsToPreconnect is outside range [1," + MOST_PRECONNECTS + "]");
    }
    return offTheNetwork(context.preconnect(target, numSockets));
  }

  @Override
  public void enableNetworkEmulation(NetworkConditions conditions) {
    // The calls of one thread reach the network in their order, so that there is nothing to await.
    var unused = context.conditions(Objects.requireNonNull(conditions, "conditions"));
  }

  @Override
  public void disableNetworkEmulation() {
    var unused = context.conditions(null);
  }

  @Override
  public CompletableFuture<Void> clearStorageData() {
    return clearStorageData(ClearStorageDataOptions.builder().build());
  }

  @Override
  public CompletableFuture<Void> clearStorageData(ClearStorageDataOptions options) {
    return offTheNetwork(clearing.storage(options));
  }

  @Override
  public CompletableFuture<Void> clearData() {
    return clearData(ClearDataOptions.builder().build());
  }

  @Override
  public CompletableFuture<Void> clearData(ClearDataOptions options) {
    return offTheNetwork(clearing.data(options));
  }

  @Override
  public void flushStorageData() {
    clearing.flush();
  }

  /** The same future, completed on a worker. */
  private <T> CompletableFuture<T> offTheNetwork(CompletableFuture<T> future) {
    return future.thenApplyAsync(result -> result, engine.workers());
  }

  // ---- TLS

  @Override
  public void setSSLConfig(SslConfig config) {
    tls.set(config);
  }

  @Override
  public TlsSettings tlsSettings() {
    return tls.settings();
  }

  @Override
  public void setTlsSettings(TlsSettings settings) {
    tls.set(Objects.requireNonNull(settings, "settings"));
  }

  @Override
  public void setCertificateVerifyProc(@Nullable CertificateVerifyProc proc) {
    tls.setVerifyProc(proc);
  }

  @Override
  public void setClientCertificateHandler(@Nullable ClientCertificateHandler handler) {
    tls.setClientCertificateHandler(handler);
  }

  @Override
  public void clearClientCertificates() {
    tls.clearClientCertificates();
  }

  // ---- Proxies

  @Override
  public CompletableFuture<Void> setProxy(ProxyConfig config) {
    return proxies.set(config);
  }

  @Override
  public CompletableFuture<String> resolveProxy(String url) {
    return proxies.resolve(url);
  }

  @Override
  public CompletableFuture<ProxyExplanation> explainProxy(String url) {
    return proxies.explain(url);
  }

  @Override
  public CompletableFuture<Void> forceReloadProxyConfig() {
    return proxies.forceReload();
  }

  // ---- Requests

  @Override
  public CompletableFuture<Response> fetch(String url) {
    try {
      return fetch(Request.of(Objects.requireNonNull(url, "url")));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<Response> fetch(String url, RequestInit init) {
    try {
      return fetch(Request.of(Objects.requireNonNull(url, "url"), init));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<Response> fetch(Request request, RequestInit init) {
    try {
      return fetch(request.with(init));
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<Response> fetch(Request request) {
    NetworkRequest planned;
    try {
      planned = FetchPlan.of(request, engine.timeouts(), acceptLanguage, engine.workers());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    return FetchCall.start(engine.workers(), context, planned, request.signal());
  }

  // ---- Downloads

  @Override
  public DownloadItem downloadURL(String url) {
    return downloadURL(url, DownloadOptions.defaults());
  }

  @Override
  public DownloadItem downloadURL(String url, DownloadOptions options) {
    return downloads.start(url, options);
  }

  @Override
  public void setDownloadPath(Path path) {
    downloads.setFolder(path);
  }

  @Override
  public DownloadItem createInterruptedDownload(InterruptedDownloadOptions options) {
    return downloads.createInterrupted(options);
  }

  @Override
  public Downloads downloads() {
    return downloads;
  }

  @Override
  public WebSocket webSocket(String url) {
    return webSocket(url, WebSocketOptions.defaults());
  }

  @Override
  public WebSocket webSocket(String url, WebSocketOptions options) {
    return WebSocketImpl.open(surroundings(), url, checkOwn(options));
  }

  @Override
  public CompletableFuture<WebSocketStream> webSocketStream(String url, WebSocketOptions options) {
    return WebSocketStreamImpl.open(surroundings(), url, checkOwn(options));
  }

  @Override
  public java.net.http.WebSocket.Builder newWebSocketBuilder() {
    return newWebSocketBuilder(WebSocketOptions.defaults());
  }

  @Override
  public java.net.http.WebSocket.Builder newWebSocketBuilder(WebSocketOptions options) {
    return new JavaWebSocketBuilder(surroundings(), checkOwn(options));
  }

  private WebSocketOptions checkOwn(WebSocketOptions options) {
    Session named = options.session();
    if ((named != null && named != this) || (named == null && !options.partition().isEmpty())) {
      throw new IllegalArgumentException(
          "the options name another session than " + this + ": use net.webSocket for that");
    }
    return options;
  }

  /** What a {@code ClientRequest} of this session needs. */
  public ClientRequestImpl.Surroundings surroundings() {
    return new ClientRequestImpl.Surroundings(
        context,
        engine.workers(),
        engine.events(),
        interception,
        reconnections,
        engine.timeouts(),
        acceptLanguage);
  }

  /** Whether the session belongs to this {@code Valence}. */
  boolean isOf(Engine other) {
    return engine == other;
  }

  /** Fails what runs, closes the connections and the files, and lets the folder go. */
  void close() {
    downloads.close();
    reconnections.close();
    interception.interceptors().close();
    try {
      context.close().get(2, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("the connections of {} did not close in time", this, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    har.close();
    netLog.close();
    cookies.close();
    store.close();
    if (lock != null) {
      lock.close();
    }
  }

  // ---- Listeners

  @Override
  public <L> Session on(EventType<L> type, L listener) {
    listeners.add(type, listener, false);
    return this;
  }

  @Override
  public <L> Session once(EventType<L> type, L listener) {
    listeners.add(type, listener, true);
    return this;
  }

  @Override
  public <L> Session off(EventType<L> type, L listener) {
    listeners.remove(type, listener);
    return this;
  }

  @Override
  public Session removeAllListeners(EventType<?> type) {
    listeners.removeAll(type);
    return this;
  }

  @Override
  public Session removeAllListeners() {
    listeners.removeAll();
    return this;
  }

  @Override
  public int listenerCount(EventType<?> type) {
    return listeners.count(type);
  }

  @Override
  public String toString() {
    return "Session[" + name + "]";
  }
}
