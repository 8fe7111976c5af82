package dev.valence;

import dev.valence.clearing.ClearDataOptions;
import dev.valence.clearing.ClearStorageDataOptions;
import dev.valence.cookies.Cookies;
import dev.valence.download.DownloadItem;
import dev.valence.download.DownloadOptions;
import dev.valence.download.Downloads;
import dev.valence.download.InterruptedDownloadOptions;
import dev.valence.event.Event;
import dev.valence.event.EventEmitter;
import dev.valence.event.EventType;
import dev.valence.fetch.Request;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.har.Har;
import dev.valence.interception.Interceptors;
import dev.valence.net.HttpCache;
import dev.valence.net.NetworkConditions;
import dev.valence.net.auth.AuthScheme;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedHost;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.proxy.ProxyExplanation;
import dev.valence.net.tls.TlsSettings;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Cookies, connections and settings that belong together, apart from every other session. Made by
 * {@link Sessions} alone. Any thread.
 */
public interface Session extends EventEmitter {
  /** Listener of {@link #PRECONNECT}. */
  @FunctionalInterface
  interface PreconnectListener {
    /**
     * A page hinted at a connection it will need.
     *
     * @param preconnectUrl where to
     * @param allowCredentials whether the connection may carry credentials
     */
    void onPreconnect(Event event, String preconnectUrl, boolean allowCredentials);
  }

  /** A page hinted at a connection. Only pages fire it; {@link #preconnect} does not. */
  EventType<PreconnectListener> PRECONNECT = EventType.of("preconnect");

  /** Listener of {@link #WILL_DOWNLOAD}. */
  @FunctionalInterface
  interface WillDownloadListener {
    /**
     * A download is about to begin. {@code event.preventDefault()} cancels it and takes it off the
     * list; {@code item.setSavePath} says where the file goes.
     *
     * @param webContents the page that started it; null where none did
     */
    void onWillDownload(Event event, DownloadItem item, @Nullable Object webContents);

    /**
     * The same, and the frame; this is the one that is called.
     *
     * @param frame the frame of the page; null where no page started it
     */
    default void onWillDownload(
        Event event, DownloadItem item, @Nullable Object webContents, @Nullable Object frame) {
      onWillDownload(event, item, webContents);
    }
  }

  /**
   * A download begins: its head has come, or the first try to get it has failed. Without a
   * listener, the file goes to the folder for downloads.
   */
  EventType<WillDownloadListener> WILL_DOWNLOAD = EventType.of("will-download");

  /** The folder of a persistent session; null in memory. */
  default @Nullable Path storagePath() {
    return getStoragePath();
  }

  /** The same as {@link #storagePath}. */
  @Nullable Path getStoragePath();

  /** Whether the session is kept on the disk. */
  boolean isPersistent();

  /** The cookies of this session. */
  Cookies cookies();

  /** Watches, changes and stops the requests of this session. */
  WebRequest webRequest();

  /** Further watchers of the requests of this session, in order. Valence's own. */
  Interceptors interceptors();

  /**
   * The bytes of a blob that a request of this session carries.
   *
   * @param identifier its {@code blobUUID} in {@code uploadData}
   * @return fails with {@link IllegalArgumentException} "Could not get blob data handle" for a name
   *     that there never was, or whose blob is gone
   */
  CompletableFuture<byte[]> getBlobData(String identifier);

  /** Records what happens on the network, for the public netlog viewer. */
  NetLog netLog();

  /** Who answers which scheme in this session. */
  Protocol protocol();

  /** Records this session's requests as a HAR file. */
  Har har();

  /** As {@link #setUserAgent(String, String)}; the language header stays as it is. */
  void setUserAgent(String userAgent);

  /**
   * What later requests tell about the program and its user.
   *
   * @param userAgent the value of {@code User-Agent}
   * @param acceptLanguages language codes in order of preference, with commas between, such as
   *     {@code en-US,fr,de}; weights are made from the order
   * @throws IllegalArgumentException when one of them cannot be sent
   */
  void setUserAgent(String userAgent, String acceptLanguages);

  /** The value of {@code User-Agent}. */
  String getUserAgent();

