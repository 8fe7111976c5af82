package dev.valence.net.internal.pool;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.Timeouts;
import dev.valence.net.internal.dns.Endpoints;
import dev.valence.net.internal.exchange.HttpConnection;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.netlog.SocketRecord;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Makes one connection: name, TCP, TLS, protocol. Confined to the network thread. */
final class ConnectJob implements AddressRace.Outcome {
  /** Hears the outcome, once. */
  interface Outcome {
    /**
     * The name is known. True when a connection of another host serves this one, too (RFC 9113
     * §9.1.1): then the job is over without another outcome.
     */
    boolean onResolved(ConnectJob job, List<InetSocketAddress> addresses);

    void onConnected(ConnectJob job, HttpConnection connection, Channel channel);

    void onFailed(ConnectJob job, NetException error);
  }

  private enum State {
    IDLE,
    RESOLVING,
    CONNECTING,
    NEGOTIATING,
    DONE
  }

  private final Connector connector;
  private final PoolKey key;
  private boolean offerHttp2;
  private final Timeouts timeouts;
  private final Outcome outcome;
  private final NetLogWithSource log;
  private State state = State.IDLE;
  private long lookUpBegan;
  private long lookUpEnded;
  private @Nullable CompletableFuture<Endpoints> lookup;
  private @Nullable AddressRace race;
  private @Nullable Channel channel;

  ConnectJob(
      Connector connector, PoolKey key, boolean offerHttp2, Timeouts timeouts, Outcome outcome) {
    this.connector = connector;
    this.key = key;
    this.offerHttp2 = offerHttp2;
    this.timeouts = timeouts;
    this.outcome = outcome;
    this.log =
        connector
            .netLog()
            .newSource(
                key.secure()
                    ? NetLogSourceType.SSL_CONNECT_JOB
                    : NetLogSourceType.TRANSPORT_CONNECT_JOB);
  }

  void start() {
    state = State.RESOLVING;
    lookUpBegan = System.nanoTime();
    if (log.isCapturing()) {
      log.begin(NetLogEventType.CONNECT_JOB, fields -> fields.put("group_id", key.toString()));
      log.begin(
          NetLogEventType.HOST_RESOLVER_MANAGER_REQUEST,
          fields -> fields.put("host", key.toString()));
    }
    var pending = connector.resolver().resolve(key.bareHost(), key.port(), key.secure());
    lookup = pending;
    pending.whenComplete(
        (endpoints, failure) -> {
          if (connector.loop().inEventLoop()) {
            onResolved(endpoints, failure);
          } else {
            connector.loop().execute(() -> onResolved(endpoints, failure));
          }
        });
  }

  /** Gives up; no outcome follows. */
  void cancel() {
    if (state == State.DONE) {
      return;
    }
    state = State.DONE;
    if (log.isCapturing()) {
      log.event(NetLogEventType.CANCELLED);
      log.end(NetLogEventType.CONNECT_JOB);
    }
    if (lookup != null) {
      lookup.cancel(false);
    }
    if (race != null) {
      race.cancel();
    }
    if (channel != null) {
      channel.close();
    }
  }

  private void onResolved(@Nullable Endpoints endpoints, @Nullable Throwable failure) {
    if (state != State.RESOLVING) {
      return;
    }
    lookUpEnded = System.nanoTime();
    if (endpoints == null) {
      NetException error = toNetException(failure);
      log.endWithError(NetLogEventType.HOST_RESOLVER_MANAGER_REQUEST, error);
      fail(error);
      return;
    }
    log.end(NetLogEventType.HOST_RESOLVER_MANAGER_REQUEST);
    List<InetSocketAddress> addresses = endpoints.addresses();
    offerHttp2 &= endpoints.mayOfferHttp2() || !key.secure();
    if (offerHttp2 && outcome.onResolved(this, addresses)) {
      state = State.DONE;
      if (log.isCapturing()) {
        log.event(NetLogEventType.HTTP_STREAM_JOB_HTTP2_SESSION_AVAILABLE);
        log.end(NetLogEventType.CONNECT_JOB);
      }
      return;
    }
    state = State.CONNECTING;
    race =
        new AddressRace(
            connector.bootstrap(),
            connector.loop(),
            addresses,
            endpoints.race(),
            timeouts.connect(),
            this);
    race.start();
  }

  @Override
  public void onConnected(Channel connected) {
    if (state != State.CONNECTING) {
      connected.close();
      return;
    }
    channel = connected;
    SocketRecord socket = SocketRecord.of(connected);
    if (socket != null) {
      socket.lookedUp(lookUpBegan, lookUpEnded);
      socket.connected();
      log.bind(NetLogEventType.CONNECT_JOB_SET_SOCKET, socket.log());
      SocketRecord.follow(connected);
    }
    state = State.NEGOTIATING;
    connector.negotiate(
        connected,
        key,
        offerHttp2,
        timeouts.tls(),
        new Connector.Negotiated() {
          @Override
          public void onReady(HttpConnection connection) {
            if (state == State.NEGOTIATING) {
              state = State.DONE;
              log.end(NetLogEventType.CONNECT_JOB);
              outcome.onConnected(ConnectJob.this, connection, connected);
            } else {
              connection.close(new NetException(NetError.ABORTED));
            }
          }

          @Override
          public void onFailed(NetException error) {
            connected.close();
            fail(error);
          }
        });
  }

  @Override
  public void onFailed(NetException error) {
    fail(error);
  }

  @Override
  public NetLogWithSource log() {
    return log;
  }

  private void fail(NetException error) {
    if (state != State.DONE) {
      state = State.DONE;
      log.endWithError(NetLogEventType.CONNECT_JOB, error);
      outcome.onFailed(this, error);
    }
  }

  private static NetException toNetException(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    return cause instanceof NetException error
        ? error
        : new NetException(NetError.NAME_RESOLUTION_FAILED, cause);
  }
}
