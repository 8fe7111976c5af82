package dev.valence.internal.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valence.fetch.Blob;
import dev.valence.fetch.Headers;
import dev.valence.fetch.Response;
import dev.valence.fetch.ResponseType;
import dev.valence.internal.async.Workers;
import dev.valence.net.BodyStream;
import dev.valence.net.HttpVersion;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.StoredAnswer;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A response from the network. */
public final class NetResponse implements Response {
  private static final HeaderList NO_TRAILERS = new HeaderList(1);

  private final Workers workers;
  private final ResponseHead head;
  private final List<Url> urls;
  private final boolean redirect;
  private @Nullable Headers headers;
  private BodyBuffer body;

  /** A response that is whole. */
  static NetResponse of(Workers workers, StoredAnswer answer, Url url) {
    return new NetResponse(
        workers, answer.head(), List.of(url), false, BodyBuffer.of(answer.body(), NO_TRAILERS));
  }

  NetResponse(
      Workers workers, ResponseHead head, List<Url> urls, boolean redirect, BodyBuffer body) {
    this.workers = workers;
    this.head = head;
    this.urls = urls;
    this.redirect = redirect;
    this.body = body;
    if (!body.isWholeOnHeap()) {
      ForgottenBodies.watch(this, body);
    }
  }

  @Override
  public int status() {
    return head.status();
  }

  @Override
  public String statusText() {
    return head.reason();
  }

  @Override
  public boolean ok() {
    return head.status() >= 200 && head.status() < 300;
  }

  @Override
  public boolean redirected() {
    return urls.size() > 1;
  }

  @Override
  public ResponseType type() {
    return redirect ? ResponseType.OPAQUE_REDIRECT : ResponseType.BASIC;
  }

  @Override
  public String url() {
    return urls.get(urls.size() - 1).withoutFragment().href();
  }

  @Override
  public List<String> urlList() {
    return urls.stream().map(Url::href).toList();
  }

  @Override
  public HttpVersion httpVersion() {
    return head.version();
  }

  @Override
  public synchronized Headers headers() {
    if (headers == null) {
      headers = Headers.view(head.headers());
    }
    return headers;
  }

  @Override
  public Headers trailers() {
    return Headers.view(buffer().trailers());
  }

  private synchronized BodyBuffer buffer() {
    return body;
  }

  @Override
  public boolean bodyUsed() {
    return buffer().isClaimed();
  }

  @Override
  public CompletableFuture<byte[]> bytes() {
    return read(bytes -> bytes);
  }

  @Override
  public CompletableFuture<String> text() {
    return read(NetResponse::decode);
  }

  /** Encoding §6 "UTF-8 decode": always UTF-8, without its byte order mark. */
  private static String decode(byte[] bytes) {
    boolean marked =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    int from = marked ? 3 : 0;
    return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
  }

  @Override
  public CompletableFuture<JsonNode> json() {
    return read(Json::tree);
  }

  @Override
  public <T> CompletableFuture<T> json(Class<T> type) {
    Objects.requireNonNull(type, "type");
    return read(bytes -> Json.value(bytes, type));
  }

  @Override
  public CompletableFuture<Blob> blob() {
    String type = headers().get("content-type");
    return read(bytes -> Blob.of(bytes, type == null ? "" : type));
  }

  /**
   * Takes the body to hand it on.
   *
   * @throws IllegalStateException when it has been read already
   */
  public UploadReader takeBody() {
    BodyBuffer from = buffer();
    from.claim();
    return new BufferReader(from, this);
  }

  private <T> CompletableFuture<T> read(BodyPromise.Form<T> form) {
    BodyBuffer from = buffer();
    try {
      byte[] whole = from.takeWhole();
      if (whole != null) {
        return CompletableFuture.completedFuture(form.of(whole));
      }
      BodyPromise<T> promise = new BodyPromise<>(workers, from, form);
      promise.start();
      return promise;
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public Flow.Publisher<ByteBuffer> body() {
    BodyBuffer from = buffer();
    from.claimToBlock();
    return new BodyPublisher(workers, from, this);
  }

  @Override
  public InputStream inputStream() {
    BodyBuffer from = buffer();
    from.claimToBlock();
    return new BodyInputStream(from, this);
  }

  @Override
  public CompletableFuture<Long> consume(Consumer<ByteBuffer> consumer) {
    Objects.requireNonNull(consumer, "consumer");
    return give(consumer::accept);
  }

  private CompletableFuture<Long> give(BodyConsumer.Target target) {
    BodyBuffer from = buffer();
    try {
      from.claimToBlock();
    } catch (IllegalStateException e) {
      target.abandon();
      return CompletableFuture.failedFuture(e);
    }
    BodyConsumer reading = new BodyConsumer(workers, from, target, this);
    reading.start();
    return reading;
  }

  @Override
  public CompletableFuture<Long> saveTo(Path file) {
    if (bodyUsed()) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("Body is unusable: it has been read already"));
    }
    try {
      return give(new FileTarget(file));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public synchronized Response clone() {
    if (body.isClaimed()) {
      throw new IllegalStateException("Response.clone: Body has already been consumed.");
    }
    EventLoop loop = body.loop();
    BodyStream stream = body.stream();
    byte[] whole = body.takeWhole();
    BodyBuffer[] two;
    if (whole != null) {
      two =
          new BodyBuffer[] {
            BodyBuffer.of(whole, body.trailers()), BodyBuffer.of(whole.clone(), body.trailers())
          };
    } else if (loop != null && stream != null) {
      two = BodyTee.split(body, loop, stream);
      ForgottenBodies.watch(this, two[0]);
    } else {
      throw new IllegalStateException("Response.clone: Body has been given up.");
    }
    body = two[0];
    return new NetResponse(workers, head, urls, redirect, two[1]);
  }

  @Override
  public void close() {
    buffer().cancel(new NetException(NetError.ABORTED, "the response was closed", null));
  }

  @Override
  public String toString() {
    return "Response[" + head.status() + " " + url() + "]";
  }
}
