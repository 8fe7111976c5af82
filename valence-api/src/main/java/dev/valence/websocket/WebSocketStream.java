package dev.valence.websocket;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket for those who read at their own speed: made by {@code net.webSocketStream}, beyond
 * Electron. Messages wait for their reader; when more than 1 MiB of them wait, the server is slowed
 * down. While it is, its pings and its goodbye wait, too.
 *
 * <p>Messages are read either one by one on a plain thread, by {@link #receive}, or by the one
 * subscriber of {@link #messages}. Any thread may call these methods.
 */
public interface WebSocketStream extends AutoCloseable {
  /** Where it goes: {@code ws:} or {@code wss:}. */
  String url();

  /** The subprotocol that the server chose; empty for none. */
  String protocol();

  /** The extensions in use, as the server named them; empty for none. */
  String extensions();

  /**
   * Waits for the next message.
   *
   * @return the message; null when both sides have said goodbye and all messages were read
   * @throws dev.valence.net.NetException when the connection has failed; messages that came before
   *     are given first
   * @throws InterruptedException when the thread is interrupted; no message is lost
   * @throws IllegalStateException when {@link #messages} has a subscriber
   */
  @Nullable WebSocketMessage receive() throws IOException, InterruptedException;

  /**
   * The messages as they are asked for. The one subscriber is called on a worker thread, one call
   * at a time; it gets {@code onComplete} after a goodbye of both sides and {@code onError} with a
   * {@link dev.valence.net.NetException} otherwise. Cancelling closes the WebSocket.
   *
   * <p>A second subscriber, or one beside {@link #receive}, gets an {@link IllegalStateException}.
   */
  Flow.Publisher<WebSocketMessage> messages();

  /**
   * Sends a message.
   *
   * @return done when it was handed to the operating system: who waits for that never has more than
   *     one message in memory. Fails with a {@link dev.valence.net.NetException} when it could not
   *     be sent any more
   */
  CompletableFuture<Void> send(WebSocketMessage message);

  /** Sends a text message; see {@link #send(WebSocketMessage)}. */
  default CompletableFuture<Void> send(String text) {
    return send(WebSocketMessage.of(text));
  }

  /** Sends a binary message; see {@link #send(WebSocketMessage)}. */
  default CompletableFuture<Void> send(byte[] bytes) {
    return send(WebSocketMessage.of(bytes));
  }

  /**
   * Sends what a publisher has, asking for the next message when one is with the operating system.
   *
   * @return done when the publisher has ended and all was sent; fails with the publisher's failure,
   *     or as {@link #send(WebSocketMessage)} when the WebSocket ends before, and the publisher is
   *     cancelled
   */
  CompletableFuture<Void> sendAll(Flow.Publisher<WebSocketMessage> messages);

  /**
   * A new subscriber that sends what it gets, for what takes a subscriber; {@link #sendAll} tells
   * the end as well. It asks for one message at a time, takes one subscription, and cancels it when
   * the WebSocket ends. The end of the publisher leaves the WebSocket as it is.
   */
  Flow.Subscriber<WebSocketMessage> subscriber();

  /**
   * Sends a ping, before messages that wait.
   *
   * @return done when its pong has come: within the time that a message takes to the server and
   *     back. Fails with a {@link dev.valence.net.NetException} when the WebSocket ends before
   */
  CompletableFuture<Void> ping();

  /** The end of the WebSocket: completed exactly once, never failed. */
  CompletableFuture<CloseEvent> closed();

  /**
   * Begins the closing handshake without a code, behind what was sent. Does not wait. The server's
   * goodbye comes behind its messages: where more of them wait than are read ahead and nobody takes
   * them, the connection is cut after the time of {@link WebSocketOptions.Builder#closeTimeout}.
   */
  @Override
  void close();

  /** As {@link #close()}, with the checks of {@link WebSocket#close(int, String)}. */
  void close(int code, String reason);
}
