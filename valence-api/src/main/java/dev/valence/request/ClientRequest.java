package dev.valence.request;

import dev.valence.event.EventEmitter;
import dev.valence.event.EventType;
import dev.valence.net.NetException;
import dev.valence.net.auth.AuthChallenge;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request in Node's manner: made by {@code net.request}, filled by {@link #write}, sent by {@link
 * #end}.
 *
 * <p>Without {@link #chunkedEncoding} the body is gathered and sent with its length at {@link
 * #end}; with it, each {@link #write} is sent at once. Events come in this order: {@code finish},
 * {@code redirect} for each hop, {@code response} and the events of the response; or {@code error}
 * or {@code abort}; and {@code close}, after which nothing follows on the request or its response.
 * A failure once the response is there is an {@code error} of the response.
 *
 * <p>Any thread may call these methods. An {@code error} without a listener is logged, never
 * thrown. A response without a listener is read and dropped, so that its connection comes free.
 */
public interface ClientRequest extends EventEmitter {
  /** Listener of {@link #REDIRECT}. */
  @FunctionalInterface
  interface RedirectListener {
    /**
     * The server sends the request elsewhere. Unless {@link ClientRequest#followRedirect} is called
     * within this call, the request is cancelled, whatever its redirect mode.
     *
     * @param method of the next request
     * @param redirectUrl where it would go, absolute
     * @param responseHeaders the redirect's headers by lower-case name
     */
    void onRedirect(
        int statusCode,
        String method,
        String redirectUrl,
        Map<String, List<String>> responseHeaders);
  }

  /** Listener of {@link #LOGIN}. */
  @FunctionalInterface
  interface LoginListener {
    /**
     * A server or proxy asks for a login, and the session knows none.
     *
     * @param authInfo who asks, and for what
     * @param callback must be answered, or the request waits until it is aborted
     */
    void onLogin(AuthChallenge authInfo, LoginCallback callback);
  }

  /** Listener of {@link #UPLOAD_PROGRESS}. */
  @FunctionalInterface
  interface UploadProgressListener {
    /**
     * Bytes of the body were handed to the network.
     *
     * @param position how many so far
     * @param total of how many; 0 where that is not known
     */
    void onUploadProgress(long position, long total);
  }

  /** The head of the response is there. */
  EventType<Consumer<IncomingMessage>> RESPONSE = EventType.of("response");

  /** The last of the body was written to the request. */
  EventType<Runnable> FINISH = EventType.of("finish");

  /** {@link #abort} took effect. */
  EventType<Runnable> ABORT = EventType.of("abort");

  /** There will be no response. */
  EventType<Consumer<NetException>> ERROR = EventType.of("error");

  /** The last event. */
  EventType<Runnable> CLOSE = EventType.of("close");

  /** The server redirects; see {@link RedirectListener}. */
  EventType<RedirectListener> REDIRECT = EventType.of("redirect");

  /**
   * A server or proxy asks for a login; see {@link LoginListener}. Without a listener the session's
   * {@link dev.valence.CredentialProvider} is asked; without either the response that asks is
   * delivered, with its status 401 or 407. Not emitted with {@code credentials: omit} for servers,
   * nor when the request has an {@code Authorization} header of its own.
   */
  EventType<LoginListener> LOGIN = EventType.of("login");

  /** Bytes of the body were sent. Steps may be left out; the last never is. */
  EventType<UploadProgressListener> UPLOAD_PROGRESS = EventType.of("upload-progress");

  /** After a {@link #write} that gave false: the network has taken what was written. */
  EventType<Runnable> DRAIN = EventType.of("drain");

  /** Whether the body is sent in chunks as it is written; false by default. */
  boolean chunkedEncoding();

  /**
   * Chooses chunked encoding. Recommended for large bodies, which are else held in memory.
   *
   * @throws IllegalStateException after the first write, or the second time
   */
  void chunkedEncoding(boolean chunked);

  /**
   * Sets a header field; its name is sent as it is written here. A field of the same name is
   * replaced where it stands.
   *
   * @param value its {@code toString()} is sent
   * @throws IllegalStateException after the first write
   * @throws IllegalArgumentException for an invalid name or value, for null, and for a header that
   *     the network sets: {@code Content-Length, Host, Trailer, Te, Upgrade, Cookie2, Keep-Alive,
   *     Transfer-Encoding} and {@code Connection: upgrade}
   */
  void setHeader(String name, Object value);

  /** The value of a header field that was set, whatever its case; values of one name are joined. */
  @Nullable String getHeader(String name);

  /**
   * Removes a header field.
   *
   * @throws IllegalStateException after the first write
   */
  void removeHeader(String name);

  /** As {@link #write(String, Charset, Runnable)}, in UTF-8. */
  boolean write(String chunk);

  /** As {@link #write(String, Charset, Runnable)}. */
  boolean write(String chunk, Charset encoding);

  /**
   * Adds a piece to the body. The first piece, even an empty one, freezes the headers.
   *
   * @param callback called on the event thread when the network has taken the piece, or null; not
   *     called when the request ends before
   * @return false when so much waits that the caller should go on after {@link #DRAIN}; only
   *     chunked requests say so. After the end of the request: false, and nothing happens
   * @throws IllegalStateException after {@link #end}
   */
  boolean write(String chunk, Charset encoding, @Nullable Runnable callback);

  /** As {@link #write(String, Charset, Runnable)}; the bytes are copied. */
  boolean write(byte[] chunk);

  /** As {@link #write(String, Charset, Runnable)}; the bytes are copied. */
  boolean write(byte[] chunk, @Nullable Runnable callback);

  /** As {@link #write(String, Charset, Runnable)}; the remaining bytes are copied. */
  boolean write(ByteBuffer chunk);

  /**
   * Ends the body and, if that has not happened, starts the request. A second call does nothing.
   *
   * @return this
   */
  ClientRequest end();

  /** As {@link #end()}. The callback is called after the {@code finish} event. */
  ClientRequest end(Runnable callback);

  /** Writes this text in UTF-8 and ends. */
  ClientRequest end(String chunk);

  /** Writes this text and ends. */
  ClientRequest end(String chunk, Charset encoding);

  /** Writes this text and ends; the callback is called after the {@code finish} event. */
  ClientRequest end(String chunk, Charset encoding, Runnable callback);

  /** Writes these bytes and ends. */
  ClientRequest end(byte[] chunk);

  /** Writes these bytes and ends; the callback is called after the {@code finish} event. */
  ClientRequest end(byte[] chunk, Runnable callback);

  /** Writes the remaining bytes and ends. */
  ClientRequest end(ByteBuffer chunk);

  /**
   * Ends the request: {@code abort} and {@code close} follow, and {@code aborted} on a response
   * that is there. Nothing happens when the request is over.
   */
  void abort();

  /**
   * Consents to a redirect.
   *
   * @throws IllegalStateException outside of a listener of {@link #REDIRECT}
   */
  void followRedirect();

  /** How far the upload is; while {@link #UPLOAD_PROGRESS} is emitted, what that says. */
  UploadProgress getUploadProgress();

  @Override
  <L> ClientRequest on(EventType<L> type, L listener);

  @Override
  <L> ClientRequest once(EventType<L> type, L listener);

  @Override
  <L> ClientRequest off(EventType<L> type, L listener);
}
