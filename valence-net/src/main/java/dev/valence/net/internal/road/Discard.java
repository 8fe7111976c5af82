package dev.valence.net.internal.road;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;

/** Reads a body to its end, however long, for the cache alone. */
final class Discard implements BodySink {
  private final Runnable whenOver;

  private Discard(Runnable whenOver) {
    this.whenOver = whenOver;
  }

  /** Reads it; the task runs at the end, whatever it is. */
  static void rest(BodyStream body, Runnable whenOver) {
    body.subscribe(new Discard(whenOver));
  }

  @Override
  public void onData(ByteBuf chunk) {
    chunk.release();
  }

  @Override
  public void onEnd(HeaderList trailers) {
    whenOver.run();
  }

  @Override
  public void onError(NetException error) {
    whenOver.run();
  }
}
