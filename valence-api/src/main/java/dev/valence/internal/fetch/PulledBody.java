package dev.valence.internal.fetch;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A body that is pulled, as requests have it, in the form in which responses flow. Confined to the
 * network thread, but for what its reader answers.
 */
public final class PulledBody implements BodyStream, UploadReader.Sink {
  private static final int PIECE = 64 << 10;

  private final EventLoop loop;
  private final RequestBody body;
  private @Nullable BodySink sink;
  private @Nullable UploadReader reader;
  private boolean paused;
  private boolean asked;
  private boolean pulling;
  private boolean over;

  public PulledBody(EventLoop loop, RequestBody body) {
    this.loop = loop;
    this.body = body;
  }

  @Override
  public void subscribe(BodySink newSink) {
    if (sink != null) {
      throw new IllegalStateException("the body has a reader already; a body can be read once");
    }
    sink = newSink;
    if (over) {
      return;
    }
    try {
      reader = body.open();
    } catch (NetException e) {
      over = true;
      newSink.onError(e);
      return;
    }
    pull();
  }

  /** A loop, not a recursion: many a reader answers within the question. */
  private void pull() {
    if (pulling) {
      return;
    }
    pulling = true;
    UploadReader from = reader;
    while (from != null && !over && !paused && !asked) {
      asked = true;
      from.read(PIECE, this);
    }
    pulling = false;
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    pull();
  }

  @Override
  public void cancel() {
    finish();
  }

  private boolean finish() {
    if (over) {
      return false;
    }
    over = true;
    UploadReader from = reader;
    reader = null;
    if (from != null) {
      from.close();
    }
    return true;
  }

  // ---- What the reader answers, on any thread

  @Override
  public void onPiece(ByteBuf piece) {
    if (loop.inEventLoop()) {
      give(piece);
    } else {
      onLoop(() -> give(piece), piece);
    }
  }

  private void give(ByteBuf piece) {
    asked = false;
    BodySink to = sink;
    if (over || to == null) {
      piece.release();
      return;
    }
    if (piece.isReadable()) {
      to.onData(piece);
    } else {
      piece.release();
    }
    pull();
  }

  @Override
  public void onEnd(HeaderList trailers) {
    onLoop(
        () -> {
          BodySink to = sink;
          if (finish() && to != null) {
            to.onEnd(trailers);
          }
        },
        null);
  }

  @Override
  public void onError(Throwable cause) {
    onLoop(
        () -> {
          BodySink to = sink;
          if (finish() && to != null) {
            to.onError(
                cause instanceof NetException net
                    ? net
                    : new NetException(NetError.FAILED, "the body cannot be read", cause));
          }
        },
        null);
  }

  private void onLoop(Runnable action, @Nullable ByteBuf piece) {
    if (loop.inEventLoop()) {
      action.run();
      return;
    }
    try {
      loop.execute(action);
    } catch (RejectedExecutionException ended) {
      // The network has ended, and every reader with it.
      if (piece != null) {
        piece.release();
      }
    }
  }
}
