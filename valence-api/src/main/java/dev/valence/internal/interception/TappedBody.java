package dev.valence.internal.interception;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * A response body with a tap. It stops while its reader wants so, or the tap. Confined to the
 * network thread.
 */
final class TappedBody implements BodyStream, BodySink {
  private final EventLoop loop;
  private final BodyStream stream;
  private final TapFeed feed;
  private @Nullable BodySink sink;
  private boolean pausedByReader;
  private boolean pausedByTap;

  TappedBody(EventLoop loop, BodyStream stream, TapFeed feed) {
    this.loop = loop;
    this.stream = stream;
    this.feed = feed;
  }

  @Override
  public void subscribe(BodySink newSink) {
    if (sink != null) {
      throw new IllegalStateException("the body has a reader already; a body can be read once");
    }
    sink = newSink;
    stream.subscribe(this);
  }

  @Override
  public void pause() {
    pausedByReader = true;
    stream.pause();
  }

  @Override
  public void resume() {
    pausedByReader = false;
    if (!pausedByTap) {
      stream.resume();
    }
  }

  @Override
  public void cancel() {
    stream.cancel();
    feed.fail(new NetException(NetError.ABORTED, "the reader gave the body up", null));
  }

  @Override
  public void onData(ByteBuf chunk) {
    feed.offer(chunk);
    if (feed.isFull() && !pausedByTap) {
      pausedByTap = true;
      stream.pause();
      feed.whenRoom(this::onRoom);
    }
    BodySink to = sink;
    if (to == null) {
      chunk.release();
    } else {
      to.onData(chunk);
    }
  }

  private void onRoom() {
    if (!loop.inEventLoop()) {
      loop.execute(this::onRoom);
      return;
    }
    pausedByTap = false;
    if (!pausedByReader) {
      stream.resume();
    }
  }

  @Override
  public void onEnd(HeaderList trailers) {
    feed.end(trailers);
    BodySink to = sink;
    if (to != null) {
      to.onEnd(trailers);
    }
  }

  @Override
  public void onError(NetException error) {
    feed.fail(error);
    BodySink to = sink;
    if (to != null) {
      to.onError(error);
    }
  }
}
