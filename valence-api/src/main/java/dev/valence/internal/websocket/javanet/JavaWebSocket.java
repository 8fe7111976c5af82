package dev.valence.internal.websocket.javanet;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.url.Url;
import dev.valence.net.websocket.WebSocketListener;
import dev.valence.net.websocket.WebSocketSettings;
import dev.valence.net.websocket.WebSocketTransport;
import java.io.IOException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WebSocket} of {@code java.net.http}. What comes in goes through {@link Input}; this is
 * the output, and what the network says.
 */
final class JavaWebSocket implements WebSocket, WebSocketListener {
  private static final int LONGEST_PING = 125;

  private final Url url;
  private final Executor workers;
  private final Input input;
  private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
  private final AtomicBoolean dataPending = new AtomicBoolean();
  private final AtomicBoolean pingPending = new AtomicBoolean();
  private final AtomicBoolean outputClosed = new AtomicBoolean();
  private final OutgoingText outgoingText = new OutgoingText();
  private final CompletableFuture<WebSocketTransport> transport = new CompletableFuture<>();
  private volatile @Nullable ResponseHead answer;
  private volatile String subprotocol = "";

  /** Confined to the network thread. */
  private boolean hasOpened;

  /** The kind of the message whose last part was not sent yet; null between messages. */
  private volatile @Nullable Boolean unfinishedText;

  JavaWebSocket(Url url, WebSocket.Listener listener, Executor workers) {
    this.url = url;
    this.workers = workers;
    this.input = new Input(this, listener, workers);
  }

  /** The contract has no limit for the wait for the server's goodbye. */
  static WebSocketSettings settings(WebSocketSettings from) {
    return new WebSocketSettings(
        from.maxMessageBytes(),
        from.maxFrameBytes(),
        Duration.ofDays(365),
        from.pingInterval(),
        from.compression());
  }

  CompletableFuture<WebSocket> opened() {
    return opened;
  }

  void start(WebSocketTransport made) {
    transport.complete(made);
  }

  /**
   * The transport, once it is there; the network may speak before the call that made it returns.
   */
  WebSocketTransport transport() {
    return transport.join();
  }

  // ---- What the network says

  @Override
  public void onResponse(ResponseHead head) {
    answer = head;
  }

  @Override
  public void onOpen(String protocol, String extensions) {
    subprotocol = protocol;
    hasOpened = true;
    workers.execute(
        () -> {
          if (opened.complete(this)) {
            input.open();
          } else {
            abort();
          }
        });
  }

  @Override
  public void onMessage(boolean text, byte[] payload) {
    input.add(new Input.Message(text, payload));
  }

  @Override
  public boolean onPing(byte[] payload) {
    input.add(new Input.Ping(payload));
    return true;
  }

  @Override
  public boolean onPong(byte[] payload) {
    input.add(new Input.Pong(payload));
    return true;
  }

  @Override
  public void onSent(int bytes) {}

  @Override
  public void onGoodbye(int code, String reason) {
    input.add(new Input.Goodbye(code, reason));
  }

  @Override
  public boolean answersGoodbye() {
    return true;
  }

  @Override
  public void onClosed(int code, String reason, @Nullable NetException failure) {
    outputClosed.set(true);
    if (failure == null) {
      return;
    }
    if (!hasOpened) {
      // Workers may overtake each other: one that has opened is given out as such.
      workers.execute(() -> opened.completeExceptionally(handshakeFailure(failure)));
    }
    if (failure.error() == NetError.CONNECTION_CLOSED) {
      // As the JDK: the end of the stream is a goodbye without one.
      input.add(new Input.Goodbye(WebSocketTransport.ABNORMAL, ""));
    } else {
      input.add(new Input.Failure(failure));
    }
  }

  private Exception handshakeFailure(NetException failure) {
    ResponseHead head = answer;
    if (head == null || failure.error() != NetError.INVALID_RESPONSE) {
      return failure;
    }
    WebSocketHandshakeException refused =
        new WebSocketHandshakeException(HandshakeResponse.of(url, head));
    refused.initCause(failure);
    return refused;
  }

  // ---- Sending

