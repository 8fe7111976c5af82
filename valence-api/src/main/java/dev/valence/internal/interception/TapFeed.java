package dev.valence.internal.interception;

import dev.valence.interception.BodyTap;
import dev.valence.interception.TapOptions;
import dev.valence.interception.TapOptions.Overflow;
import dev.valence.internal.async.Workers;
import dev.valence.internal.fetch.BodyBuffer;
import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The body's side of a tap: what flows by is offered here. Where the tap holds its body, {@link
 * #isFull} tells to wait, and {@link #whenRoom} when to go on. Offers come one after the other; the
 * tap's reader may be on any thread.
 */
final class TapFeed implements BodyStream {
  private final TapOptions options;
  private final BodyBuffer buffer;

  // All below is guarded by this.
  private boolean full;
  private boolean closed;
  private long dropped;
  private @Nullable Runnable whenRoom;

  TapFeed(EventLoop loop, TapOptions options) {
    this.options = options;
    this.buffer = new BodyBuffer(loop, this, options.capacity());
  }

  /**
   * What the interceptor reads. It is not kept here, so that a tap that everybody forgot can be
   * collected, and the body flows on.
   */
  BodyTap newTap(Workers workers) {
    return new Tap(workers, buffer, this::dropped);
  }

  // ---- What the body tells

  /** A piece flows by; it is copied where it is wanted. */
  void offer(ByteBuf piece) {
    synchronized (this) {
      if (closed) {
        return;
      }
      if (full && options.overflow() == Overflow.DROP) {
        dropped += piece.readableBytes();
        return;
      }
    }
    buffer.onData(piece.retainedDuplicate());
  }

  void end(HeaderList trailers) {
    buffer.onEnd(trailers);
  }

  void fail(Throwable cause) {
    buffer.breakOff(cause);
  }

  /** Whether the body has to wait. */
  synchronized boolean isFull() {
    return full && !closed && options.overflow() == Overflow.HOLD;
  }

  /** Runs the action once the body need not wait; at once where it need not. */
  void whenRoom(Runnable action) {
    synchronized (this) {
      if (isFull()) {
        whenRoom = action;
        return;
      }
    }
    action.run();
  }

  synchronized long dropped() {
    return dropped;
  }

  // ---- What the tap's buffer tells, on the network thread or that of an offer

  @Override
  public void subscribe(BodySink sink) {
    throw new IllegalStateException("a tap feeds its buffer alone");
  }

  @Override
  public synchronized void pause() {
    full = true;
  }

  @Override
  public void resume() {
    goOn(false);
  }

  @Override
  public void cancel() {
    goOn(true);
  }

  private void goOn(boolean close) {
    Runnable action;
    synchronized (this) {
      full = false;
      closed |= close;
      action = whenRoom;
      whenRoom = null;
    }
    if (action != null) {
      action.run();
    }
  }
}
