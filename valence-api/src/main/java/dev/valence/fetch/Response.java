package dev.valence.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valence.internal.fetch.MadeResponse;
import dev.valence.internal.fetch.ResponseContent;
import dev.valence.net.HttpVersion;
import dev.valence.net.http.RedirectRules;
import dev.valence.net.url.Url;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A response (Fetch §5.5). Its body streams: it is on its way while the program reads it, and a
 * program that stops reading stops the server. A body is read once, by one of the methods that take
 * it; a second gives {@link IllegalStateException}, thrown or as the failure of its future.
 *
 * <p>{@link #close} gives an unread body up and frees its connection. Where it is forgotten, the
 * garbage collector does so in the end. Any thread may call these methods; futures complete on a
 * thread of Valence's own, never on the network thread.
 */
public interface Response extends AutoCloseable {
  /** Makes a response, such as a protocol handler answers with; the status is 200. */
  static ResponseBuilder builder() {
    return new ResponseBuilder();
  }

  /**
   * A response like another one, whose body it takes over, with its status and headers to be
   * changed.
   */
  static ResponseBuilder from(Response other) {
    return new ResponseBuilder(other);
  }

  /**
   * A file. As the answer of a handler it is opened then, and {@code Range}, {@code If-Range} and
   * the other conditions of the request are obeyed; it has a {@code Content-Length}, an {@code
   * ETag}, a {@code Last-Modified} and, by the end of its name, a {@code Content-Type}. A file that
   * is not there fails the request with {@code net::ERR_FILE_NOT_FOUND}.
   */
  static Response ofFile(Path file) {
    return builder().file(file).build();
  }

  /** Text as UTF-8: {@code text/plain;charset=UTF-8}. */
  static Response ofText(String text) {
    return builder().body(text).build();
  }

  /** Bytes, of which ranges can be asked for. The array is not copied: it is not to be changed. */
  static Response ofBytes(byte[] bytes) {
    return builder().body(bytes).build();
  }

  /** As {@link #ofBytes(byte[])}, with a {@code Content-Type}. */
  static Response ofBytes(byte[] bytes, String contentType) {
    return builder().header("Content-Type", contentType).body(bytes).build();
  }

  /** A stream of unknown length, read no faster than the asker takes it, and closed at the end. */
  static Response ofStream(InputStream stream) {
    return builder().body(Body.ofInputStream(stream)).build();
  }

  /** A publisher of unknown length; it is asked for one buffer at a time. */
  static Response ofStream(Flow.Publisher<ByteBuffer> publisher) {
    return builder().body(Body.ofPublisher(publisher)).build();
  }

  /**
   * Whatever can seek: as {@link #ofFile}, without dates and types.
   *
   * @param channels opens a channel for each answer, on a worker thread; it is closed after it
   */
  static Response ofChannel(Callable<? extends SeekableByteChannel> channels) {
    return builder().channel(channels).build();
  }

  /** A value as JSON by Jackson's rules: {@code application/json}. */
  static Response ofJson(@Nullable Object value) {
    return builder().body(Body.ofJson(value)).build();
  }

  /**
   * A redirect.
   *
   * @param status 301, 302, 303, 307 or 308
   * @throws IllegalArgumentException for another status, or what is no URL
   */
  static Response redirect(String url, int status) {
    if (!RedirectRules.isRedirectStatus(status)) {
      throw new IllegalArgumentException("not the status of a redirect: " + status);
    }
    return builder().status(status).header("Location", Url.parse(url).href()).build();
  }

  /** No response: the request that it answers fails with {@code net::ERR_FAILED}. */
  static Response error() {
    return new MadeResponse(0, "", new Headers(), ResponseContent.NONE, true);
  }

  /** The status code, 100 to 999. */
  int status();

  /** The reason phrase; empty over HTTP/2, which has none. */
  String statusText();

  /** Whether the status is 200 to 299. */
  boolean ok();

  /** Whether a redirect was followed. */
  boolean redirected();

  ResponseType type();

  /** The URL that answered, without its fragment. */
  String url();

  /** Every URL visited, in order; the last one answered. */
  List<String> urlList();

  /** The protocol that carried the response. */
  HttpVersion httpVersion();

  /** The header fields; they cannot be changed. */
  Headers headers();

  /** The trailer fields; empty before the body has been read to its end. */
  Headers trailers();

  /** Whether somebody reads the body, or has read it. */
  boolean bodyUsed();

  /** The whole body. Where it has arrived already, the future is complete when this returns. */
  CompletableFuture<byte[]> bytes();

  /** The same as {@link #bytes}, by its name in the Fetch standard. */
  default CompletableFuture<byte[]> arrayBuffer() {
    return bytes();
  }

  /**
   * The whole body as UTF-8 without a byte order mark, as the standard has it, whatever the headers
   * say.
   */
  CompletableFuture<String> text();

  /** The whole body as JSON; fails with Jackson's exception when it is none. */
  CompletableFuture<JsonNode> json();

  /** The whole body as JSON, bound to a Java type by Jackson's rules. */
  <T> CompletableFuture<T> json(Class<T> type);

  /** The whole body with its content type. */
  CompletableFuture<Blob> blob();

  /**
   * The body as a stream of buffers for one subscriber, who is called on a worker thread. Buffers
   * are the subscriber's own. Cancelling gives the rest up.
   */
  Flow.Publisher<ByteBuffer> body();

  /**
   * The body as a blocking stream. Closing it gives the rest up. A broken body throws its {@link
   * dev.valence.net.NetException} from {@code read}.
   */
  InputStream inputStream();

  /**
   * Gives the body to a consumer, piece by piece, on a worker thread, without copying it. A buffer
   * is valid only until the consumer returns. While the consumer works, the server waits. What the
   * consumer throws fails the future and gives the rest up.
   *
   * @return the length of the body in bytes
   */
  CompletableFuture<Long> consume(Consumer<ByteBuffer> consumer);

  /**
   * Writes the body to a file, which appears under its name when it is whole, replacing one that is
   * there.
   *
   * @return the length of the body in bytes
   */
  CompletableFuture<Long> saveTo(Path file);

  /**
   * A second response with the same body, to be read by itself. Where one of the two falls more
   * than 16 MiB behind the other, its body fails.
   *
   * @throws IllegalStateException when the body is used
   */
  Response clone();

  /** Gives the body up, where it is not read to its end. Harmless otherwise. */
  @Override
  void close();
}
