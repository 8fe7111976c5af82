package dev.valence.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.valence.internal.fetch.BlobBody;
import dev.valence.internal.fetch.BytesBody;
import dev.valence.internal.fetch.FileBody;
import dev.valence.internal.fetch.MultipartBody;
import dev.valence.internal.fetch.PublisherBody;
import dev.valence.internal.fetch.StreamBody;
import dev.valence.net.RequestBody;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, with its media type. Immutable, and good for several requests unless it
 * says otherwise: a body that can be read once fails a redirect or retry that needs it again with
 * {@code net::ERR_UPLOAD_STREAM_REWIND_NOT_SUPPORTED}.
 */
public final class Body {
  /** Opens the body for one request; {@code workers} is for what may block. */
  @FunctionalInterface
  public interface Source {
    RequestBody open(Executor workers);
  }

  private final @Nullable String contentType;
  private final Source source;

  private Body(@Nullable String contentType, Source source) {
    this.contentType = contentType;
    this.source = source;
  }

  /** A body of one's own making; see {@link RequestBody}. */
  public static Body of(@Nullable String contentType, Source source) {
    return new Body(contentType, Objects.requireNonNull(source, "source"));
  }

  /** Text as UTF-8: {@code text/plain;charset=UTF-8}. */
  public static Body of(String text) {
    BytesBody bytes = new BytesBody(text.getBytes(StandardCharsets.UTF_8));
    return new Body("text/plain;charset=UTF-8", workers -> bytes);
  }

  /** Bytes without a media type. The array is not copied: it is not to be changed. */
  public static Body of(byte[] bytes) {
    BytesBody body = new BytesBody(bytes);
    return new Body(null, workers -> body);
  }

  /** A copy of the remaining bytes, without a media type. */
  public static Body of(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return of(copy);
  }

  /** A form: {@code application/x-www-form-urlencoded;charset=UTF-8}. */
  public static Body of(UrlSearchParams form) {
    BytesBody bytes = new BytesBody(form.toString().getBytes(StandardCharsets.UTF_8));
    return new Body("application/x-www-form-urlencoded;charset=UTF-8", workers -> bytes);
  }

  /** A form: {@code multipart/form-data} with a random boundary. */
  public static Body of(FormData form) {
    MultipartBody.Plan plan = MultipartBody.plan(form.parts());
    return new Body(plan.contentType(), plan::open);
  }

  /** The bytes of a blob, with its type where it has one. */
  public static Body of(Blob blob) {
    BlobBody body = new BlobBody(blob);
    return new Body(blob.type().isEmpty() ? null : blob.type(), workers -> body);
  }

  /**
   * A value as JSON by Jackson's rules: {@code application/json}.
   *
   * @throws IllegalArgumentException when Jackson cannot write the value
   */
  public static Body ofJson(@Nullable Object value) {
    try {
      BytesBody bytes = new BytesBody(new ObjectMapper().writeValueAsBytes(value));
      return new Body("application/json", workers -> bytes);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not to be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * A file, read while it is sent, without a media type. Its length is taken when the request
   * starts; if it is changed before it is sent, or sent again, the request fails with {@code
   * net::ERR_UPLOAD_FILE_CHANGED}.
   */
  public static Body ofFile(Path file) {
    return new Body(null, workers -> new FileBody(file, workers));
  }

  /**
   * A part of a file, as {@link #ofFile(Path)}.
   *
   * @param offset where it begins
   * @param length how many bytes; -1 for all that follow
   * @throws IllegalArgumentException when one is negative, or the part is not within the file as
   *     the request starts
   */
  public static Body ofFile(Path file, long offset, long length) {
    if (offset < 0 || length < -1) {
      throw new IllegalArgumentException(
          "a part of a file begins at 0 or later and has a length, not offset "
              + offset
              + " and length "
              + length);
    }
    return new Body(null, workers -> new FileBody(file, offset, length, workers));
  }

  /** A stream of unknown length, read once and then closed. It may block. */
  public static Body ofInputStream(InputStream stream) {
    return new Body(null, workers -> StreamBody.once(stream, workers));
  }

  /** A stream of unknown length that can be opened again, as a redirect may need. It may block. */
  public static Body ofInputStream(Supplier<? extends InputStream> streams) {
    return new Body(null, workers -> StreamBody.replayable(streams, workers));
  }

  /** A publisher of unknown length, subscribed to on a worker thread, once for each passage. */
  public static Body ofPublisher(Flow.Publisher<ByteBuffer> publisher) {
    return ofPublisher(publisher, -1);
  }

  /**
   * A publisher of a known length.
   *
   * @param length in bytes; -1 where it is not known
   */
  public static Body ofPublisher(Flow.Publisher<ByteBuffer> publisher, long length) {
    if (length < -1) {
      throw new IllegalArgumentException("a body has no negative length: " + length);
    }
    return new Body(null, workers -> new PublisherBody(publisher, length, workers));
  }

  /** The same body with another media type. */
  public Body withContentType(@Nullable String type) {
    return new Body(type, source);
  }

  /** The media type that {@code Content-Type} gets where the request has none; null for none. */
  public @Nullable String contentType() {
    return contentType;
  }

  /** Opens the body for one request. */
  public RequestBody open(Executor workers) {
    return source.open(workers);
  }
}
