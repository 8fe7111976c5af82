package dev.valence.net.internal.road;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response that nobody wants to its end, so that its connection is free for the next
 * request; one that is long or slow is given up, and its connection with it.
 */
final class BodyDrain implements BodySink {
  private static final int MOST_BYTES = 64 * 1024;
  private static final long LONGEST_MILLIS = 2_000;

  private final BodyStream body;
  private final Consumer<Boolean> then;
  private @Nullable ScheduledFuture<?> limit;
  private int bytes;
  private boolean over;

  private BodyDrain(BodyStream body, Consumer<Boolean> then) {
    this.body = body;
    this.then = then;
  }

  /**
   * Drains a body.
   *
   * @param then hears whether it came to its end
   */
  static void start(BodyStream body, EventLoop loop, Consumer<Boolean> then) {
    BodyDrain drain = new BodyDrain(body, then);
    body.subscribe(drain);
    if (!drain.over) {
      drain.limit = loop.schedule(() -> drain.finish(false), LONGEST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void onData(ByteBuf chunk) {
    bytes += chunk.readableBytes();
    chunk.release();
    if (bytes > MOST_BYTES) {
      finish(false);
    }
  }

  @Override
  public void onEnd(HeaderList trailers) {
    finish(true);
  }

  @Override
  public void onError(NetException error) {
    finish(false);
  }

  private void finish(boolean whole) {
    if (over) {
      return;
    }
    over = true;
    if (limit != null) {
      limit.cancel(false);
    }
    if (!whole) {
      body.cancel();
    }
    then.accept(whole);
  }
}
