package dev.valence.net.internal.pool;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.Timeouts;
import dev.valence.net.internal.dns.Endpoints;
import dev.valence.net.internal.exchange.HttpConnection;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.netlog.SocketRecord;
import dev.valence.net.internal.tls.LiveTls;
import dev.valence.net.internal.tunnel.HttpTunnel;
import dev.valence.net.internal.tunnel.Leg;
import dev.valence.net.internal.tunnel.Tunnel;
import dev.valence.net.internal.tunnel.TunnelLogin;
import dev.valence.net.proxy.ProxyScheme;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes one connection: name, TCP, TLS to a proxy, tunnel, TLS to the origin, protocol; each where
 * it is on the way. Confined to the network thread.
 */
final class ConnectJob implements AddressRace.Outcome, Tunnel.Outcome {
  /** Hears the outcome, once. */
  interface Outcome {
    /**
     * The name is known. True when a connection of another host serves this one, too (RFC 9113
     * §9.1.1): then the job is over without another outcome. Not asked of proxies' names.
     */
    boolean onResolved(ConnectJob job, List<InetSocketAddress> addresses);

    /** Who logs in at the proxy of the key, on behalf of a request that waits; null for nobody. */
    @Nullable TunnelLogin login();

    void onConnected(ConnectJob job, HttpConnection connection, Channel channel);

    void onFailed(ConnectJob job, NetException error, Leg leg);
  }

  private enum State {
    IDLE,
    RESOLVING,
    CONNECTING,
    SECURING_PROXY,
    TUNNELLING,
    NEGOTIATING,
    DONE
  }

  /** A proxy that wants a login on a new connection time after time is given up. */
  private static final int MOST_CONNECTIONS = 32;

  private final Connector connector;
  private final PoolKey key;
  private boolean offerHttp2;
  private final Timeouts timeouts;
  private final Outcome outcome;
  private final ConnectLog log;
  private State state = State.IDLE;
  private long lookUpBegan;
  private long lookUpEnded;
  private @Nullable CompletableFuture<Endpoints> lookup;
  private @Nullable AddressRace race;
  private @Nullable Channel channel;
  private @Nullable Tunnel tunnel;
  private int connections;

  ConnectJob(
      Connector connector, PoolKey key, boolean offerHttp2, Timeouts timeouts, Outcome outcome) {
    this.connector = connector;
    this.key = key;
    this.offerHttp2 = offerHttp2;
    this.timeouts = timeouts;
    this.outcome = outcome;
    this.log = new ConnectLog(connector.netLog(), key);
  }

  void start() {
    log.begin();
    connect();
  }

  private void connect() {
    state = State.RESOLVING;
    lookUpBegan = System.nanoTime();
    log.lookUpBegins();
    connections++;
    var pending = connector.resolver().resolve(key.firstHost(), key.firstPort(), key.firstUse());
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
    log.cancelled();
    if (lookup != null) {
      lookup.cancel(false);
    }
    if (race != null) {
      race.cancel();
    }
    if (tunnel != null) {
      tunnel.cancel();
    }
    if (channel != null) {
      channel.close();
    }
  }

  /** Whether it can go on only when this login has answered. */
  boolean awaits(TunnelLogin asked) {
    return tunnel instanceof HttpTunnel http && http.awaits(asked);
  }

  private void onResolved(@Nullable Endpoints endpoints, @Nullable Throwable failure) {
    if (state != State.RESOLVING) {
      return;
    }
    lookUpEnded = System.nanoTime();
    boolean direct = key.proxy().isDirect();
    if (endpoints == null) {
      NetException error = toNetException(failure);
      log.lookUpFailed(error);
      if (direct) {
        fail(error, Leg.LOOKUP);
      } else {
        fail(ProxyErrors.ofConnecting(key.proxy(), error), Leg.ROUTE);
      }
      return;
    }
    log.lookUpEnds();
    List<InetSocketAddress> addresses = endpoints.addresses();
    if (direct) {
      offerHttp2 &= endpoints.mayOfferHttp2() || !key.secure();
    }
    if (offerHttp2 && direct && outcome.onResolved(this, addresses)) {
      state = State.DONE;
      log.shared();
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
      log.source().bind(NetLogEventType.CONNECT_JOB_SET_SOCKET, socket.log());
      SocketRecord.follow(connected);
    }
    if (key.proxy().scheme() == ProxyScheme.HTTPS) {
      secureProxy(connected);
    } else {
      reachOrigin(connected);
    }
  }

  @Override
  public void onFailed(NetException error) {
    boolean direct = key.proxy().isDirect();
    fail(direct ? error : ProxyErrors.ofConnecting(key.proxy(), error), Leg.ROUTE);
  }

  @Override
  public NetLogWithSource log() {
    return log.source();
  }

  private void secureProxy(Channel connected) {
    state = State.SECURING_PROXY;
    connector
        .secure(
            connected,
            new LiveTls.Target(key.firstHost(), key.firstPort(), false, false),
            timeouts.tls())
        .whenComplete(
            (protocol, failure) -> {
              if (state != State.SECURING_PROXY) {
                return;
              }
              if (protocol == null) {
                fail(ProxyErrors.ofTls(key.proxy(), toNetException(failure)), Leg.ROUTE);
              } else {
                reachOrigin(connected);
              }
            });
  }

  private void reachOrigin(Channel connected) {
    if (!key.tunnel() && !key.proxy().scheme().isSocks()) {
      negotiate(connected);
      return;
    }
    state = State.TUNNELLING;
    connector
        .tunnel(connected, key, timeouts, log.source(), this)
        .whenComplete(
            (made, failure) -> {
              if (state != State.TUNNELLING) {
                return;
              }
              if (made == null) {
                fail(toNetException(failure), Leg.LOOKUP);
              } else {
                tunnel = made;
                made.open();
              }
            });
  }

  @Override
  public @Nullable TunnelLogin login() {
    return outcome.login();
  }

  @Override
  public void onOpen() {
    Channel connected = channel;
    if (state == State.TUNNELLING && connected != null) {
      tunnel = null;
      negotiate(connected);
    }
  }

  @Override
  public void onReconnect() {
    if (state != State.TUNNELLING) {
      return;
    }
    tunnel = null;
    if (channel != null) {
      channel.close();
      channel = null;
    }
    if (connections >= MOST_CONNECTIONS) {
      fail(ProxyErrors.endlessLogin(key.proxy()), Leg.ROUTE);
    } else {
      connect();
    }
  }

  @Override
  public void onFailed(NetException error, Leg leg) {
    if (state == State.TUNNELLING) {
      fail(error, leg);
    }
  }

  private void negotiate(Channel connected) {
    state = State.NEGOTIATING;
    connector
        .negotiate(connected, key, offerHttp2, timeouts.tls())
        .whenComplete(
            (connection, failure) -> {
              if (connection == null) {
                fail(toNetException(failure), Leg.ORIGIN);
              } else if (state == State.NEGOTIATING) {
                state = State.DONE;
                log.connected();
                outcome.onConnected(this, connection, connected);
              } else {
                connection.close(new NetException(NetError.ABORTED));
              }
            });
  }

  private void fail(NetException error, Leg leg) {
    if (state == State.DONE) {
      return;
    }
    state = State.DONE;
    if (channel != null) {
      channel.close();
    }
    log.failed(error);
    outcome.onFailed(this, error, leg);
  }

  private static NetException toNetException(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    return cause instanceof NetException error
        ? error
        : new NetException(NetError.NAME_RESOLUTION_FAILED, cause);
  }
}
