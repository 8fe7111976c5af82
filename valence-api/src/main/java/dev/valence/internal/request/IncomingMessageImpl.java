package dev.valence.internal.request;

import dev.valence.event.EventType;
import dev.valence.event.async.Promise;
import dev.valence.event.dispatch.EventThread;
import dev.valence.event.dispatch.Listeners;
import dev.valence.internal.fetch.BodyBuffer;
import dev.valence.internal.fetch.BodyFailure;
import dev.valence.internal.fetch.BodyReading;
import dev.valence.internal.fetch.ForgottenBodies;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import dev.valence.request.IncomingMessage;
import io.netty.buffer.ByteBuf;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An {@link IncomingMessage}: a pump on the event thread between the body and the listeners. */
final class IncomingMessageImpl implements IncomingMessage {
  private static final Logger LOG = LoggerFactory.getLogger(IncomingMessage.class);

  /** So many pieces in one turn of the event thread; then others get theirs. */
  private static final int PIECES_PER_TURN = 16;

  private enum Flow {
    /** Nobody has asked for the body. */
    HELD,
    FLOWING,
    PAUSED,
    /** Taken by {@link #bytes} or {@link #pipeTo}. */
    TAKEN,
    OVER
  }

  private final ClientRequestImpl request;
  private final EventThread events;
  private final ResponseHead head;
  private final List<Url> urls;
  private final BodyBuffer body;
  private final Listeners listeners;
  private final AtomicBoolean pumpPosted = new AtomicBoolean();
  private final Runnable wake = this::postPump;
  private boolean claimed;
  private Flow flow = Flow.HELD;
  private HeaderList trailers = new HeaderList(1);

  IncomingMessageImpl(
      ClientRequestImpl request, ResponseHead head, List<Url> urls, BodyBuffer body) {
    this.request = request;
    this.events = request.surroundings().events();
    this.head = head;
    this.urls = urls;
    this.body = body;
    this.listeners = new Listeners(events, "IncomingMessage", DATA, END, ABORTED, ERROR, CLOSE);
    ForgottenBodies.watch(this, body);
  }

  // ---- Head

  @Override
  public int statusCode() {
    return head.status();
  }

  @Override
  public String statusMessage() {
    return head.reason();
  }

  @Override
  public Map<String, Object> headers() {
    return NodeHeaders.merge(head.headers());
  }

  @Override
  public @Nullable String header(String name) {
    return NodeHeaders.text(head.headers(), name);
  }

  @Override
  public List<String> rawHeaders() {
    return head.headers().toRawList();
  }

  @Override
  public String httpVersion() {
    return head.version().toString();
  }

  @Override
  public int httpVersionMajor() {
    return head.version().major();
  }

  @Override
  public int httpVersionMinor() {
    return head.version().minor();
  }

  @Override
  public List<String> urlList() {
    return urls.stream().map(Url::href).toList();
  }

  @Override
  public synchronized Map<String, Object> trailers() {
    return NodeHeaders.merge(trailers);
  }

  @Override
  public synchronized List<String> rawTrailers() {
    return trailers.toRawList();
  }

  // ---- Body

  @Override
  public synchronized IncomingMessage pause() {
    if (flow == Flow.HELD || flow == Flow.FLOWING) {
      flow = Flow.PAUSED;
    }
    return this;
  }

  @Override
  public synchronized IncomingMessage resume() {
    if (flow == Flow.HELD || flow == Flow.PAUSED) {
      if (!claimed) {
        body.claim();
        claimed = true;
      }
      flow = Flow.FLOWING;
      postPump();
    }
    return this;
  }

  private void postPump() {
    if (pumpPosted.compareAndSet(false, true)) {
      events.execute(this::pump);
    }
  }

  private synchronized boolean isFlowing() {
    return flow == Flow.FLOWING;
  }

