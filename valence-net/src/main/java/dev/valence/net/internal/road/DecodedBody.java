package dev.valence.net.internal.road;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.decode.ContentDecoder;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A body between its coded and its decoded form. Decodes one piece at a time and only while its
 * reader takes them, so that a small body that unpacks to gigabytes costs one piece. Confined to
 * the network thread.
 */
final class DecodedBody implements BodyStream, BodySink {
  private enum Input {
    OPEN,
    ENDED,
    BROKEN
  }

  private final BodyStream coded;
  private final ContentDecoder decoder;
  private @Nullable BodySink sink;
  private Input input = Input.OPEN;
  private @Nullable HeaderList trailers;
  private @Nullable NetException failure;
  private boolean paused;
  private boolean pumping;
  private boolean over;

  DecodedBody(BodyStream coded, ContentDecoder decoder) {
    this.coded = coded;
    this.decoder = decoder;
  }

  @Override
  public void subscribe(BodySink newSink) {
    if (sink != null) {
      throw new IllegalStateException("the body has a reader already; a body can be read once");
    }
    sink = newSink;
    coded.subscribe(this);
  }

  @Override
  public void pause() {
    paused = true;
    coded.pause();
  }

  @Override
  public void resume() {
    paused = false;
    pump();
    if (!paused && !over) {
      coded.resume();
    }
  }

  @Override
  public void cancel() {
    if (!over) {
      over = true;
      if (!pumping) {
        decoder.close();
      }
    }
    coded.cancel();
  }

  @Override
  public void onData(ByteBuf chunk) {
    if (over) {
      chunk.release();
      return;
    }
    decoder.feed(chunk);
    pump();
  }

  @Override
  public void onEnd(HeaderList endTrailers) {
    if (!over) {
      input = Input.ENDED;
      trailers = endTrailers;
      decoder.endOfInput();
      pump();
    }
  }

  @Override
  public void onError(NetException error) {
    if (!over) {
      input = Input.BROKEN;
      failure = error;
      pump();
    }
  }

  private void pump() {
    BodySink to = sink;
    if (pumping || over || to == null) {
      return;
    }
    pumping = true;
    NetException broken = null;
    boolean drained = false;
    try {
      while (!paused && !over) {
        ByteBuf piece = decoder.poll();
        if (piece == null) {
          drained = true;
          break;
        }
        to.onData(piece);
      }
    } catch (NetException e) {
      broken = e;
    } finally {
      pumping = false;
    }
    if (over) {
      decoder.close();
    } else if (broken != null) {
      finish();
      coded.cancel();
      to.onError(failure == null ? broken : failure);
    } else if (drained && input == Input.ENDED) {
      finish();
      to.onEnd(trailers == null ? new HeaderList(1) : trailers);
    } else if (drained && failure != null) {
      finish();
      to.onError(failure);
    }
  }

  private void finish() {
    over = true;
    decoder.close();
  }
}
