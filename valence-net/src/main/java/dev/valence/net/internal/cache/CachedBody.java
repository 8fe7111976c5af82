package dev.valence.net.internal.cache;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.body.BodyQueue;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A stored body on its way to one reader, who can be told that it is given up. While the entry is
 * still being written, the {@link CacheFill} behind it knows how far this reader is. Confined to
 * the network thread.
 */
public final class CachedBody implements BodyStream, BodySink {
  private static final BodyQueue.Producer NOBODY =
      new BodyQueue.Producer() {
        @Override
        public void onConsumed(int bytes) {}

        @Override
        public void onCancelled() {}
      };

  private final BodyStream stored;
  private final @Nullable CacheFill fill;
  private @Nullable BodySink sink;
  private @Nullable NetException untold;
  private boolean paused;
  private long position;
  private boolean over;

  /**
   * A body.
   *
   * @param stored where the bytes come from
   * @param from the offset of the first byte within the whole
   * @param fill who writes the entry, or null when it is whole
   */
  public CachedBody(BodyStream stored, long from, @Nullable CacheFill fill) {
    this.stored = stored;
    this.position = from;
    this.fill = fill;
    if (fill != null) {
      fill.join(this);
    }
  }

  /** A body without a byte. */
  public static CachedBody empty() {
    BodyQueue none = new BodyQueue(NOBODY);
    none.finish(null);
    return new CachedBody(none, 0, null);
  }

  /** The offset behind the last byte that was handed out. */
  long position() {
    return position;
  }

  /** Gives it up; the sink hears of the reason. */
  public void abort(NetException reason) {
    if (over) {
      return;
    }
    end();
    stored.cancel();
    untold = reason;
    tell();
  }

  /** A reader who is not there yet, or pauses, hears of the end later. */
  private void tell() {
    NetException reason = untold;
    BodySink to = sink;
    if (reason != null && to != null && !paused) {
      untold = null;
      to.onError(reason);
    }
  }

  @Override
  public void subscribe(BodySink newSink) {
    if (sink != null) {
      throw new IllegalStateException("the body has a reader already; a body can be read once");
    }
    sink = newSink;
    if (over) {
      tell();
    } else {
      stored.subscribe(this);
    }
  }

  @Override
  public void pause() {
    paused = true;
    stored.pause();
  }

  @Override
  public void resume() {
    paused = false;
    if (over) {
      tell();
    } else {
      stored.resume();
    }
  }

  @Override
  public void cancel() {
    untold = null;
    if (!over) {
      end();
      stored.cancel();
    }
  }

  @Override
  public void onData(ByteBuf chunk) {
    BodySink to = sink;
    if (over || to == null) {
      chunk.release();
      return;
    }
    position += chunk.readableBytes();
    to.onData(chunk);
    if (fill != null && !over) {
      fill.adjust();
    }
  }

  @Override
  public void onEnd(HeaderList trailers) {
    BodySink to = sink;
    if (!over && to != null) {
      end();
      to.onEnd(trailers);
    }
  }

  @Override
  public void onError(NetException error) {
    BodySink to = sink;
    if (!over && to != null) {
      end();
      to.onError(error);
    }
  }

  private void end() {
    over = true;
    if (fill != null) {
      fill.leave(this);
    }
  }
}
