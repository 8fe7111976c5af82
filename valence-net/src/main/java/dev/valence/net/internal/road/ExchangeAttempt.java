package dev.valence.net.internal.road;

import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.RequestObserver;
import dev.valence.net.ResponseHead;
import dev.valence.net.Timeouts;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RequestPriority;
import dev.valence.net.internal.exchange.Exchange;
import dev.valence.net.internal.exchange.ExchangeListener;
import dev.valence.net.internal.exchange.HttpConnection;
import dev.valence.net.internal.exchange.OutgoingRequest;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.netlog.SocketRecord;
import dev.valence.net.internal.pool.ConnectionLease;
import dev.valence.net.internal.pool.ConnectionPool;
import dev.valence.net.internal.pool.ConnectionWaiter;
import dev.valence.net.internal.pool.PoolKey;
import dev.valence.net.internal.tls.TlsHandshake;
import dev.valence.net.internal.tunnel.Leg;
import dev.valence.net.internal.tunnel.TunnelLogin;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Url;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One hop's exchange: waits for a connection, sends, hears the answer; tries once more where the
 * server never saw the request.
 */
final class ExchangeAttempt implements ConnectionWaiter, ExchangeListener, Pending {
  private enum State {
    WAITING,
    EXCHANGING,
    OVER
  }

  private final Transaction transaction;
  private final ConnectionPool pool;
  private final ExchangeStage stage;
  private @Nullable TunnelLogins tunnelLogin;
  private final Url url;
  private PoolKey key;
  private State state = State.WAITING;
  private @Nullable Exchange exchange;
  private @Nullable ConnectionLease lease;
  private boolean retried;

  ExchangeAttempt(Transaction transaction, ConnectionPool pool, ExchangeStage stage) {
    this.stage = stage;
    this.transaction = transaction;
    this.pool = pool;
    this.url = transaction.url();
    this.key = newKey();
  }

  private PoolKey newKey() {
    return pool.key(url, transaction.proxy(), !transaction.mayLogIn());
  }

  void start() {
    state = State.WAITING;
    key = newKey();
    if (transaction.log().isCapturing()) {
      transaction.log().begin(NetLogEventType.HTTP_STREAM_REQUEST);
      transaction
          .log()
          .begin(
              NetLogEventType.SOCKET_POOL,
              fields -> fields.put("group_id", url.origin().toString()));
    }
    ConnectionLogin login = transaction.loginOrNull();
    if (login != null && login.needsHttp11()) {
      pool.useHttp11Only(key);
    }
    if (login == null || !login.isBound()) {
      pool.acquire(key, this);
    } else if (!login.use(this)) {
      state = State.OVER;
      login.lost();
    }
  }

  @Override
  public boolean wantsAnonymous() {
    return !transaction.request().useAuthentication()
        || url.hasCredentials()
        || transaction.givenHeaders().contains("authorization");
  }

  @Override
  public void onLease(ConnectionLease given) {
    ConnectionLogin login = transaction.loginOrNull();
    if (login != null) {
      lease = given;
      login.onLease(given);
    }
  }

  /** Gives it up; the sink of a body that flows hears of the reason. */
  @Override
  public void cancel(NetException reason) {
    State before = state;
    state = State.OVER;
    if (before == State.WAITING) {
      pool.stopWaiting(key, this);
    } else if (exchange != null) {
      exchange.cancel(reason);
    }
  }

  @Override
  public NetLogWithSource netLog() {
    return transaction.log();
  }

  @Override
  public RequestPriority priority() {
    return transaction.request().priority();
  }

  @Override
  public Timeouts timeouts() {
    return transaction.request().timeouts();
  }

  @Override
  public void onConnection(HttpConnection connection) {
    state = State.EXCHANGING;
    RouteWalk route = transaction.route();
    if (route != null) {
      route.succeeded();
    }
    transaction.certificateError(TlsHandshake.hasCertificateError(connection.channel()));
    SocketRecord socket = SocketRecord.of(connection.channel());
    boolean reused = socket != null && socket.use();
    if (socket != null && transaction.isObserved()) {
      ExchangeLog.connected(transaction, connection, socket, key, reused);
    }
    Intercepted watched = transaction.intercepted();
    if (watched != null) {
      watched.connected(addressOf(connection));
    }
    exchange =
        connection.start(
            new OutgoingRequest(
                transaction.method(),
                url.scheme(),
                authority(url),
                key.speaksToProxy() ? absoluteForm(url) : url.pathAndQuery(),
                transaction.hopHeaders(),
                bodyToSend(),
                transaction.request().chunked(),
                timeouts()),
            this);
  }

  private static @Nullable InetAddress addressOf(HttpConnection connection) {
    return connection.channel().remoteAddress() instanceof InetSocketAddress remote
        ? remote.getAddress()
        : null;
  }

