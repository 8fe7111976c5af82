package dev.valence.internal.request;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The body of a chunked request: what the program writes, until the network takes it. Any thread.
 */
final class ChunkedUpload implements RequestBody {
  /** Above this many waiting bytes a write asks its caller to wait. */
  static final int HIGH_WATER = 64 << 10;

  private record Piece(byte[] bytes, @Nullable Runnable callback) {}

  private final Executor events;
  private final Runnable whenDrained;
  private final Runnable whenTaken;
  private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
  private int offset;
  private long waiting;
  private boolean drainOwed;
  private boolean taken;
  private boolean ended;
  private boolean endTaken;
  private @Nullable Reader reader;

  /**
   * A body to be written.
   *
   * @param events where callbacks run
   * @param whenDrained called after a write gave false, once the network has taken everything
   * @param whenTaken called once the network has taken the end
   */
  ChunkedUpload(Executor events, Runnable whenDrained, Runnable whenTaken) {
    this.events = events;
    this.whenDrained = whenDrained;
    this.whenTaken = whenTaken;
  }

  /** Adds a piece; false when the caller should wait. */
  boolean write(byte[] bytes, @Nullable Runnable callback) {
    boolean goOn;
    synchronized (this) {
      pieces.add(new Piece(bytes, callback));
      waiting += bytes.length;
      goOn = waiting <= HIGH_WATER;
      drainOwed |= !goOn;
    }
    answer();
    return goOn;
  }

  void end() {
    synchronized (this) {
      ended = true;
    }
    answer();
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public boolean isReplayable() {
    return false;
  }

  /** As long as nothing was taken the beginning is still there, for a new connection to try. */
  @Override
  public synchronized UploadReader open() throws NetException {
    if (taken) {
      throw new NetException(
          NetError.UPLOAD_STREAM_REWIND_NOT_SUPPORTED,
          "the body of a chunked request is gone once it is sent",
          null);
    }
    Reader opened = new Reader();
    reader = opened;
    return opened;
  }

  private void answer() {
    Reader to;
    synchronized (this) {
      to = reader;
    }
    if (to != null) {
      to.answer();
    }
  }

  private final class Reader implements UploadReader {
    private @Nullable Sink sink;
    private int most;

    @Override
    public void read(int maxBytes, Sink answerTo) {
      synchronized (ChunkedUpload.this) {
        sink = answerTo;
        most = maxBytes;
      }
      answer();
    }

    @Override
    public void close() {
      synchronized (ChunkedUpload.this) {
        sink = null;
        if (reader == this) {
          reader = null;
        }
      }
    }

    private void answer() {
      Sink to;
      byte[] bytes = {};
      int from = 0;
      int length = 0;
      Runnable callback = null;
      boolean end = false;
      boolean firstEnd = false;
      boolean drained = false;
      synchronized (ChunkedUpload.this) {
        to = sink;
        if (to == null) {
          return;
        }
        Piece piece = pieces.peek();
        if (piece != null) {
          taken = true;
          bytes = piece.bytes;
          from = offset;
          length = Math.min(most, bytes.length - offset);
          offset += length;
          waiting -= length;
          if (offset == bytes.length) {
            pieces.remove();
            offset = 0;
            callback = piece.callback;
          }
          drained = drainOwed && waiting == 0;
          drainOwed &= !drained;
        } else if (ended) {
          end = true;
          firstEnd = !endTaken;
          endTaken = true;
        } else {
          return;
        }
        sink = null;
      }
      if (callback != null) {
        events.execute(callback);
      }
      if (drained) {
        whenDrained.run();
      }
      if (firstEnd) {
        whenTaken.run();
      }
      if (end) {
        to.onEnd(new HeaderList(1));
      } else {
        to.onPiece(Unpooled.wrappedBuffer(bytes, from, length));
      }
    }
  }
}
