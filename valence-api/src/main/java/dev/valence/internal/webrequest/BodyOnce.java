package dev.valence.internal.webrequest;

import dev.valence.internal.async.Workers;
import dev.valence.internal.fetch.BodyBuffer;
import dev.valence.internal.fetch.BodyReading;
import dev.valence.net.PulledBody;
import dev.valence.net.RequestBody;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;

/**
 * The body of a request in the hands of a listener. Once it is subscribed to, a body that cannot be
 * read twice is gone for the server.
 */
final class BodyOnce implements Flow.Publisher<ByteBuffer> {
  private final EventLoop loop;
  private final Workers workers;
  private final RequestBody body;
  private volatile boolean read;

  BodyOnce(EventLoop loop, Workers workers, RequestBody body) {
    this.loop = loop;
    this.workers = workers;
    this.body = body;
  }

  /** Whether nothing is left for the server. */
  boolean isUsedUp() {
    return read && !body.isReplayable();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    read = true;
    PulledBody stream = PulledBody.of(loop, body);
    BodyBuffer buffer = new BodyBuffer(loop, stream);
    try {
      loop.execute(() -> stream.subscribe(buffer));
    } catch (RejectedExecutionException ended) {
      buffer.breakOff(ended);
    }
    buffer.claim();
    BodyReading.publisher(workers, buffer, this).subscribe(subscriber);
  }

  @Override
  public String toString() {
    return "the body of a request";
  }
}
