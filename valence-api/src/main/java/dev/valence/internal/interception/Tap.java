package dev.valence.internal.interception;

import dev.valence.interception.BodyTap;
import dev.valence.internal.async.Workers;
import dev.valence.internal.fetch.BodyBuffer;
import dev.valence.internal.fetch.BodyReading;
import dev.valence.internal.fetch.ForgottenBodies;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.LongSupplier;

/** The reader's side of a tap. Where it is forgotten unread, the body flows on without it. */
final class Tap implements BodyTap {
  private final Workers workers;
  private final BodyBuffer buffer;
  private final LongSupplier dropped;

  Tap(Workers workers, BodyBuffer buffer, LongSupplier dropped) {
    this.workers = workers;
    this.buffer = buffer;
    this.dropped = dropped;
    ForgottenBodies.watch(this, buffer);
  }

  @Override
  public Flow.Publisher<ByteBuffer> body() {
    buffer.claim();
    return BodyReading.publisher(workers, buffer, this);
  }

  @Override
  public InputStream inputStream() {
    buffer.claim();
    return BodyReading.inputStream(buffer, this);
  }

  @Override
  public CompletableFuture<byte[]> bytes() {
    try {
      return BodyReading.bytes(workers, buffer);
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public long dropped() {
    return dropped.getAsLong();
  }

  @Override
  public void close() {
    buffer.cancel(new NetException(NetError.ABORTED, "the tap was closed", null));
  }
}