  private @Nullable RequestBody bodyToSend() {
    ConnectionLogin login = transaction.loginOrNull();
    return login != null && login.withholdsBody() ? null : transaction.requestBody();
  }

  @Override
  public @Nullable TunnelLogin tunnelLogin(ProxyServer proxy) {
    TunnelLogins known = tunnelLogin;
    if (known == null || !known.isFor(proxy)) {
      known = stage.tunnelLogin(transaction, proxy);
      tunnelLogin = known;
    }
    return known;
  }

  @Override
  public void onConnectionFailed(NetException error, Leg leg) {
    transaction.log().endWithError(NetLogEventType.SOCKET_POOL, error);
    transaction.log().endWithError(NetLogEventType.HTTP_STREAM_REQUEST, error);
    if (error.error() == NetError.DNS_NAME_HTTPS_ONLY) {
      state = State.OVER;
      transaction.redirectInternally(InternalRedirect.toTls(url), "DNS");
      return;
    }
    RouteWalk route = transaction.route();
    ProxyServer proxy = transaction.proxy();
    if (route != null && transaction.isUnderWay() && route.fallOver(error, leg)) {
      RequestObserver observer = transaction.observer();
      if (observer != null) {
        observer.onProxyFailed(proxy, error);
      }
      // The next proxy does not get the login of this one.
      transaction.hopHeaders().remove("proxy-authorization");
      start();
    } else {
      state = State.OVER;
      transaction.fail(error);
    }
  }

  @Override
  public boolean observes() {
    return transaction.isObserved();
  }

  @Override
  public void onRequestHead(String line, HeaderList fields) {
    ExchangeLog.headSent(transaction, line, fields);
  }

  @Override
  public void onUpload(ByteBuf piece) {
    RequestObserver observer = transaction.observer();
    if (observer != null) {
      observer.onUpload(piece);
    }
  }

  @Override
  public void onRequestSent() {
    if (transaction.isObserved()) {
      ExchangeLog.sent(transaction);
    }
  }

  @Override
  public void onInformational(int status, HeaderList headers) {
    if (state == State.EXCHANGING) {
      transaction.delegate().onInformational(status, headers);
    }
  }

  @Override
  public void onUploadProgress(long sent, long total) {
    if (state == State.EXCHANGING) {
      transaction.delegate().onUploadProgress(sent, total);
    }
  }

  @Override
  public void onResponse(ResponseHead head, BodyStream body) {
    if (state == State.OVER) {
      body.cancel();
      return;
    }
    if (transaction.log().isCapturing()) {
      ExchangeLog.headReceived(transaction, head);
    }
    ConnectionLogin login = transaction.loginOrNull();
    if (login == null) {
      transaction.respond(head, body);
      return;
    }
    login.onResponse();
    boolean asks = head.status() == 401 || head.status() == 407;
    if (!asks) {
      login.releaseUnlessBound(lease);
    }
    transaction.respond(head, body);
    login.releaseUnlessBound(lease);
  }

  @Override
  public void onFailed(NetException error, boolean untouched) {
    if (state != State.EXCHANGING) {
      return;
    }
    ConnectionLogin login = transaction.loginOrNull();
    if (login != null && login.isBound() && untouched && mayRetry(error, untouched)) {
      // Another connection knows nothing of the login's rounds so far.
      state = State.OVER;
      login.lost();
    } else if (!retried && transaction.isUnderWay() && mayRetry(error, untouched)) {
      retried = true;
      transaction.log().error(NetLogEventType.HTTP_TRANSACTION_RESTART_AFTER_ERROR, error);
      if (error.error() == NetError.HTTP_1_1_REQUIRED) {
        pool.useHttp11Only(key);
      } else {
        pool.distrustIdle(key);
      }
      start();
    } else {
      state = State.OVER;
      transaction.fail(error);
    }
  }

  /**
   * Chromium's {@code HttpNetworkTransaction::ShouldResendRequest}: any method, when a kept
   * connection gave no byte.
   */
  private boolean mayRetry(NetException error, boolean untouched) {
    RequestBody body = transaction.requestBody();
    if (body != null && !body.isReplayable()) {
      return false;
    }
    return switch (error.error()) {
      case HTTP_1_1_REQUIRED -> true;
      case CONNECTION_RESET,
          CONNECTION_CLOSED,
          CONNECTION_ABORTED,
          SOCKET_NOT_CONNECTED,
          EMPTY_RESPONSE,
          HTTP2_PING_FAILED,
          HTTP2_SERVER_REFUSED_STREAM ->
          untouched;
      default -> false;
    };
  }

  /** The request target for a proxy (RFC 9112 §3.2.2): the URL without credentials and fragment. */
  private static String absoluteForm(Url url) {
    return url.scheme() + "://" + authority(url) + url.pathAndQuery();
  }

  private static String authority(Url url) {
    String host = String.valueOf(url.host());
    return url.port() < 0 ? host : host + ":" + url.port();
  }
}
