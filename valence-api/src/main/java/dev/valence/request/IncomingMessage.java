package dev.valence.request;

import dev.valence.event.EventEmitter;
import dev.valence.event.EventType;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The response to a {@link ClientRequest}. The body is held, and the server slowed down, until
 * there is a {@code data} listener or {@link #resume} is called; {@code end} comes once all of it
 * was taken. Any thread.
 */
public interface IncomingMessage extends EventEmitter {
  /** A piece of the body. The buffer is the listener's own and has an array of just these bytes. */
  EventType<Consumer<ByteBuffer>> DATA = EventType.of("data");

  /** The body is whole and taken. */
  EventType<Runnable> END = EventType.of("end");

  /** The request was aborted while the body was on its way. */
  EventType<Runnable> ABORTED = EventType.of("aborted");

  /** The body broke off; a {@link dev.valence.net.NetException} mostly. */
  EventType<Consumer<Throwable>> ERROR = EventType.of("error");

  /** The last event of the response. */
  EventType<Runnable> CLOSE = EventType.of("close");

  int statusCode();

  /** The reason phrase; empty over HTTP/2, which has none. */
  String statusMessage();

  /**
   * The header fields by lower-case name, merged as Node does: of {@code age, authorization,
   * content-length, content-type, etag, expires, from, host, if-modified-since,
   * if-unmodified-since, last-modified, location, max-forwards, proxy-authorization, referer,
   * retry-after, server, user-agent} the first counts; {@code cookie} is joined by "; ", any other
   * by ", ". Each value is a {@link String}, except {@code set-cookie}, which is a {@code
   * List<String>}.
   */
  Map<String, Object> headers();

  /**
   * One field of {@link #headers()}; null where there is none. Several {@code set-cookie} are
   * joined.
   */
  @Nullable String header(String name);

  /** The fields as they arrived: name, value, name, value…; case, order and repeats are kept. */
  List<String> rawHeaders();

  /** The version as text, such as {@code 1.1}. */
  String httpVersion();

  int httpVersionMajor();

  int httpVersionMinor();

  /** Every URL visited, in order; the last one answered. */
  List<String> urlList();

  /** The trailer fields, merged as {@link #headers()}; empty before {@code end}. */
  Map<String, Object> trailers();

  /** The trailer fields as they arrived; empty before {@code end}. */
  List<String> rawTrailers();

  /** Stops {@code data}; what arrives is held, and the server slowed down. */
  IncomingMessage pause();

  /** Lets {@code data} flow, also without a listener: then it is dropped. */
  IncomingMessage resume();

  /**
   * The whole body, instead of {@code data} events.
   *
   * @return fails with {@link IllegalStateException} when the body is being taken already
   */
  CompletableFuture<byte[]> bytes();

  /**
   * Copies the body to a stream, on a worker thread, instead of {@code data} events. The stream is
   * flushed and stays open.
   *
   * @return how many bytes were copied; fails with {@link IllegalStateException} when the body is
   *     being taken already
   */
  CompletableFuture<Long> pipeTo(OutputStream stream);

  @Override
  <L> IncomingMessage on(EventType<L> type, L listener);

  @Override
  <L> IncomingMessage once(EventType<L> type, L listener);

  @Override
  <L> IncomingMessage off(EventType<L> type, L listener);
}
