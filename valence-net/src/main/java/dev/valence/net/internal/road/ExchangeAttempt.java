package dev.valence.net.internal.road;

import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.Timeouts;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RequestPriority;
import dev.valence.net.internal.exchange.Exchange;
import dev.valence.net.internal.exchange.ExchangeListener;
import dev.valence.net.internal.exchange.HttpConnection;
import dev.valence.net.internal.exchange.OutgoingRequest;
import dev.valence.net.internal.pool.ConnectionPool;
import dev.valence.net.internal.pool.ConnectionWaiter;
import dev.valence.net.url.Url;
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
  private final Url url;
  private State state = State.WAITING;
  private @Nullable Exchange exchange;
  private boolean retried;

  ExchangeAttempt(Transaction transaction, ConnectionPool pool) {
    this.transaction = transaction;
    this.pool = pool;
    this.url = transaction.url();
  }

  void start() {
    state = State.WAITING;
    pool.acquire(url, this);
  }

  /** Gives it up; the sink of a body that flows hears of the reason. */
  @Override
  public void cancel(NetException reason) {
    State before = state;
    state = State.OVER;
    if (before == State.WAITING) {
      pool.stopWaiting(url, this);
    } else if (exchange != null) {
      exchange.cancel(reason);
    }
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
    exchange =
        connection.start(
            new OutgoingRequest(
                transaction.method(),
                url.scheme(),
                authority(url),
                url.pathAndQuery(),
                transaction.hopHeaders(),
                transaction.requestBody(),
                transaction.request().chunked(),
                timeouts()),
            this);
  }

  @Override
  public void onConnectionFailed(NetException error) {
    state = State.OVER;
    transaction.fail(error);
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
    transaction.respond(head, body);
  }

  @Override
  public void onFailed(NetException error, boolean untouched) {
    if (state != State.EXCHANGING) {
      return;
    }
    if (!retried && transaction.isUnderWay() && mayRetry(error, untouched)) {
      retried = true;
      if (error.error() == NetError.HTTP_1_1_REQUIRED) {
        pool.useHttp11Only(url);
      } else {
        pool.distrustIdle(url);
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

  private static String authority(Url url) {
    String host = String.valueOf(url.host());
    return url.port() < 0 ? host : host + ":" + url.port();
  }
}
