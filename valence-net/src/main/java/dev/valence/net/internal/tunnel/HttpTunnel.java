package dev.valence.net.internal.tunnel;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.NetTimeoutException;
import dev.valence.net.ResponseHead;
import dev.valence.net.Timeouts;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.ExchangeListener;
import dev.valence.net.internal.exchange.OutgoingRequest;
import dev.valence.net.internal.http1.Http1Connection;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.proxy.ProxyServer;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * CONNECT (RFC 9110 §9.3.6): the proxy answers 2xx, and the connection leads to the origin. What
 * else it answers is dropped, as nobody but the proxy vouches for it (Chromium's {@code
 * HttpProxyClientSocket}).
 */
public final class HttpTunnel implements Tunnel, ExchangeListener, BodySink {
  /** The body of a refusal is read this far to keep the connection for the next try. */
  static final int MOST_DRAINED_BYTES = 64 * 1024;

  /** A proxy that is content with nothing is given up. */
  static final int MOST_ROUNDS = 32;

  private enum State {
    /** The login makes up its answer. */
    AUTHORIZING,
    /** CONNECT is sent. */
    ASKING,
    /** The login ponders over the challenge, and its body is read. */
    CHALLENGED,
    OVER
  }

  private final Http1Connection connection;
  private final ProxyServer proxy;
  private final String target;
  private final String userAgent;
  private final Timeouts timeouts;
  private final NetLogWithSource log;
  private final Outcome outcome;
  private State state = State.AUTHORIZING;
  private @Nullable TunnelLogin login;
  private @Nullable BodyStream refusal;
  private boolean loginDue;
  private boolean mayRepeat;
  private boolean drained;
  private int drainedBytes;
  private int rounds;

  /**
   * A tunnel to be.
   *
   * @param connection to the proxy
   * @param target {@code host:port}
   * @param limit of each answer of the proxy
   */
  public HttpTunnel(
      Http1Connection connection,
      ProxyServer proxy,
      String target,
      String userAgent,
      Timeouts limit,
      NetLogWithSource log,
      Outcome outcome) {
    this.connection = connection;
    this.proxy = proxy;
    this.target = target;
    this.userAgent = userAgent;
    // A proxy that does not answer has not connected.
    this.timeouts = new Timeouts(limit.connect(), limit.tls(), limit.connect(), limit.connect());
    this.log = log;
    this.outcome = outcome;
  }

  @Override
  public void open() {
    state = State.AUTHORIZING;
    TunnelLogin asked = login();
    if (asked == null) {
      ask(null);
      return;
    }
    loginDue = true;
    asked.authorization(
        "CONNECT",
        target,
        value -> {
          if (state == State.AUTHORIZING) {
            loginDue = false;
            ask(value);
          }
        });
  }

  private @Nullable TunnelLogin login() {
    if (login == null) {
      login = outcome.login();
    }
    return login;
  }

