package dev.valence.protocol;

import dev.valence.fetch.AbortSignal;
import dev.valence.fetch.Headers;
import dev.valence.fetch.Request;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A request that a handler answers. Its body can be read once, by one of the methods that take it,
 * or forwarded by {@link #toRequest}. Any thread.
 */
public interface ProtocolRequest {
  /** The URL. */
  String url();

  /** The method, such as {@code GET}. */
  String method();

  /** What the asker set, and {@code Referer} where there is one. They cannot be changed. */
  Headers headers();

  /** The URL of {@code Referer}; empty for none. */
  String referrer();

  /** The origin that asks, such as {@code https://app.example}; null for the program itself. */
  @Nullable String initiatorOrigin();

  /** Whether there is a body. */
  boolean hasBody();

  /** The length of the body in bytes; -1 where it is not known, 0 without a body. */
  long bodyLength();

  /**
   * The whole body; empty where there is none.
   *
   * @return fails when the asker gives the request up meanwhile
   */
  CompletableFuture<byte[]> bytes();

  /** The whole body as UTF-8. */
  CompletableFuture<String> text();

  /** The body as a stream of buffers; a subscriber that asks for none stops the asker. */
  Flow.Publisher<ByteBuffer> body();

  /** The body as a blocking stream; not to be read on the event thread. */
  InputStream inputStream();

  /**
   * What was uploaded, in parts: for the handlers of the older families, which are called when all
   * of it is there. Others read the body instead and find this list empty.
   */
  List<ProtocolUploadData> uploadData();

  /** Aborts when the asker gives the request up. */
  AbortSignal signal();

  /**
   * The same request, to be fetched, such as past this handler: {@code
   * session.fetch(request.toRequest(),
   * RequestInit.builder().bypassCustomProtocolHandlers(true).build())}. It aborts with {@link
   * #signal}. Header fields that only the network sets are left out.
   */
  Request toRequest();
}
