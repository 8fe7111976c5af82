package dev.valence.websocket;

import dev.valence.event.EventType;
import dev.valence.fetch.Blob;
import dev.valence.net.NetException;
import dev.valence.request.ClientRequest.LoginListener;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket as the WHATWG WebSockets standard has it, on the network of a session: made by {@code
 * net.webSocket}, which begins the connection.
 *
 * <p>Events come on the event thread, in this order: {@code open}, {@code message} for each
 * message, {@code close}; where the connection failed, {@code error} just before {@code close}.
 * {@code close} comes exactly once, and is the last. The state changes with the events, so that a
 * listener sees the state that belongs to its event. Listeners that shall miss nothing are added on
 * the event thread, right after the WebSocket was made, or by {@link
 * WebSocketOptions.Builder#listeners}.
 *
 * <p>Any thread may call these methods. Messages are sent in the order of the calls. Messages that
 * wait for the event thread are bounded: when they are more than 1 MiB, the server is slowed down.
 *
 * <p>In two things this is stricter than browsers, where a broken connection is hard to tell from
 * others: every end with the code 1006 is preceded by {@code error}, and the reason of {@code
 * close} is then the network error, as in Electron.
 */
public interface WebSocket {
  /** The state while the opening handshake runs. */
  int CONNECTING = 0;

  /** The state in which messages can be sent. */
  int OPEN = 1;

  /** The state while the closing handshake runs. */
  int CLOSING = 2;

  /** The last state. */
  int CLOSED = 3;

  /** The event {@code open}: the server has agreed. ({@link #OPEN} is the state.) */
  EventType<Runnable> OPENED = EventType.of("open");

  /** A message has come while the WebSocket was open. */
  EventType<Consumer<MessageEvent>> MESSAGE = EventType.of("message");

  /** The connection has failed; {@link #CLOSE} follows. */
  EventType<Consumer<NetException>> ERROR = EventType.of("error");

  /** The last event. */
  EventType<Consumer<CloseEvent>> CLOSE = EventType.of("close");

  /**
   * A connection has ended, and another attempt will follow; only with {@link
   * WebSocketOptions.Builder#reconnect}. {@link #close()} gives it up.
   */
  EventType<Consumer<ReconnectingEvent>> RECONNECTING = EventType.of("reconnecting");

  /**
   * A server or proxy asks for a login during the opening handshake; as {@link
   * dev.valence.request.ClientRequest#LOGIN}.
   */
  EventType<LoginListener> LOGIN = EventType.of("login");

  /** Where it goes: {@code ws:} or {@code wss:}. */
  String url();

  /** One of {@link #CONNECTING}, {@link #OPEN}, {@link #CLOSING}, {@link #CLOSED}. */
  int readyState();

  /**
   * The bytes of messages that were given to {@code send} and not yet handed to the operating
   * system: text as UTF-8, without the overhead of frames. Short messages that go together are
   * counted until all of them were handed over, up to 64 KiB. What could not be sent any more stays
   * counted, up to the next connection of a WebSocket that reconnects. Where interceptors see the
   * messages, each counts until it is sent as a whole.
   */
  long bufferedAmount();

  /** The subprotocol that the server chose; empty before {@code open}, and where it chose none. */
  String protocol();

  /** The extensions in use, as the server named them, such as {@code permessage-deflate}. */
  String extensions();

  /** As what binary messages are delivered; {@link BinaryType#NODEBUFFER} by default. */
  BinaryType binaryType();

  /** Changes that, for messages that are delivered from now on. */
  void binaryType(BinaryType type);

  /**
   * Sends a text message. A surrogate without its partner is sent as U+FFFD. When the WebSocket is
   * closing or closed, nothing is sent, and {@link #bufferedAmount} grows all the same.
   *
   * @throws InvalidStateException while the opening handshake runs
   */
  void send(String data);

  /** Sends a binary message, as {@link #send(String)}; the bytes are copied. */
  void send(byte[] data);

  /** Sends the remaining bytes as a binary message, as {@link #send(String)}; they are copied. */
  void send(ByteBuffer data);

  /** Sends the bytes of a blob as a binary message, as {@link #send(String)}. */
  void send(Blob data);

  /**
   * Closes without a code. While the opening handshake runs, it is given up; otherwise the messages
   * sent before still go out. Harmless when it is closing or closed.
   */
  void close();

  /**
   * As {@link #close()}, with a code.
   *
   * @throws InvalidAccessException unless the code is 1000 or 3000 to 4999
   */
  void close(int code);

  /**
   * As {@link #close()}, with code and reason.
   *
   * @throws InvalidAccessException unless the code is 1000 or 3000 to 4999
   * @throws SyntaxException when the reason has more than 123 bytes of UTF-8
   */
  void close(int code, String reason);

  /** The handler of {@code open}; null for none. */
  @Nullable Runnable onopen();

  /** Sets the handler of {@code open}, beside listeners; null takes it away. */
  void onopen(@Nullable Runnable handler);

  /** The handler of {@code message}; null for none. */
  @Nullable Consumer<MessageEvent> onmessage();

  /** Sets the handler of {@code message}, beside listeners; null takes it away. */
  void onmessage(@Nullable Consumer<MessageEvent> handler);

  /** The handler of {@code error}; null for none. */
  @Nullable Consumer<NetException> onerror();

  /** Sets the handler of {@code error}, beside listeners; null takes it away. */
  void onerror(@Nullable Consumer<NetException> handler);

  /** The handler of {@code close}; null for none. */
  @Nullable Consumer<CloseEvent> onclose();

  /** Sets the handler of {@code close}, beside listeners; null takes it away. */
  void onclose(@Nullable Consumer<CloseEvent> handler);

  /**
   * Adds a listener; no effect when the same listener is there already. Handlers and listeners are
   * called in the order in which they were added.
   *
   * @throws IllegalArgumentException when a WebSocket never emits the event
   */
  <L> void addEventListener(EventType<L> type, L listener);

  /** Removes a listener; no effect when it is not there. */
  <L> void removeEventListener(EventType<L> type, L listener);

  /** The same as {@link #addEventListener}, as other classes here name it. */
  default <L> WebSocket on(EventType<L> type, L listener) {
    addEventListener(type, listener);
    return this;
  }

  /** The same as {@link #removeEventListener}, as other classes here name it. */
  default <L> WebSocket off(EventType<L> type, L listener) {
    removeEventListener(type, listener);
    return this;
  }
}
