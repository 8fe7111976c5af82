package dev.valence.internal.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valence.fetch.Blob;
import dev.valence.fetch.Headers;
import dev.valence.fetch.Response;
import dev.valence.fetch.ResponseType;
import dev.valence.net.HttpVersion;
import dev.valence.net.PulledBody;
import dev.valence.net.ResponseHead;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A response that the program has made. Its source is opened when it is answered with, or when the
 * program itself reads it.
 */
public final class MadeResponse implements Response {
  private static final List<Url> NOWHERE = List.of(Url.parse("about:blank"));

  private final int status;
  private final String statusText;
  private final Headers headers;
  private final ResponseContent content;
  private final boolean error;

  // Guarded by this.
  private @Nullable NetResponse read;
  private boolean taken;

  /** A response; the headers are not to be changed. */
  public MadeResponse(
      int status, String statusText, Headers headers, ResponseContent content, boolean error) {
    this.status = status;
    this.statusText = statusText;
    this.headers = headers;
    this.content = content;
    this.error = error;
  }

  /** Whether it is a network error (Fetch's {@code Response.error()}). */
  public boolean isError() {
    return error;
  }

  /** What can be read in parts, when nothing of it was read yet; else null. */
  public synchronized @Nullable SeekableSource takeSeekable() {
    if (read != null || taken || !(content instanceof ResponseContent.Seekable seekable)) {
      return null;
    }
    taken = true;
    return seekable.source();
  }

  /** Whether {@link #takeBody} may block. */
  public synchronized boolean blocks() {
    return read == null && content.blocks();
  }

  /**
   * Takes the body to answer with.
   *
   * @param head gets the length where it is known
   * @throws IllegalStateException when it is used already
   */
  public @Nullable UploadReader takeBody(HeaderList head, Executor workers) throws IOException {
    NetResponse begun;
    synchronized (this) {
      begun = read;
      if (begun == null) {
        claim();
      }
    }
    return begun != null ? begun.takeBody() : content.read(head, workers);
  }

  private void claim() {
    if (taken) {
      throw new IllegalStateException("Body is unusable: it has been read already");
    }
    taken = true;
  }

  /** Gives the source up, whatever it is; may block. */
  public void discard(Executor workers) {
    try {
      UploadReader body = takeBody(new HeaderList(), workers);
      if (body != null) {
        body.close();
      }
    } catch (IOException | IllegalStateException nothingToGiveUp) {
      return;
    }
  }

  /** The same response as one that is read. */
  private synchronized NetResponse reading() {
    NetResponse begun = read;
    if (begun == null) {
      claim();
      HeaderList head = headers.toHeaderList();
      PulledBody body =
          new PulledBody(
              OwnThreads.loop(),
              new DeferredReader(
                  () -> content.read(head, OwnThreads.workers()), OwnThreads.workers()),
              -1,
              Duration.ZERO,
              reason -> {});
      BodyBuffer buffer = new BodyBuffer(OwnThreads.loop(), body);
      OwnThreads.loop().execute(() -> body.subscribe(buffer));
      begun =
          new NetResponse(
              OwnThreads.workers(),
              new ResponseHead(HttpVersion.HTTP_1_1, status, statusText, head),
              NOWHERE,
              false,
              buffer);
      read = begun;
    }
    return begun;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String statusText() {
    return statusText;
  }

  @Override
  public boolean ok() {
    return status >= 200 && status < 300;
  }

  @Override
  public boolean redirected() {
    return false;
  }

  @Override
  public ResponseType type() {
    return error ? ResponseType.ERROR : ResponseType.DEFAULT;
  }

  @Override
  public String url() {
    return "";
  }

  @Override
  public List<String> urlList() {
    return List.of();
  }

  @Override
  public HttpVersion httpVersion() {
    return HttpVersion.HTTP_1_1;
  }

  @Override
  public Headers headers() {
    return headers;
  }

  @Override
  public Headers trailers() {
    return Headers.view(new HeaderList(1));
  }

  @Override
  public synchronized boolean bodyUsed() {
    return read == null ? taken : read.bodyUsed();
  }

  @Override
  public CompletableFuture<byte[]> bytes() {
    return asked(NetResponse::bytes);
  }

  @Override
  public CompletableFuture<String> text() {
    return asked(NetResponse::text);
  }

  @Override
  public CompletableFuture<JsonNode> json() {
    return asked(NetResponse::json);
  }

  @Override
  public <T> CompletableFuture<T> json(Class<T> type) {
    return asked(response -> response.json(type));
  }

  @Override
  public CompletableFuture<Blob> blob() {
    return asked(NetResponse::blob);
  }

  @Override
  public CompletableFuture<Long> consume(Consumer<ByteBuffer> consumer) {
    return asked(response -> response.consume(consumer));
  }

  @Override
  public CompletableFuture<Long> saveTo(Path file) {
    return asked(response -> response.saveTo(file));
  }

  /** A way to read a response. */
  private interface Question<T> {
    CompletableFuture<T> of(NetResponse response);
  }

  private <T> CompletableFuture<T> asked(Question<T> question) {
    try {
      return question.of(reading());
    } catch (IllegalStateException used) {
      return CompletableFuture.failedFuture(used);
    }
  }

  @Override
  public Flow.Publisher<ByteBuffer> body() {
    return reading().body();
  }

  @Override
  public InputStream inputStream() {
    return reading().inputStream();
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public synchronized Response clone() {
    if (read == null && !taken && content.isRepeatable()) {
      return new MadeResponse(status, statusText, headers, content, error);
    }
    if (read == null && taken) {
      throw new IllegalStateException("Response.clone: Body has already been consumed.");
    }
    return reading().clone();
  }

  @Override
  public void close() {
    NetResponse begun;
    synchronized (this) {
      begun = read;
      if (begun == null && taken) {
        return;
      }
    }
    if (begun != null) {
      begun.close();
    } else {
      OwnThreads.workers().execute(() -> discard(OwnThreads.workers()));
    }
  }

  @Override
  public String toString() {
    return "Response[" + status + "]";
  }
}
