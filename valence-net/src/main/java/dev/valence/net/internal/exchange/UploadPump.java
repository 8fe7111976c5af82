package dev.valence.net.internal.exchange;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Moves a request body to a connection no faster than the connection takes it, and holds it to the
 * length it states. Confined to the network thread; the reader may answer from any.
 */
public final class UploadPump implements UploadReader.Sink {
  /** Where the body goes: an HTTP/1.1 connection or an HTTP/2 stream. */
  public interface Target {
    /**
     * Whether a piece may be written now; when that changes to true the target calls {@link
     * UploadPump#proceed}.
     */
    boolean canWrite();

    void write(ByteBuf piece);

    void writeEnd(HeaderList trailers);

    /** Bytes handed to the connection so far. */
    void onProgress(long sent);

    void onUploadFailed(NetException error);
  }

  private enum State {
    READY,
    WAITING_FOR_PIECE,
    DONE
  }

  private static final int PIECE_BYTES = 128 * 1024;

  private final UploadReader reader;
  private final Target target;
  private final EventExecutor loop;
  private final long length;
  private long sent;
  private State state = State.READY;
  private boolean looping;

  /**
   * Opens the body.
   *
   * @throws NetException when the body cannot be read
   */
  public UploadPump(RequestBody body, Target target, EventExecutor loop) throws NetException {
    this.length = body.length();
    this.reader = body.open();
    this.target = target;
    this.loop = loop;
  }

  public boolean isDone() {
    return state == State.DONE;
  }

  /** Goes on as far as target and reader allow. */
  public void proceed() {
    if (looping) {
      return;
    }
    looping = true;
    try {
      while (state == State.READY && target.canWrite()) {
        state = State.WAITING_FOR_PIECE;
        reader.read(PIECE_BYTES, this);
      }
    } catch (RuntimeException defect) {
      fail(defect);
    } finally {
      looping = false;
    }
  }

  /** Stops without an end. */
  public void stop() {
    if (state != State.DONE) {
      state = State.DONE;
      reader.close();
    }
  }

  @Override
  public void onPiece(ByteBuf piece) {
    if (loop.inEventLoop()) {
      take(piece);
    } else {
      loop.execute(() -> take(piece));
    }
  }

  @Override
  public void onEnd(HeaderList trailers) {
    if (loop.inEventLoop()) {
      end(trailers);
    } else {
      loop.execute(() -> end(trailers));
    }
  }

  @Override
  public void onError(Throwable cause) {
    if (loop.inEventLoop()) {
      fail(cause);
    } else {
      loop.execute(() -> fail(cause));
    }
  }

  private void take(ByteBuf piece) {
    if (state != State.WAITING_FOR_PIECE) {
      piece.release();
      return;
    }
    int bytes = piece.readableBytes();
    if (length >= 0 && bytes > length - sent) {
      piece.release();
      fail(wrongLength("more than"));
      return;
    }
    state = State.READY;
    if (bytes == 0) {
      piece.release();
    } else {
      sent += bytes;
      target.write(piece);
      target.onProgress(sent);
    }
    proceed();
  }

  private void end(HeaderList trailers) {
    if (state != State.WAITING_FOR_PIECE) {
      return;
    }
    if (length >= 0 && sent < length) {
      fail(wrongLength(sent + " bytes instead of"));
      return;
    }
    stop();
    target.writeEnd(trailers);
  }

  private void fail(@Nullable Throwable cause) {
    if (state == State.DONE) {
      return;
    }
    stop();
    target.onUploadFailed(
        cause instanceof NetException error
            ? error
            : new NetException(NetError.FAILED, "the request body could not be read", cause));
  }

  private NetException wrongLength(String what) {
    return new NetException(
        NetError.UPLOAD_FILE_CHANGED,
        "the request body gave " + what + " the " + length + " bytes it stated",
        null);
  }
}