  /**
   * Closes every connection of the session. Requests in flight fail. Completes when that is done.
   */
  CompletableFuture<Void> closeAllConnections();

  /**
   * Forgets every login of servers and proxies, and closes the connections that are logged in.
   * Completes when that is done.
   */
  CompletableFuture<Void> clearAuthCache();

  /**
   * Names the servers at which the user's log-in to the system (a Kerberos ticket) may be used
   * without asking; none by default. Proxies may always use it.
   *
   * @param domains patterns with commas between, such as {@code *example.com, *foobar.com}; {@code
   *     *} stands for any characters, and alone for all servers. A pattern may begin with a scheme
   *     and end with a port
   * @throws IllegalArgumentException naming the pattern that cannot be read
   */
  void allowNTLMCredentialsForDomains(String domains);

  /**
   * Gives the session someone who knows logins, for requests of every kind that nobody else answers
   * for. Valence's own; Electron knows only events.
   *
   * @param provider null for none, the default
   */
  void setCredentialProvider(@Nullable CredentialProvider provider);

  /**
   * The schemes with which later challenges of servers and proxies may be answered; all by default.
   * Valence's own.
   *
   * @param schemes a challenge of another scheme is not answered
   */
  void setAuthenticationSchemes(Set<AuthScheme> schemes);

  /**
   * The schemes with which later challenges of proxies may be answered, until {@link
   * #setAuthenticationSchemes} is called again. Valence's own.
   *
   * @param schemes a challenge of another scheme is not answered
   */
  void setProxyAuthenticationSchemes(Set<AuthScheme> schemes);

  /** As {@link #resolveHost(String, ResolveHostOptions)}, with the defaults. */
  CompletableFuture<ResolvedHost> resolveHost(String host);

  /**
   * Looks a host name up, as a request of this session would: host rules first, then IP literals
   * and {@code localhost}, then the cache, then the source that the options name.
   *
   * @return fails with a {@link dev.valence.net.NetException} of {@code net::ERR_NAME_NOT_RESOLVED}
   *     where there is no address; its detail and cause tell why. Cancelling it gives the wait up.
   */
  CompletableFuture<ResolvedHost> resolveHost(String host, ResolveHostOptions options);

  /** What the HTTP cache of this session holds, in bytes, heads included. */
  CompletableFuture<Long> getCacheSize();

  /** What the HTTP cache of this session holds, the response used last at the end. */
  CompletableFuture<List<HttpCache.Entry>> listCache();

  /** Empties the HTTP cache of this session; who reads out of it goes on. */
  CompletableFuture<Void> clearCache();

  /**
   * How much the HTTP cache of this session may hold from now on, in bytes (not in Electron). What
   * is over it goes at once, least recently used first. Completes when that has happened.
   *
   * @throws IllegalArgumentException when it is below zero
   */
  CompletableFuture<Void> setCacheMaxSize(long bytes);

  /**
   * Forgets what hosts were found, also what the JVM keeps of them. Look-ups on their way still
   * answer, but are not kept. Completes when that has happened.
   */
  CompletableFuture<Void> clearHostResolverCache();

  /**
   * How this session finds hosts from now on (Electron's {@code app.configureHostResolver}, for one
   * session): built-in resolver, DNS over HTTPS, name servers, host rules. Its cache is cleared;
   * look-ups on their way finish by the settings before, connections stay, other sessions are not
   * touched.
   *
   * @return done when the next look-up goes by the new settings
   */
  CompletableFuture<Void> configureHostResolver(HostResolverConfig config);

  /** As {@link #preconnect(String, int)}, with one connection. */
  CompletableFuture<Void> preconnect(String url);

  /**
   * Opens connections ahead of requests.
   *
   * @param url only its origin counts
   * @param numSockets 1 to 6
   * @return done when they stand or have failed, which is no failure of this future
   * @throws IllegalArgumentException "Must pass non-empty valid url to session.preconnect." or
   *     "numSocketsToPreconnect is outside range [1,6]"
   */
  CompletableFuture<Void> preconnect(String url, int numSockets);

