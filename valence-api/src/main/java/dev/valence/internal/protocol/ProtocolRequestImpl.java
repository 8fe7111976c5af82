package dev.valence.internal.protocol;

import dev.valence.fetch.AbortController;
import dev.valence.fetch.AbortSignal;
import dev.valence.fetch.Body;
import dev.valence.fetch.Headers;
import dev.valence.fetch.Request;
import dev.valence.fetch.RequestInit;
import dev.valence.internal.async.Workers;
import dev.valence.internal.fetch.BodyBuffer;
import dev.valence.internal.fetch.BodyReading;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.PulledBody;
import dev.valence.net.RequestBody;
import dev.valence.net.http.HeaderRules;
import dev.valence.net.scheme.SchemeRequest;
import dev.valence.net.url.Origin;
import dev.valence.protocol.ProtocolRequest;
import dev.valence.protocol.ProtocolUploadData;
import io.netty.channel.EventLoop;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A {@link ProtocolRequest}: one hop as its handler sees it. */
final class ProtocolRequestImpl implements ProtocolRequest {
  private static final byte[] NOTHING = {};

  private final SchemeRequest request;
  private final Workers workers;
  private final AbortController abort = new AbortController();
  private final List<ProtocolUploadData> uploadData;

  // Guarded by this.
  private @Nullable BodyBuffer reading;
  private boolean forwarded;
  private boolean over;
  private @Nullable NetException reason;

  ProtocolRequestImpl(SchemeRequest request, Workers workers, List<ProtocolUploadData> uploadData) {
    this.request = request;
    this.workers = workers;
    this.uploadData = uploadData;
  }

  /**
   * Nothing more is wanted: a body that nobody reads is closed, and where the asker has gone, one
   * that is read breaks off.
   */
  void over(@Nullable NetException why) {
    BodyBuffer body;
    synchronized (this) {
      over = true;
      reason = why;
      body = reading;
    }
    if (body != null && (why != null || !body.isClaimed())) {
      body.cancel(brokenBy(why));
    }
  }

  private static NetException brokenBy(@Nullable NetException why) {
    return new NetException(NetError.FAILED, "the asker of the request has gone", why);
  }

  /** Tells whoever listens to the signal; on the event thread. */
  void abort(NetException why) {
    abort.abort(why);
  }

  synchronized boolean isOver() {
    return over;
  }

  @Override
  public String url() {
    return request.url().href();
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public Headers headers() {
    return Headers.view(request.headers());
  }

  @Override
  public String referrer() {
    String referrer = request.headers().get("referer");
    return referrer == null ? "" : referrer;
  }

  @Override
  public @Nullable String initiatorOrigin() {
    Origin origin = request.cause().initiator();
    return origin == null ? null : origin.toString();
  }

  @Override
  public boolean hasBody() {
    return request.body() != null;
  }

  @Override
  public long bodyLength() {
    RequestBody body = request.body();
    return body == null ? 0 : body.length();
  }

  /** The body on its way, from the first call on; null where there is none. */
  private @Nullable BodyBuffer claimed() {
    RequestBody body = request.body();
    if (body == null) {
      return null;
    }
    synchronized (this) {
      if (forwarded || reading != null) {
        throw new IllegalStateException("Body is unusable: it has been read already");
      }
      EventLoop loop = request.loop();
      PulledBody stream = PulledBody.of(loop, body);
      BodyBuffer buffer = new BodyBuffer(loop, stream);
      reading = buffer;
      if (over) {
        buffer.cancel(brokenBy(reason));
      } else {
        loop.execute(() -> stream.subscribe(buffer));
      }
      return buffer;
    }
  }

  @Override
  public CompletableFuture<byte[]> bytes() {
    try {
      BodyBuffer body = claimed();
      return body == null
          ? CompletableFuture.completedFuture(NOTHING)
          : BodyReading.bytes(workers, body);
    } catch (IllegalStateException used) {
      return CompletableFuture.failedFuture(used);
    }
  }

  @Override
  public CompletableFuture<String> text() {
    return bytes().thenApply(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public Flow.Publisher<ByteBuffer> body() {
    BodyBuffer body = orEmpty(claimed());
    body.claim();
    return BodyReading.publisher(workers, body, this);
  }

  @Override
  public InputStream inputStream() {
    BodyBuffer body = orEmpty(claimed());
    body.claim();
    return BodyReading.inputStream(body, this);
  }

  private static BodyBuffer orEmpty(@Nullable BodyBuffer body) {
    return body == null ? BodyReading.empty() : body;
  }

  @Override
  public List<ProtocolUploadData> uploadData() {
    return uploadData;
  }

  @Override
  public AbortSignal signal() {
    return abort.signal();
  }

  @Override
  public Request toRequest() {
    RequestInit.Builder init = RequestInit.builder().method(method()).signal(signal());
    request
        .headers()
        .forEachField(
            (name, value) -> {
              if (!HeaderRules.isRestricted(name, value)) {
                init.header(name, value);
              }
            });
    RequestBody body = request.body();
    if (body != null) {
      synchronized (this) {
        if (reading != null) {
          throw new IllegalStateException("Body is unusable: it has been read already");
        }
        forwarded = true;
      }
      init.body(Body.of(null, given -> body));
    }
    return Request.of(request.url().withoutCredentials()).with(init.build());
  }

  @Override
  public String toString() {
    return "ProtocolRequest[" + method() + " " + request.url().withoutCredentials() + "]";
  }
}
