package dev.valence.internal.fetch;

import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RangeDecision.Part;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads a part of a channel on worker threads; the channel stays open. Of a file some pieces are
 * read ahead, so that the disk and the reader work at the same time and seldom wait for each other.
 */
final class ChannelReader implements UploadReader {
  private static final int MOST_AHEAD = 2;

  private final SeekableByteChannel channel;
  private final Executor workers;
  private final long end;
  private final int mostAhead;

  /** Only in the task that reads. */
  private long position;

  // Guarded by this.
  private boolean reading;
  private boolean closed;
  private int pieceBytes;
  private @Nullable Sink waiting;
  private final ArrayDeque<Result> ready = new ArrayDeque<>(MOST_AHEAD);
  private boolean ended;

  /** A piece, or the end, or a failure. */
  private record Result(@Nullable ByteBuf piece, @Nullable Throwable failure) {
    void tell(Sink sink) {
      if (piece != null) {
        sink.onPiece(piece);
      } else if (failure != null) {
        sink.onError(failure);
      } else {
        sink.onEnd(new HeaderList(1));
      }
    }

    boolean isLast() {
      return piece == null;
    }

    void release() {
      if (piece != null) {
        piece.release();
      }
    }
  }

  ChannelReader(SeekableByteChannel channel, Part part, Executor workers) {
    this.channel = channel;
    this.workers = workers;
    this.position = part.from();
    this.end = part.to();
    // Others may not like to be closed while they are read.
    this.mostAhead = channel instanceof FileChannel ? MOST_AHEAD : 0;
  }

  @Override
  public void read(int maxBytes, Sink sink) {
    Result now;
    boolean start;
    synchronized (this) {
      pieceBytes = maxBytes;
      now = ready.poll();
      if (now == null) {
        waiting = sink;
      }
      boolean few = now == null || ready.size() <= mostAhead / 2 && mostAhead > 0;
      start = few && !reading && !closed && !ended;
      reading |= start;
    }
    if (start) {
      workers.execute(this::work);
    }
    if (now != null) {
      now.tell(sink);
    }
  }

  /** Reads until enough lies ready that nobody waits for. */
  private void work() {
    boolean more = true;
    while (more) {
      int wanted;
      synchronized (this) {
        wanted = (int) Math.min(pieceBytes, end - position);
      }
      Result result = wanted == 0 ? new Result(null, null) : readNow(wanted);
      Sink to;
      synchronized (this) {
        to = waiting;
        waiting = null;
        ended |= closed || result.isLast();
        if (closed) {
          result.release();
          result = new Result(null, null);
        } else if (to == null) {
          ready.add(result);
        }
        more = !ended && ready.size() < mostAhead;
        reading = more;
      }
      if (to != null) {
        result.tell(to);
      }
    }
  }

  private Result readNow(int wanted) {
    // Direct, so that the bytes are not copied once more on their way out of the system.
    ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer(wanted, wanted);
    try {
      int got = fill(piece.internalNioBuffer(0, wanted));
      if (got > 0) {
        position += got;
        return new Result(piece.writerIndex(got), null);
      }
      // The file has become shorter; whoever reads knows how much was promised.
      piece.release();
      return new Result(null, null);
    } catch (IOException | RuntimeException | Error e) {
      piece.release();
      return new Result(null, e);
    }
  }

  private int fill(ByteBuffer into) throws IOException {
    if (channel instanceof FileChannel file) {
      return file.read(into, position);
    }
    channel.position(position);
    return channel.read(into);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      ready.forEach(Result::release);
      ready.clear();
    }
  }
}
