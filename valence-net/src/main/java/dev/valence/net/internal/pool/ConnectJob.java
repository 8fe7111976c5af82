package dev.valence.net.internal.pool;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.Timeouts;
import dev.valence.net.internal.dns.Endpoints;
import dev.valence.net.internal.exchange.HttpConnection;
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
  private State state = State.IDLE;
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
  }

  void start() {
    state = State.RESOLVING;
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
    if (endpoints == null) {
      fail(toNetException(failure));
      return;
    }
    List<InetSocketAddress> addresses = endpoints.addresses();
    offerHttp2 &= endpoints.mayOfferHttp2() || !key.secure();
    if (offerHttp2 && outcome.onResolved(this, addresses)) {
      state = State.DONE;
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

  private void fail(NetException error) {
    if (state != State.DONE) {
      state = State.DONE;
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