  /**
   * Requests from now on go over an emulated line, as far as they use the network. Going offline
   * fails those under way with {@code net::ERR_INTERNET_DISCONNECTED}; other conditions count for
   * bodies under way only when those began on an emulated line. All bodies of the session share the
   * throughput, each getting the same.
   */
  void enableNetworkEmulation(NetworkConditions conditions);

  /** Back to the real line. */
  void disableNetworkEmulation();

  /** As {@link #clearStorageData(ClearStorageDataOptions)}, with everything. */
  CompletableFuture<Void> clearStorageData();

  /**
   * Clears what web pages and servers have stored. With an origin, of cookies only those of exactly
   * its host; {@link #clearData(ClearDataOptions)} is more thorough.
   */
  CompletableFuture<Void> clearStorageData(ClearStorageDataOptions options);

  /** As {@link #clearData(ClearDataOptions)}, with everything. */
  CompletableFuture<Void> clearData();

  /**
   * Clears data of the session: cookies and logins, the HTTP cache and hosts that asked for TLS,
   * and what pages have stored. Connections that are logged in serve nobody new from then on.
   */
  CompletableFuture<Void> clearData(ClearDataOptions options);

  /** Begins to write to the disk what waits for it: cookies and what else the session keeps. */
  void flushStorageData();

  /**
   * Which TLS later requests speak. Connections that were made before are not reused for them;
   * requests that run already go on. Other sessions are not touched.
   */
  void setSSLConfig(SslConfig config);

  /** The TLS settings in force: those of the {@code Valence}, as changed since. */
  TlsSettings tlsSettings();

  /**
   * Puts other TLS settings in force, such as further trusted roots: {@code
   * session.setTlsSettings(session.tlsSettings().toBuilder().extraRoot(root).build())}. Holds for
   * later requests, as {@link #setSSLConfig}.
   */
  void setTlsSettings(TlsSettings settings);

  /**
   * Gives the last word on servers' certificates to a proc. It is called on the event thread, once
   * for each host and chain; its answers, good and bad, are kept for 30 minutes or until another
   * proc is set. Connections wait for the answer; one that gives up before, by its time limit, is
   * no answer, and a late answer is kept for the next. Requests that run already are not disturbed.
   * The proc is also asked about servers for DNS over HTTPS and those that PAC scripts come from. A
   * host whose bad certificate it accepted is not remembered for HSTS (RFC 6797 §8.1).
   *
   * @param proc null returns to the verification alone
   */
  void setCertificateVerifyProc(@Nullable CertificateVerifyProc proc);

  /**
   * Chooses the client certificate where a server asks for one; without a handler the first of
   * {@link #tlsSettings} that fits is shown, or none. Called on the event thread, once for a host
   * and port; the choice is kept until it is cleared, a handler is set, or the server refuses the
   * certificate. Requests in privacy mode show none.
   *
   * @param handler null clears
   */
  void setClientCertificateHandler(@Nullable ClientCertificateHandler handler);

  /** Forgets which client certificate was chosen for which server. */
  void clearClientCertificates();

  /**
   * Sets how later requests of this session find their proxies; those that run are left alone, and
   * other sessions are not concerned. Before, a session follows the operating system ({@link
   * ProxyConfig#system}).
   *
   * @return done when it is in force: a script has been fetched then, or could not be had, which is
   *     no failure of this future; see {@link #explainProxy}
   */
  CompletableFuture<Void> setProxy(ProxyConfig config);

  /**
   * The proxies for a URL, in the order in which they are tried, as a PAC script would return them:
   * {@code PROXY a:80;DIRECT}.
   *
   * @return fails with {@code net::ERR_MANDATORY_PROXY_CONFIGURATION_FAILED} where the
   *     configuration must have a script and cannot
   * @throws IllegalArgumentException when it is no URL
   */
  CompletableFuture<String> resolveProxy(String url);

  /**
   * As {@link #resolveProxy}, with the reasons: which rule, which script and what it said, what is
   * wrong, which proxies failed lately.
   *
   * @throws IllegalArgumentException when it is no URL
   */
  CompletableFuture<ProxyExplanation> explainProxy(String url);