  @Override
  public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
    Objects.requireNonNull(data, "data");
    return sendData(
        true,
        last,
        () -> {
          try {
            return outgoingText.encode(data, last);
          } catch (CharacterCodingException e) {
            throw new IOException("the text is malformed UTF-16", e);
          }
        });
  }

  @Override
  public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
    Objects.requireNonNull(data, "data");
    return sendData(false, last, () -> taken(data));
  }

  private static byte[] taken(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return bytes;
  }

  /** Makes the bytes of a part. */
  private interface Payload {
    byte[] bytes() throws IOException;
  }

  private CompletableFuture<WebSocket> sendData(boolean text, boolean last, Payload payload) {
    if (!dataPending.compareAndSet(false, true)) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("the text or binary message before is still being sent"));
    }
    try {
      if (outputClosed.get()) {
        throw outputIsClosed();
      }
      Boolean unfinished = unfinishedText;
      if (unfinished != null && unfinished != text) {
        throw new IllegalStateException(
            "the last part of a " + (unfinished ? "text" : "binary") + " message is missing");
      }
      byte[] bytes = payload.bytes();
      unfinishedText = last ? null : (Boolean) text;
      CompletableFuture<WebSocket> sent = new CompletableFuture<>();
      transport().sendPart(text, bytes, last, completes(sent, dataPending));
      return sent;
    } catch (IOException | RuntimeException e) {
      dataPending.set(false);
      return CompletableFuture.failedFuture(e);
    }
  }

  private static IOException outputIsClosed() {
    return new IOException("the output of the WebSocket is closed");
  }

  private Consumer<@Nullable NetException> completes(
      CompletableFuture<WebSocket> sent, AtomicBoolean pending) {
    return failure ->
        workers.execute(
            () -> {
              pending.set(false);
              if (failure == null) {
                sent.complete(this);
              } else {
                sent.completeExceptionally(failure);
              }
            });
  }

  @Override
  public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
    return sendControl(message, (bytes, done) -> transport().ping(bytes, done));
  }

  @Override
  public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
    return sendControl(message, (bytes, done) -> transport().pong(bytes, done));
  }

  private interface ControlSending {
    void send(byte[] bytes, Consumer<@Nullable NetException> done);
  }

  private CompletableFuture<WebSocket> sendControl(ByteBuffer message, ControlSending sending) {
    int length = Objects.requireNonNull(message, "message").remaining();
    if (!pingPending.compareAndSet(false, true)) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("the ping or pong before is still being sent"));
    }
    Exception wrong = null;
    if (length > LONGEST_PING) {
      wrong =
          new IllegalArgumentException(
              "a ping or pong has at most " + LONGEST_PING + " bytes, not " + length);
    } else if (outputClosed.get()) {
      wrong = outputIsClosed();
    }
    if (wrong != null) {
      pingPending.set(false);
      return CompletableFuture.failedFuture(wrong);
    }
    CompletableFuture<WebSocket> sent = new CompletableFuture<>();
    sending.send(taken(message), completes(sent, pingPending));
    return sent;
  }

  @Override
  public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
    Objects.requireNonNull(reason, "reason");
    try {
      CloseRules.check(statusCode, reason);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    return closeOutput(statusCode, reason);
  }

  /** Says goodbye, or answers the server's. */
  CompletableFuture<WebSocket> closeOutput(int code, String reason) {
    if (!outputClosed.compareAndSet(false, true)) {
      return CompletableFuture.failedFuture(outputIsClosed());
    }
    CompletableFuture<WebSocket> sent = new CompletableFuture<>();
    transport().close(code, reason, completes(sent, new AtomicBoolean()));
    return sent;
  }

  @Override
  public void abort() {
    outputClosed.set(true);
    input.close();
    transport().abort(new NetException(NetError.ABORTED, "the program gave it up", null));
  }

  // ---- State

  @Override
  public void request(long n) {
    input.request(n);
  }

  @Override
  public String getSubprotocol() {
    return subprotocol;
  }

  @Override
  public boolean isOutputClosed() {
    return outputClosed.get();
  }

  @Override
  public boolean isInputClosed() {
    return input.isClosed();
  }

  @Override
  public String toString() {
    return "WebSocket[" + url.withoutCredentials() + "]";
  }
}