  private void pump() {
    pumpPosted.set(false);
    try {
      for (int i = 0; i < PIECES_PER_TURN; i++) {
        if (!isFlowing() || request.isClosed()) {
          return;
        }
        ByteBuf piece = body.poll(wake);
        if (piece == null) {
          return;
        }
        if (piece == BodyBuffer.END) {
          finish(null);
          return;
        }
        byte[] bytes = new byte[piece.readableBytes()];
        piece.readBytes(bytes);
        piece.release();
        listeners.emit(DATA, listener -> listener.accept(ByteBuffer.wrap(bytes)));
      }
      postPump();
    } catch (BodyFailure e) {
      finish(e.reason());
    }
  }

  /** The last events, on the event thread; none when the request was aborted. */
  private void finish(@Nullable Throwable failure) {
    synchronized (this) {
      if (flow == Flow.OVER || request.isClosed()) {
        return;
      }
      flow = Flow.OVER;
      if (failure == null) {
        trailers = body.trailers();
      }
    }
    if (failure == null) {
      listeners.emit(END, Runnable::run);
    } else if (!listeners.emit(ERROR, listener -> listener.accept(failure))) {
      LOG.warn(
          "the response to {} broke off, and has no error listener: {}",
          request,
          failure.toString());
    }
    if (!request.isClosed()) {
      listeners.emit(CLOSE, Runnable::run);
      request.onResponseOver();
    }
  }

  /** Gives the body up; {@link #emitAborted} follows. */
  void cancel(NetException reason) {
    body.cancel(reason);
  }

  /** The request was aborted; on the event thread. */
  void emitAborted() {
    synchronized (this) {
      if (flow == Flow.OVER) {
        return;
      }
      flow = Flow.OVER;
    }
    listeners.emit(ABORTED, Runnable::run);
    listeners.emit(CLOSE, Runnable::run);
  }

  @Override
  public CompletableFuture<byte[]> bytes() {
    synchronized (this) {
      if (flow != Flow.HELD && !(flow == Flow.PAUSED && !claimed)) {
        return CompletableFuture.failedFuture(
            new IllegalStateException("the body of the response is being taken already"));
      }
      flow = Flow.TAKEN;
    }
    return finishAfter(BodyReading.bytes(request.surroundings().workers(), body));
  }

  @Override
  public CompletableFuture<Long> pipeTo(OutputStream stream) {
    Objects.requireNonNull(stream, "stream");
    synchronized (this) {
      if (flow != Flow.HELD && !(flow == Flow.PAUSED && !claimed)) {
        return CompletableFuture.failedFuture(
            new IllegalStateException("the body of the response is being taken already"));
      }
      flow = Flow.TAKEN;
    }
    return finishAfter(BodyReading.copy(request.surroundings().workers(), body, stream, this));
  }

  private <T> CompletableFuture<T> finishAfter(Promise<T> reading) {
    reading.whenComplete((result, failure) -> events.execute(() -> finish(failure)));
    return reading;
  }

  // ---- Listeners

  @Override
  public <L> IncomingMessage on(EventType<L> type, L listener) {
    listeners.add(type, listener, false);
    return flowIfData(type);
  }

  @Override
  public <L> IncomingMessage once(EventType<L> type, L listener) {
    listeners.add(type, listener, true);
    return flowIfData(type);
  }

  /** A data listener starts the flow, unless it was paused by hand (Node's rule). */
  private synchronized IncomingMessage flowIfData(EventType<?> type) {
    return type == DATA && flow == Flow.HELD ? resume() : this;
  }

  @Override
  public <L> IncomingMessage off(EventType<L> type, L listener) {
    listeners.remove(type, Objects.requireNonNull(listener, "listener"));
    return this;
  }

  @Override
  public IncomingMessage removeAllListeners(EventType<?> type) {
    listeners.removeAll(type);
    return this;
  }

  @Override
  public IncomingMessage removeAllListeners() {
    listeners.removeAll();
    return this;
  }

  @Override
  public int listenerCount(EventType<?> type) {
    return listeners.count(type);
  }

  @Override
  public String toString() {
    return "IncomingMessage[" + head.status() + " of " + request + "]";
  }
}
