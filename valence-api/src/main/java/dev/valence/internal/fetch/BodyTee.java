package dev.valence.internal.fetch;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/**
 * One body for two readers (Streams §4.9.3 "tee"). The network is paused while neither wants more;
 * a reader that falls too far behind the other loses its body. Confined to the network thread.
 */
final class BodyTee implements BodySink {
  /** How far one reader may fall behind the other, in bytes. */
  static final int LONGEST_LAG = 16 << 20;

  private final BodyStream source;
  private final Branch one;
  private final Branch other;
  private boolean delivering;

  private BodyTee(EventLoop loop, BodyStream source) {
    this.source = source;
    this.one = new Branch(loop);
    this.other = new Branch(loop);
  }

  /** Splits a body that flows; returns the two that take its place. */
  static BodyBuffer[] split(BodyBuffer body, EventLoop loop, BodyStream source) {
    body.claimForForwarding();
    BodyTee tee = new BodyTee(loop, source);
    loop.execute(() -> body.forwardTo(tee));
    return new BodyBuffer[] {tee.one.buffer, tee.other.buffer};
  }

  @Override
  public void onData(ByteBuf chunk) {
    delivering = true;
    one.take(chunk.retainedDuplicate());
    other.take(chunk);
    delivering = false;
    balance();
  }

  @Override
  public void onEnd(HeaderList trailers) {
    one.buffer.onEnd(trailers);
    other.buffer.onEnd(trailers);
  }

  @Override
  public void onError(NetException error) {
    one.buffer.onError(error);
    other.buffer.onError(error);
  }

  /** Never between the two readers' turns: a source that goes on may deliver at once. */
  private void balance() {
    if (delivering) {
      return;
    }
    if (one.cancelled && other.cancelled) {
      source.cancel();
    } else if (one.idle() && other.idle()) {
      source.pause();
    } else {
      source.resume();
    }
  }

  /** What one reader's buffer takes for its network stream. */
  private final class Branch implements BodyStream {
    private final BodyBuffer buffer;
    private boolean paused;
    private boolean cancelled;

    Branch(EventLoop loop) {
      this.buffer = new BodyBuffer(loop, this);
    }

    boolean idle() {
      return paused || cancelled;
    }

    void take(ByteBuf chunk) {
      if (cancelled) {
        chunk.release();
        return;
      }
      buffer.onData(chunk);
      if (buffer.held() > LONGEST_LAG) {
        cancelled = true;
        buffer.onError(
            new NetException(
                NetError.INSUFFICIENT_RESOURCES,
                "the body was cloned, and this reader is more than "
                    + LONGEST_LAG
                    + " bytes behind the other",
                null));
      }
    }

    @Override
    public void subscribe(BodySink sink) {
      throw new IllegalStateException("the tee feeds its buffers itself");
    }

    @Override
    public void pause() {
      paused = true;
      balance();
    }

    @Override
    public void resume() {
      paused = false;
      balance();
    }

    @Override
    public void cancel() {
      cancelled = true;
      balance();
    }
  }
}
