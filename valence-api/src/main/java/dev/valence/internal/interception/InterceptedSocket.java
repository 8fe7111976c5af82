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
import java.io.ByteArrayOutputStream;
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
  private final int maxMessageBytes;
  private final WebSocketListener listener;
  private final CompletableFuture<WebSocketTransport> transport = new CompletableFuture<>();
  private final MessageLane sending = new MessageLane();
  private final MessageLane receiving = new MessageLane();
  private final SentMessages sent;
  private final TakenMessages taken;
  private volatile String protocol = "";
  private volatile @Nullable NetException failure;
  private volatile boolean over;

  // Guarded by this: the parts of a message that the program sends in parts.
  private @Nullable ByteArrayOutputStream parts;

  private InterceptedSocket(
      Surroundings around, Url url, int maxMessageBytes, WebSocketListener listener) {
    this.around = around;
    this.url = url;
    this.maxMessageBytes = maxMessageBytes;
    this.listener = listener;
    this.sent = new SentMessages(listener::onSent);
    this.taken = new TakenMessages(bytes -> transport().consumed(bytes));
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
  private WebSocketTransport transport() {
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

  private List<Interceptor> asked(MessageDirection direction) {
    List<Interceptor> all = around.interceptors().ofMessages(url);
    if (direction == MessageDirection.RECEIVED && all.size() > 1) {
      Collections.reverse(all);
    }
    return all;
  }

  private void ask(
      MessageDirection direction, WebSocketMessage message, Consumer<List<WebSocketMessage>> then) {
    new MessageChain(
            around.context().loop(),
            around.events(),
            this,
            direction,
            asked(direction),
            then,
            this::fail)
        .start(message);
  }

  private void observe(MessageDirection direction, WebSocketMessage message) {
    around.interceptors().tell(url, () -> new MessageDetails(url.href(), direction, message));
  }

  // ---- From the program to the server

  @Override
  public void sendPart(
      boolean text, byte[] payload, boolean last, Consumer<@Nullable NetException> done) {
    byte[] whole = payload;
    synchronized (this) {
      ByteArrayOutputStream before = parts;
      if (before != null || !last) {
        parts = before == null ? new ByteArrayOutputStream() : before;
        parts.writeBytes(payload);
        if (parts.size() > maxMessageBytes) {
          parts = null;
          done.accept(
              new NetException(
                  NetError.MSG_TOO_BIG,
                  "interceptors get whole messages, and this one has more than "
                      + maxMessageBytes
                      + " bytes",
                  null));
          return;
        }
        if (!last) {
          done.accept(null);
          return;
        }
        whole = parts.toByteArray();
        parts = null;
      }
    }
    send(WebSocketMessage.ofOwned(text, whole), payload.length, false, done);
  }

  private void send(
      WebSocketMessage message, int counted, boolean own, Consumer<@Nullable NetException> done) {
    sending.add(
        new MessageLane.Job() {
          @Override
          public void begin(Runnable next) {
            Consumer<List<WebSocketMessage>> then =
                left -> {
                  if (!sending.isClosed()) {
                    sendNow(left, counted, done);
                  } else {
                    discard();
                  }
                  next.run();
                };
            if (own) {
              then.accept(List.of(message));
            } else {
              ask(MessageDirection.SENT, message, then);
            }
          }

          @Override
          public void discard() {
            done.accept(ended());
          }
        });
  }

  private void sendNow(
      List<WebSocketMessage> messages, int counted, Consumer<@Nullable NetException> done) {
    SentMessages.Entry entry = sent.add(messages.size(), counted, done);
    for (WebSocketMessage message : messages) {
      observe(MessageDirection.SENT, message);
      transport().sendPart(message.isText(), message.bytes(), true, entry);
    }
  }

  private NetException ended() {
    NetException why = failure;
    return why != null
        ? why
        : new NetException(NetError.CONNECTION_CLOSED, "the WebSocket was closed before", null);
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
    sending.add(
        new MessageLane.Job() {
          @Override
          public void begin(Runnable next) {
            transport().close(code, reason, done);
            next.run();
          }

          @Override
          public void discard() {
            done.accept(ended());
          }
        });
  }

  @Override
  public void abort(NetException reason) {
    endNow();
    transport().abort(reason);
  }

  @Override
  public void consumed(int payloadBytes) {
    taken.next();
  }

  // ---- From the server to the program

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
    for (Interceptor interceptor : around.interceptors().ofWebSockets(url)) {
      Consumer<InterceptedWebSocket> hears = interceptor.webSocket();
      if (hears != null) {
        around.events().execute(() -> tell(hears));
      }
    }
    listener.onOpen(chosenProtocol, extensions);
  }

  private void tell(Consumer<InterceptedWebSocket> hears) {
    try {
      hears.accept(this);
    } catch (RuntimeException | Error e) {
      around.events().report("an interceptor", e);
      fail(new NetException(NetError.FAILED, "an interceptor failed", e));
    }
  }

  @Override
  public void onMessage(boolean text, byte[] payload) {
    WebSocketMessage message = WebSocketMessage.ofOwned(text, payload);
    receiving.add(
        next ->
            ask(
                MessageDirection.RECEIVED,
                message,
                left -> {
                  if (!receiving.isClosed()) {
                    taken.delivered(left.size(), payload.length);
                    left.forEach(this::deliverNow);
                  }
                  next.run();
                }));
  }

  private void deliverNow(WebSocketMessage message) {
    observe(MessageDirection.RECEIVED, message);
    listener.onMessage(message.isText(), message.bytes());
  }

  @Override
  public boolean onPing(byte[] payload) {
    return taken.control(payload.length, () -> listener.onPing(payload));
  }

  @Override
  public boolean onPong(byte[] payload) {
    return taken.control(payload.length, () -> listener.onPong(payload));
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
    receiving.add(
        next -> {
          listener.onGoodbye(code, reason);
          next.run();
        });
  }

  @Override
  public void onClosed(int code, String reason, @Nullable NetException why) {
    NetException own = failure;
    if (own != null || (why != null && isByThisSide(why))) {
      end(ABNORMAL, "", own != null ? own : why);
      return;
    }
    sending.close();
    receiving.add(
        new MessageLane.Job() {
          @Override
          public void begin(Runnable next) {
            end(code, reason, why);
            next.run();
          }

          @Override
          public void discard() {
            NetException now = failure;
            end(now != null ? ABNORMAL : code, now != null ? "" : reason, now != null ? now : why);
          }
        });
  }

  private static boolean isByThisSide(NetException why) {
    return why.error() == NetError.ABORTED || why.error() == NetError.CONTEXT_SHUT_DOWN;
  }

  private void end(int code, String reason, @Nullable NetException why) {
    around.interceptors().forget(this);
    over = true;
    endNow();
    taken.end(why != null ? why : ended());
    listener.onClosed(code, reason, why);
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
    send(message, 0, true, settles(done));
    return done;
  }

  @Override
  public CompletableFuture<Void> deliver(WebSocketMessage message) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Consumer<@Nullable NetException> settle = settles(done);
    receiving.add(
        new MessageLane.Job() {
          @Override
          public void begin(Runnable next) {
            taken.injected(settle);
            deliverNow(message);
            next.run();
          }

          @Override
          public void discard() {
            settle.accept(ended());
          }
        });
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
