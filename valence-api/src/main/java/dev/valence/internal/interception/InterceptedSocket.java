package dev.valence.internal.interception;

import dev.valence.event.dispatch.EventThread;
import dev.valence.interception.InterceptedWebSocket;
import dev.valence.interception.Interceptor;
import dev.valence.interception.MessageDetails;
import dev.valence.interception.MessageDirection;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkContext;
import dev.valence.net.NetworkRequest;
import dev.valence.net.ResponseHead;
import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.LoginDecision;
import dev.valence.net.url.Url;
import dev.valence.net.websocket.WebSocketListener;
import dev.valence.net.websocket.WebSocketSettings;
import dev.valence.net.websocket.WebSocketTransport;
import dev.valence.websocket.WebSocketMessage;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a WebSocket of the program and the network while somebody wants its messages:
 * the program takes it for the transport, the transport for the program.
 *
 * <p>Each direction is a {@link MessageLane}: a message waits for the answers about the one before.
 * Received messages count as not taken meanwhile, so that the server is slowed down; sent ones as
 * not sent. The ends of both directions stand in line, too, unless the program or the session ends
 * the connection, or an interceptor fails: then nothing waits any more.
 */
final class InterceptedSocket
    implements WebSocketTransport, WebSocketListener, InterceptedWebSocket {
  /**
   * What is around a WebSocket.
   *
   * @param workers where futures are completed
   */
  record Surroundings(
      InterceptorsImpl interceptors,
      EventThread events,
      Executor workers,
      NetworkContext context) {}

  private final Surroundings around;
  private final Url url;
  private final WebSocketListener listener;
  private final CompletableFuture<WebSocketTransport> transport = new CompletableFuture<>();
  private final SentLane sending;
  private final ReceivedLane receiving;
  private volatile String protocol = "";
  private volatile @Nullable NetException failure;
  private volatile boolean over;

  private InterceptedSocket(
      Surroundings around, Url url, int maxMessageBytes, WebSocketListener listener) {
    this.around = around;
    this.url = url;
    this.listener = listener;
    this.sending = new SentLane(this, maxMessageBytes, listener::onSent);
    this.receiving = new ReceivedLane(this, listener);
  }

  static WebSocketTransport open(
      Surroundings around,
      NetworkRequest request,
      List<String> protocols,
      WebSocketSettings settings,
      WebSocketListener listener) {
    InterceptedSocket socket =
        new InterceptedSocket(around, request.url(), settings.maxMessageBytes(), listener);
    socket.transport.complete(around.context().openWebSocket(request, protocols, settings, socket));
    around.interceptors().remember(socket);
    if (socket.over) {
      around.interceptors().forget(socket);
    }
    return socket;
  }

  /** The network may speak before the call that made the transport has returned. */
  WebSocketTransport transport() {
    return transport.join();
  }

  /** Fails now, whatever waits. */
  void fail(NetException reason) {
    failure = reason;
    endNow();
    transport().abort(reason);
  }

  /** Nothing waits any more. */
  private void endNow() {
    sending.close();
    receiving.close();
  }

  /** Asks about a message; {@code then} takes what is left of it. */
  void ask(
      MessageDirection direction, WebSocketMessage message, Consumer<List<WebSocketMessage>> then) {
    List<Interceptor> asked = around.interceptors().ofMessages(url);
    if (direction == MessageDirection.RECEIVED && asked.size() > 1) {
      Collections.reverse(asked);
    }
    new MessageChain(
            around.context().loop(), around.events(), this, direction, asked, then, this::fail)
        .start(message);
  }

  void observe(MessageDirection direction, WebSocketMessage message) {
    around.interceptors().tell(url, () -> new MessageDetails(url.href(), direction, message));
  }

  /** Why something cannot be sent or delivered any more. */
  NetException ended() {
    NetException why = failure;
    return why != null
        ? why
        : new NetException(NetError.CONNECTION_CLOSED, "the WebSocket was closed before", null);
  }

  // ---- What the program does

  @Override
  public void sendPart(
      boolean text, byte[] payload, boolean last, Consumer<@Nullable NetException> done) {
    sending.add(text, payload, last, done);
  }

  @Override
  public void ping(byte[] payload, Consumer<@Nullable NetException> done) {
    transport().ping(payload, done);
  }

  @Override
  public void pong(byte[] payload, Consumer<@Nullable NetException> done) {
    transport().pong(payload, done);
  }

  @Override
  public void close(int code, String reason, Consumer<@Nullable NetException> done) {
    sending.goodbye(code, reason, done);
  }

  @Override
  public void abort(NetException reason) {
    endNow();
    transport().abort(reason);
  }

  @Override
  public void consumed(int payloadBytes) {
    receiving.taken();
  }

  // ---- What the network says

  @Override
  public boolean onLogin(AuthChallenge challenge, LoginDecision decision) {
    return listener.onLogin(challenge, decision);
  }

  @Override
  public void onResponse(ResponseHead head) {
    listener.onResponse(head);
  }

  @Override
  public void onOpen(String chosenProtocol, String extensions) {
    protocol = chosenProtocol;
    List<Interceptor> hearing = around.interceptors().ofWebSockets(url);
    if (!hearing.isEmpty()) {
      // Nothing passes before they have heard of it.
      CompletableFuture<Void> told = new CompletableFuture<>();
      sending.waitFor(told);
      receiving.waitFor(told);
      around
          .events()
          .execute(
              () -> {
                hearing.forEach(this::tell);
                told.complete(null);
              });
    }
    listener.onOpen(chosenProtocol, extensions);
  }

  private void tell(Interceptor interceptor) {
    Consumer<InterceptedWebSocket> hears = interceptor.webSocket();
    if (hears == null) {
      return;
    }
    try {
      hears.accept(this);
    } catch (RuntimeException | Error e) {
      around.events().report("an interceptor", e);
      fail(new NetException(NetError.FAILED, "an interceptor failed", e));
    }
  }

  @Override
  public void onMessage(boolean text, byte[] payload) {
    receiving.add(text, payload);
  }

  @Override
  public boolean onPing(byte[] payload) {
    return receiving.control(payload, () -> listener.onPing(payload));
  }

  @Override
  public boolean onPong(byte[] payload) {
    return receiving.control(payload, () -> listener.onPong(payload));
  }

  /** What was sent is told message by message; see {@link SentMessages}. */
  @Override
  public void onSent(int bytes) {}

  @Override
  public boolean answersGoodbye() {
    return listener.answersGoodbye();
  }

  @Override
  public void onGoodbye(int code, String reason) {
    receiving.goodbye(code, reason);
  }

  @Override
  public void onClosed(int code, String reason, @Nullable NetException why) {
    if (why != null && isByThisSide(why)) {
      receiving.close();
    }
    sending.close();
    receiving.end(() -> end(code, reason, why));
  }

  private static boolean isByThisSide(NetException why) {
    return why.error() == NetError.ABORTED || why.error() == NetError.CONTEXT_SHUT_DOWN;
  }

  /** The failure of an interceptor is the end, whatever the network says. */
  private void end(int code, String reason, @Nullable NetException why) {
    NetException own = failure;
    around.interceptors().forget(this);
    over = true;
    endNow();
    receiving.lost(own != null || why == null ? ended() : why);
    if (own == null) {
      listener.onClosed(code, reason, why);
    } else {
      listener.onClosed(ABNORMAL, "", own);
    }
  }

  // ---- For interceptors

  @Override
  public String url() {
    return url.href();
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public CompletableFuture<Void> send(WebSocketMessage message) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    sending.inject(message, settles(done));
    return done;
  }

  @Override
  public CompletableFuture<Void> deliver(WebSocketMessage message) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    receiving.inject(message, settles(done));
    return done;
  }

  private Consumer<@Nullable NetException> settles(CompletableFuture<Void> done) {
    return why ->
        around
            .workers()
            .execute(
                () -> {
                  if (why == null) {
                    done.complete(null);
                  } else {
                    done.completeExceptionally(why);
                  }
                });
  }

  @Override
  public String toString() {
    return "InterceptedWebSocket[" + url.withoutCredentials() + "]";
  }
}
