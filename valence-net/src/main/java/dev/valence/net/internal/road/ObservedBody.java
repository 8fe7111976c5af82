package dev.valence.net.internal.road;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A body that somebody watches on its way. Confined to the network thread. */
final class ObservedBody implements BodyStream, BodySink {
  /** Hears what passes, before it does; the end is told once. */
  interface Listener {
    void onData(ByteBuf chunk);

    default void onEnd() {}

    default void onError(NetException error) {}

    default void onCancelled() {}
  }

  private final BodyStream stream;
  private final Listener listener;
  private @Nullable BodySink sink;
  private boolean over;

  ObservedBody(BodyStream stream, Listener listener) {
    this.stream = stream;
    this.listener = listener;
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
    stream.pause();
  }

  @Override
  public void resume() {
    stream.resume();
  }

  @Override
  public void cancel() {
    stream.cancel();
    if (!over) {
      over = true;
      listener.onCancelled();
    }
  }

  @Override
  public void onData(ByteBuf chunk) {
    BodySink to = sink;
    if (to == null) {
      chunk.release();
      return;
    }
    listener.onData(chunk);
    to.onData(chunk);
  }

  @Override
  public void onEnd(HeaderList trailers) {
    BodySink to = sink;
    if (!over) {
      over = true;
      listener.onEnd();
    }
    if (to != null) {
      to.onEnd(trailers);
    }
  }

  @Override
  public void onError(NetException error) {
    BodySink to = sink;
    if (!over) {
      over = true;
      listener.onError(error);
    }
    if (to != null) {
      to.onError(error);
    }
  }
}
