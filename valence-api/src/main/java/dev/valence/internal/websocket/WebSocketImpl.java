package dev.valence.internal.websocket;

import dev.valence.event.dispatch.EventThread;
import dev.valence.fetch.Blob;
import dev.valence.internal.request.ClientRequestImpl.Surroundings;
import dev.valence.internal.request.LoginAnswer;
import dev.valence.internal.websocket.Reconnection.Waiting;
import dev.valence.internal.websocket.Reconnections.Wait;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.LoginDecision;
import dev.valence.net.url.Url;
import dev.valence.net.websocket.WebSocketListener;
import dev.valence.net.websocket.WebSocketTransport;
import dev.valence.websocket.BinaryType;
import dev.valence.websocket.CloseEvent;
import dev.valence.websocket.InvalidStateException;
import dev.valence.websocket.MessageEvent;
import dev.valence.websocket.ReconnectPolicy;
import dev.valence.websocket.ReconnectingEvent;
import dev.valence.websocket.WebSocket;
import dev.valence.websocket.WebSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WebSocket}. The program's calls come on any thread and are ordered by the lock; what the
 * network says becomes a task of the event thread, which alone emits.
 */
public final class WebSocketImpl extends WebSocketEvents {
  private final Url url;
  private final String origin;
  private final List<String> protocols;
  private final WebSocketOptions options;
  private final Surroundings surroundings;
  private final EventThread events;
  private final AtomicLong bufferedAmount = new AtomicLong();
  private volatile int readyState = CONNECTING;
  private volatile String protocol = "";
  private volatile String extensions = "";
  private volatile BinaryType binaryType = BinaryType.NODEBUFFER;

  // Guarded by this.
  private final @Nullable Reconnection reconnection;
  private @Nullable WebSocketTransport transport;
  private @Nullable Wait wait;
  private boolean closedByProgram;

  private WebSocketImpl(
      Url url, List<String> protocols, WebSocketOptions options, Surroundings surroundings) {
    super(surroundings.events());
    this.url = url;
    this.origin = url.origin().toString();
    this.protocols = protocols;
    this.options = options;
    this.surroundings = surroundings;
    this.events = surroundings.events();
    ReconnectPolicy policy = options.reconnect();
    this.reconnection = policy == null ? null : new Reconnection(policy);
  }

  /** Makes a WebSocket and begins its connection. */
  public static WebSocket open(Surroundings surroundings, String url, WebSocketOptions options) {
    Url target = WebSocketRules.url(Objects.requireNonNull(url, "url"));
    List<String> protocols = WebSocketRules.protocols(options.protocols());
    WebSocketImpl socket = new WebSocketImpl(target, protocols, options, surroundings);
    options.listeners().accept(socket);
    socket.start();
    return socket;
  }

  private synchronized void start() {
    wait = null;
    if (readyState != CONNECTING) {
      closed(WebSocketTransport.ABNORMAL, "", givenUp());
      return;
    }
    try {
      transport =
          surroundings
              .webSockets()
              .openWebSocket(
                  HandshakeRequest.of(url, options, surroundings),
                  protocols,
                  options.settings(),
                  new Network());
    } catch (RejectedExecutionException e) {
      NetException failure =
          new NetException(NetError.CONTEXT_SHUT_DOWN, "the Valence is closed", e);
      closed(WebSocketTransport.ABNORMAL, "", failure);
    }
  }

  private static NetException givenUp() {
    return new NetException(
        NetError.ABORTED, "WebSocket is closed before the connection is established", null);
  }

  // ---- Attributes

  @Override
  public String url() {
    return url.href();
  }

  @Override
  public int readyState() {
    return readyState;
  }