  private void ask(@Nullable String authorization) {
    if (!connection.isAvailable()) {
      // The proxy closed it while the login pondered.
      reconnect();
      return;
    }
    state = State.ASKING;
    HeaderList headers = new HeaderList(4);
    if (!userAgent.isEmpty()) {
      headers.add("User-Agent", userAgent);
    }
    if (authorization != null) {
      headers.add("Proxy-Authorization", authorization);
    }
    log.begin(NetLogEventType.HTTP_TRANSACTION_TUNNEL_SEND_REQUEST);
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.HTTP_TRANSACTION_SEND_TUNNEL_HEADERS,
          fields -> fields.headers("headers", "CONNECT " + target + " HTTP/1.1", headers));
    }
    connection.start(
        new OutgoingRequest("CONNECT", "http", target, target, headers, null, false, timeouts),
        this);
    if (state == State.ASKING) {
      log.end(NetLogEventType.HTTP_TRANSACTION_TUNNEL_SEND_REQUEST);
      log.begin(NetLogEventType.HTTP_TRANSACTION_TUNNEL_READ_HEADERS);
    }
  }

  @Override
  public void onInformational(int status, HeaderList headers) {
    // Passed over; the connection bounds their number.
  }

  @Override
  public void onUploadProgress(long sent, long total) {
    // CONNECT has no body.
  }

  @Override
  public void onResponse(ResponseHead head, BodyStream body) {
    if (state != State.ASKING) {
      body.cancel();
      return;
    }
    log.end(NetLogEventType.HTTP_TRANSACTION_TUNNEL_READ_HEADERS);
    if (log.isCapturing()) {
      log.event(
          NetLogEventType.HTTP_TRANSACTION_READ_TUNNEL_RESPONSE_HEADERS,
          fields ->
              fields.headers(
                  "headers", "HTTP/1.1 " + head.status() + " " + head.reason(), head.headers()));
    }
    if (head.status() / 100 == 2) {
      body.cancel();
      opened();
    } else if (head.status() == 407) {
      challenged(head, body);
    } else {
      body.cancel();
      fail(ConnectRefusals.refused(proxy, target, head));
    }
  }

  private void opened() {
    if (connection.isAvailable()) {
      state = State.OVER;
      connection.detach();
      outcome.onOpen();
    } else {
      // Bytes behind the head are none of the origin's: over TLS and HTTP the client speaks first.
      fail(ConnectRefusals.unexpectedBytes(proxy, target));
    }
  }

  private void challenged(ResponseHead head, BodyStream body) {
    TunnelLogin asked = login();
    if (asked == null || ++rounds > MOST_ROUNDS) {
      body.cancel();
      fail(ConnectRefusals.wantsLogin(proxy, target, head));
      return;
    }
    state = State.CHALLENGED;
    mayRepeat = false;
    drained = false;
    drainedBytes = 0;
    refusal = body;
    loginDue = true;
    body.subscribe(this);
    asked.challenged(
        head,
        verdict -> {
          if (state != State.CHALLENGED || !loginDue) {
            return;
          }
          loginDue = false;
          if (verdict == TunnelLogin.Verdict.REPEAT) {
            mayRepeat = true;
            repeatWhenDrained();
          } else {
            body.cancel();
            fail(ConnectRefusals.wantsLogin(proxy, target, head));
          }
        });
  }

  private void repeatWhenDrained() {
    if (mayRepeat && drained) {
      if (connection.isAvailable()) {
        open();
      } else {
        reconnect();
      }
    }
  }

  @Override
  public void onData(ByteBuf chunk) {
    drainedBytes += chunk.readableBytes();
    chunk.release();
    BodyStream body = refusal;
    if (drainedBytes > MOST_DRAINED_BYTES && body != null && !drained) {
      // This closes the connection: the next try takes a new one.
      body.cancel();
      onDrained();
    }
  }

  @Override
  public void onEnd(HeaderList trailers) {
    onDrained();
  }

  @Override
  public void onError(NetException error) {
    onDrained();
  }

  private void onDrained() {
    if (state == State.CHALLENGED && !drained) {
      drained = true;
      repeatWhenDrained();
    }
  }

  @Override
  public void onFailed(NetException error, boolean untouched) {
    if (state != State.ASKING) {
      return;
    }
    log.endWithError(NetLogEventType.HTTP_TRANSACTION_TUNNEL_READ_HEADERS, error);
    if (untouched && rounds > 0) {
      // Kept after a challenge, and closed by the proxy before it heard more.
      reconnect();
    } else if (error instanceof NetTimeoutException) {
      fail(new NetTimeoutException(NetTimeoutException.Phase.TUNNEL, timeouts.connect()));
    } else {
      fail(ConnectRefusals.noAnswer(proxy, target, error));
    }
  }

  private void reconnect() {
    state = State.OVER;
    if (login != null) {
      login.onNewConnection();
    }
    outcome.onReconnect();
  }

  private void fail(NetException error) {
    state = State.OVER;
    outcome.onFailed(error, Leg.ROUTE);
  }

  /** Whether somebody is asked right now who the user is. */
  public boolean awaits(TunnelLogin asked) {
    return loginDue && login == asked;
  }

  @Override
  public void cancel() {
    if (state != State.OVER) {
      state = State.OVER;
      if (loginDue && login != null) {
        loginDue = false;
        login.cancel();
      }
    }
  }
}