  /**
   * Reads the settings of the system anew, fetches the script anew, and forgets which proxies
   * failed. Requests that need the script wait for it. Done when that is done.
   */
  CompletableFuture<Void> forceReloadProxyConfig();

  /** As {@link #fetch(Request)}, with the GET method. */
  CompletableFuture<Response> fetch(String url);

  /** As {@link #fetch(Request)}. */
  CompletableFuture<Response> fetch(String url, RequestInit init);

  /**
   * Fetches by the Fetch standard, as far as it applies outside a page: no CORS, no service worker.
   * By default the session's cookies are sent and kept ({@code credentials} is {@code same-origin},
   * which without an {@code Origin} header is {@code include}, as in Electron).
   *
   * @return the response, as soon as its head is there, whatever its status. Fails with a {@link
   *     dev.valence.net.NetException}, an {@link IllegalArgumentException} for a URL that cannot be
   *     fetched, or the reason of the request's signal. Cancelling the future ends the request.
   */
  CompletableFuture<Response> fetch(Request request);

  /** As {@link #fetch(Request)}; the options win over those of the request. */
  CompletableFuture<Response> fetch(Request request, RequestInit init);

  /** As {@link #downloadURL(String, DownloadOptions)}, with the defaults. */
  DownloadItem downloadURL(String url);

  /**
   * Downloads a file. The request goes the way of every request of this session: cookies, proxies,
   * logins and what else it has. No page is involved, so no origin is checked.
   *
   * @return the item that {@link #WILL_DOWNLOAD} will bring
   * @throws IllegalArgumentException when it is no URL that can be downloaded
   */
  DownloadItem downloadURL(String url, DownloadOptions options);

  /**
   * Where downloads go that nobody has found another place for. By default the user's folder for
   * downloads.
   *
   * @throws IllegalArgumentException when it is not absolute
   */
  void setDownloadPath(Path path);

  /**
   * Makes an item of a download that broke off in another life; {@link #WILL_DOWNLOAD} brings it.
   * It is interrupted, and transfers nothing before {@link DownloadItem#resume}. A persistent
   * session does this by itself: see {@link #downloads}.
   */
  DownloadItem createInterruptedDownload(InterruptedDownloadOptions options);

  /** The downloads of this session, of earlier lives, too. */
  Downloads downloads();

  /** As {@link #webSocket(String, WebSocketOptions)}, without options. */
  WebSocket webSocket(String url);

  /**
   * Makes a WebSocket on this session's network; as {@link Net#webSocket(String,
   * WebSocketOptions)}.
   *
   * @throws IllegalArgumentException when the options name another session or a partition
   */
  WebSocket webSocket(String url, WebSocketOptions options);

  /**
   * Opens a WebSocket on this session's network; as {@link Net#webSocketStream}.
   *
   * @throws IllegalArgumentException when the options name another session or a partition
   */
  CompletableFuture<WebSocketStream> webSocketStream(String url, WebSocketOptions options);

  /** As {@link #newWebSocketBuilder(WebSocketOptions)}, with the defaults. */
  java.net.http.WebSocket.Builder newWebSocketBuilder();

  /**
   * A builder of {@code java.net.http}'s WebSockets on this session's network, as {@link
   * java.net.http.HttpClient#newWebSocketBuilder}, so that existing code runs on a session. Not in
   * Electron.
   *
   * <p>Listeners are called on worker threads and may block. They get whole messages: {@code last}
   * is always true. Where the JDK leaves room, this does as its own client; failures are {@link
   * dev.valence.net.NetException}s, which are {@code IOException}s.
   *
   * @param options what {@code java.net.http} has no words for: cookies, compression, limits. Their
   *     {@code closeTimeout} does not count, as the contract has none; header fields and
   *     subprotocols are where the builder begins
   * @throws IllegalArgumentException when the options name another session or a partition, or have
   *     listeners
   */
  java.net.http.WebSocket.Builder newWebSocketBuilder(WebSocketOptions options);

  @Override
  <L> Session on(EventType<L> type, L listener);

  @Override
  <L> Session once(EventType<L> type, L listener);

  @Override
  <L> Session off(EventType<L> type, L listener);
}
