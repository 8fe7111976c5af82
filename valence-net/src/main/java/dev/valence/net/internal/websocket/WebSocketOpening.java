package dev.valence.net.internal.websocket;

import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkDelegate;
import dev.valence.net.NetworkRequest;
import dev.valence.net.ResponseHead;
import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.LoginDecision;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.UpgradedBody;
import dev.valence.net.internal.road.Road;
import dev.valence.net.internal.road.RoadCall;
import dev.valence.net.internal.websocket.WebSocketHandshake.Agreement;
import dev.valence.net.url.Url;
import dev.valence.net.websocket.WebSocketListener;
import dev.valence.net.websocket.WebSocketSettings;
import dev.valence.net.websocket.WebSocketTransport;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket from the first step of its handshake on: a request on the road, then the connection
 * that it leaves behind. What is called from other threads crosses here, in order.
 */
public final class WebSocketOpening implements NetworkDelegate, WebSocketTransport {
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * A call of another thread.
   *
   * @param done hears of it when it cannot be run any more
   */
  private record Order(Consumer<@Nullable NetException> done, Runnable step) {}

  private final Road road;
  private final EventLoop loop;
  private final WebSocketSettings settings;
  private final WebSocketListener listener;
  private final WebSocketHandshake handshake;
  private final ConcurrentLinkedQueue<Order> orders = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean ordersAnnounced = new AtomicBoolean();
  private final ReadAhead readAhead = new ReadAhead();
  private final Consumer<NetException> aborted = this::abortNow;

  // On the network thread only.
  private @Nullable RoadCall call;
  private @Nullable WebSocketConnection connection;
  private boolean over;

  private WebSocketOpening(
      Road road,
      EventLoop loop,
      List<String> protocols,
      WebSocketSettings settings,
      WebSocketListener listener) {
    this.road = road;
    this.loop = loop;
    this.settings = settings;
    this.listener = listener;
    this.handshake = WebSocketHandshake.begin(RANDOM, protocols, settings.compression());
  }

  /** Sends the handshake on its way. */
  public static WebSocketTransport start(
      Road road,
      EventLoop loop,
      NetworkRequest request,
      List<String> protocols,
      WebSocketSettings settings,
      WebSocketListener listener) {
    WebSocketOpening opening = new WebSocketOpening(road, loop, protocols, settings, listener);
    HeaderList headers = request.headers().copy();
    opening.handshake.addTo(headers);
    NetworkRequest complete = request.withHeaders(headers);
    loop.execute(() -> opening.call = road.start(complete, opening));
    return opening;
  }

  // ---- The handshake

  @Override
  public boolean onLogin(AuthChallenge challenge, LoginDecision decision) {
    return listener.onLogin(challenge, decision);
  }

  @Override
  public void onResponse(ResponseHead head, List<Url> urls, BodyStream body) {
    RoadCall request = call;
    if (over || request == null) {
      body.cancel();
      return;
    }
    listener.onResponse(head);
    Agreement agreement;
    UpgradedBody upgraded;
    try {
      agreement = handshake.check(head);
      if (!(body instanceof UpgradedBody stream)) {
        throw new NetException(
            NetError.INVALID_RESPONSE,
            "something stands between the WebSocket and its server",
            null);
      }
      upgraded = stream;
    } catch (NetException e) {
      body.cancel();
      onFailed(e);
      return;
    }
    WebSocketConnection opened =
        new WebSocketConnection(
            listener,
            settings,
            agreement.compression(),
            new FrameLog(request.log()),
            readAhead,
            () -> {
              over = true;
              road.forgetUpgraded(aborted);
            });
    connection = opened;
    road.rememberUpgraded(aborted);
    listener.onOpen(agreement.protocol(), agreement.extensions());
    upgraded.take(opened);
  }

  @Override
  public void onFailed(NetException error) {
    if (!over) {
      over = true;
      if (call != null && error.error() != NetError.ABORTED) {
        new FrameLog(call.log()).upgradeFailed(error);
      }
      listener.onClosed(ABNORMAL, "", error);
    }
  }

  // ---- The calls of other threads

  @Override
  public void sendPart(
      boolean text, byte[] payload, boolean last, Consumer<@Nullable NetException> done) {
    order(
        done,
        () -> {
          if (connection != null) {
            connection.send(text, payload, last, done);
          } else {
            done.accept(WebSocketConnection.closed());
          }
        });
  }

  @Override
  public void ping(byte[] payload, Consumer<@Nullable NetException> done) {
    control(Opcode.PING, payload, done);
  }

  @Override
  public void pong(byte[] payload, Consumer<@Nullable NetException> done) {
    control(Opcode.PONG, payload, done);
  }

  private void control(Opcode opcode, byte[] payload, Consumer<@Nullable NetException> done) {
    order(
        done,
        () -> {
          if (connection != null) {
            connection.sendControl(opcode, payload, done);
          } else {
            done.accept(WebSocketConnection.closed());
          }
        });
  }

  @Override
  public void close(int code, String reason, Consumer<@Nullable NetException> done) {
    order(
        done,
        () -> {
          if (connection != null) {
            connection.close(code, reason, done);
          } else {
            NetException early =
                new NetException(
                    NetError.ABORTED,
                    "WebSocket is closed before the connection is established",
                    null);
            abortNow(early);
            done.accept(early);
          }
        });
  }

  @Override
  public void abort(NetException reason) {
    order(UNHEARD, () -> abortNow(reason));
  }

  @Override
  public void consumed(int payloadBytes) {
    if (readAhead.taken(payloadBytes)) {
      order(
          UNHEARD,
          () -> {
            if (connection != null) {
              connection.readOn();
            }
          });
    }
  }

  private void abortNow(NetException reason) {
    if (connection != null) {
      connection.abort(reason);
    } else if (call != null) {
      call.cancel(reason);
    }
  }

  /** Many small calls become one task of the network thread. */
  private void order(Consumer<@Nullable NetException> done, Runnable step) {
    orders.add(new Order(done, step));
    if (ordersAnnounced.compareAndSet(false, true)) {
      try {
        loop.execute(this::runOrders);
      } catch (RejectedExecutionException ended) {
        // The network has ended, and told the listener so.
        ordersAnnounced.set(false);
        for (Order order = orders.poll(); order != null; order = orders.poll()) {
          order.done().accept(new NetException(NetError.CONTEXT_SHUT_DOWN));
        }
      }
    }
  }

  private void runOrders() {
    ordersAnnounced.set(false);
    for (Order order = orders.poll(); order != null; order = orders.poll()) {
      order.step().run();
    }
    if (connection != null) {
      connection.flush();
    }
  }
}