  @Override
  public long bufferedAmount() {
    return bufferedAmount.get();
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public String extensions() {
    return extensions;
  }

  @Override
  public BinaryType binaryType() {
    return binaryType;
  }

  @Override
  public void binaryType(BinaryType type) {
    binaryType = Objects.requireNonNull(type, "type");
  }

  // ---- Sending and closing

  @Override
  public void send(String data) {
    send(true, WebSocketRules.utf8(data));
  }

  @Override
  public void send(byte[] data) {
    send(false, data.clone());
  }

  @Override
  public void send(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    send(false, bytes);
  }

  @Override
  public void send(Blob data) {
    send(false, data.bytes());
  }

  private synchronized void send(boolean text, byte[] payload) {
    if (waits(text, payload)) {
      bufferedAmount.addAndGet(payload.length);
      return;
    }
    if (readyState == CONNECTING) {
      throw new InvalidStateException(
          "Failed to execute 'send' on 'WebSocket': Still in CONNECTING state.");
    }
    bufferedAmount.addAndGet(payload.length);
    if (readyState == OPEN && transport != null) {
      transport.send(text, payload);
    }
  }

  /** Whether the message is kept until there is a connection, or those before it are sent. */
  private boolean waits(boolean text, byte[] payload) {
    Reconnection again = reconnection;
    if (again == null) {
      return false;
    }
    boolean behindOthers = readyState == OPEN && again.hasWaiting() && !events.isCurrent();
    boolean kept = behindOthers || (readyState == CONNECTING && again.hasRoomFor(payload));
    if (kept) {
      again.keep(text, payload);
    }
    return kept;
  }

  @Override
  public void close() {
    closeWith(WebSocketTransport.NO_STATUS, "");
  }

  @Override
  public void close(int code) {
    close(code, "");
  }

  @Override
  public void close(int code, String reason) {
    WebSocketRules.closeCode(code);
    closeWith(code, WebSocketRules.closeReason(reason));
  }

  private synchronized void closeWith(int code, String reason) {
    closedByProgram = true;
    if (readyState == CLOSING || readyState == CLOSED) {
      return;
    }
    boolean wasOpen = readyState == OPEN;
    readyState = CLOSING;
    if (transport == null) {
      if (wait != null && wait.cancel()) {
        closed(WebSocketTransport.ABNORMAL, "", givenUp());
      }
      return;
    }
    if (wasOpen) {
      transport.close(code, reason);
    } else {
      transport.abort(givenUp());
    }
  }

  // ---- What the network says

  /** On the network thread. */
  private final class Network implements WebSocketListener {
    @Override
    public boolean onLogin(AuthChallenge challenge, LoginDecision decision) {
      if (!listeners.has(LOGIN)) {
        return false;
      }
      events.execute(
          () -> {
            LoginAnswer answer = new LoginAnswer(decision);
            if (readyState != CONNECTING
                || !listeners.emit(LOGIN, listener -> listener.onLogin(challenge, answer))) {
              decision.decline();
            }
          });
      return true;
    }

    @Override
    public void onOpen(String chosenProtocol, String agreedExtensions) {
      events.execute(() -> opened(chosenProtocol, agreedExtensions));
    }

    @Override
    public void onMessage(boolean text, byte[] payload) {
      events.execute(() -> received(text, payload));
    }

    @Override
    public void onSent(int bytes) {
      bufferedAmount.addAndGet(-bytes);
    }

    @Override
    public void onGoodbye(int code, String reason) {
      events.execute(WebSocketImpl.this::closing);
    }

    @Override
    public void onClosed(int code, String reason, @Nullable NetException failure) {
      closed(code, reason, failure);
    }
  }

  private void opened(String chosenProtocol, String agreedExtensions) {
    synchronized (this) {
      if (readyState != CONNECTING) {
        return;
      }
      protocol = chosenProtocol;
      extensions = agreedExtensions;
      readyState = OPEN;
      if (reconnection != null) {
        reconnection.opened(surroundings.reconnections().nanoTime());
      }
    }
    listeners.emit(OPENED, Runnable::run);
    sendWaiting();
  }

  private synchronized void sendWaiting() {
    Reconnection again = reconnection;
    if (again == null || readyState != OPEN || transport == null) {
      return;
    }
    for (Waiting next = again.next(); next != null; next = again.next()) {
      transport.send(next.text(), next.payload());
    }
  }

  private void received(boolean text, byte[] payload) {
    if (readyState == OPEN) {
      MessageEvent event = new MessageEvent(data(text, payload), origin);
      listeners.emit(MESSAGE, listener -> listener.accept(event));
    }
    WebSocketTransport from;
    synchronized (this) {
      from = transport;
    }
    if (from != null) {
      from.consumed(payload.length);
    }
  }

  private Object data(boolean text, byte[] payload) {
    if (text) {
      return new String(payload, StandardCharsets.UTF_8);
    }
    return switch (binaryType) {
      case NODEBUFFER -> ByteBuffer.wrap(payload);
      case ARRAYBUFFER -> payload;
      case BLOB -> Blob.of(payload, "");
    };
  }

  private synchronized void closing() {
    if (readyState == OPEN) {
      readyState = CLOSING;
    }
  }

  private void closed(int code, String reason, @Nullable NetException failure) {
    CloseEvent event =
        new CloseEvent(code, failure == null ? reason : failure.error().text(), failure == null);
    events.execute(
        () -> {
          if (reconnects(event, failure)) {
            return;
          }
          readyState = CLOSED;
          if (failure != null) {
            listeners.emit(ERROR, listener -> listener.accept(failure));
          }
          listeners.emit(CLOSE, listener -> listener.accept(event));
        });
  }

  /** Waits for another connection, where the policy wants one. */
  private boolean reconnects(CloseEvent end, @Nullable NetException failure) {
    ReconnectingEvent event;
    synchronized (this) {
      Reconnection again = reconnection;
      Reconnections waits = surroundings.reconnections();
      if (again == null || closedByProgram || !again.goesOn(end, failure, waits.nanoTime())) {
        return false;
      }
      long lost = bufferedAmount.getAndSet(again.waitingBytes()) - again.waitingBytes();
      event = new ReconnectingEvent(again.attempt(), again.delay(), end, failure, lost);
      readyState = CONNECTING;
      transport = null;
      protocol = "";
      extensions = "";
      wait =
          waits.await(
              event.delay(),
              () -> events.execute(this::start),
              why -> closed(WebSocketTransport.ABNORMAL, "", why));
    }
    listeners.emit(RECONNECTING, listener -> listener.accept(event));
    return true;
  }

  @Override
  public String toString() {
    return "WebSocket[" + url.withoutCredentials() + "]";
  }
}
