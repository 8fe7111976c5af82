package dev.valence.internal.fetch;

import dev.valence.event.async.Promise;
import dev.valence.internal.async.Workers;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Gives a body to a consumer piece by piece, on worker threads; the future of its length. */
final class BodyConsumer extends Promise<Long> {
  /** Takes the pieces, in order, never two at a time. */
  interface Target {
    void accept(ByteBuffer piece) throws Exception;

    /** The body is whole. */
    default void complete() throws Exception {}

    /** It never will be. */
    default void abandon() {}
  }

  private final Workers workers;
  private final BodyBuffer body;
  private final Target target;

  /** Kept reachable while the body is read. */
  private final Object owner;

  private final Runnable pump = this::pump;
  private final Runnable wake = this::schedule;
  private long length;

  BodyConsumer(Workers workers, BodyBuffer body, Target target, Object owner) {
    super(workers);
    this.workers = workers;
    this.body = body;
    this.target = target;
    this.owner = owner;
  }

  /** Starts to read; the body is claimed already. */
  void start() {
    schedule();
  }

  private void schedule() {
    workers.execute(pump);
  }

  private void pump() {
    try {
      while (true) {
        ByteBuf piece = body.poll(wake);
        if (piece == null) {
          return;
        }
        if (piece == BodyBuffer.END) {
          target.complete();
          settle(length);
          return;
        }
        take(piece);
      }
    } catch (BodyFailure e) {
      end(e.reason());
    } catch (Exception | Error e) {
      body.cancel(new NetException(NetError.ABORTED, "the consumer of the body failed", e));
      end(e);
    }
  }

  private void take(ByteBuf piece) throws Exception {
    try {
      length += piece.readableBytes();
      if (piece.nioBufferCount() == 1) {
        target.accept(piece.nioBuffer().asReadOnlyBuffer());
      } else {
        for (ByteBuffer part : piece.nioBuffers()) {
          target.accept(part.asReadOnlyBuffer());
        }
      }
    } finally {
      piece.release();
    }
  }

  private void end(@Nullable Throwable cause) {
    target.abandon();
    settleFailure(cause == null ? new NetException(NetError.FAILED) : cause);
  }

  @Override
  protected void onAbandoned() {
    body.cancel(new NetException(NetError.ABORTED, "the reading of the body was cancelled", null));
  }

  @Override
  public String toString() {
    return "the length of the body of " + owner + ": " + super.toString();
  }
}
