package dev.valence.net.internal.throttle;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.exchange.DuplexStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A stream both ways over the session's line, which may become slow and fast again while the stream
 * stands, as Chromium's {@code WebSocketInterceptor} sees to it. On a line without limits it passes
 * everything on. Confined to the network thread.
 */
final class ThrottledStream implements DuplexStream, DuplexStream.Reader {
  private static final int HIGH_WATER = 128 * 1024;

  private record Piece(ByteBuf bytes, @Nullable Sent sent) {}

  private final Throttle throttle;
  private final Reader reader;
  private final Way in = new Way();
  private final Way out = new Way();
  private @Nullable DuplexStream stream;
  private @Nullable NetException failure;
  private boolean ended;
  private boolean reading = true;
  private boolean sourcePaused;
  private boolean over;

  ThrottledStream(Throttle throttle, Reader reader) {
    this.throttle = throttle;
    this.reader = reader;
  }

  private DuplexStream stream() {
    DuplexStream known = stream;
    if (known == null) {
      throw new IllegalStateException("the stream is not open yet");
    }
    return known;
  }

  // ---- What the server sends

  @Override
  public void onOpen(DuplexStream opened) {
    stream = opened;
    reader.onOpen(this);
  }

  @Override
  public void onBytes(ByteBuf bytes) {
    if (over) {
      bytes.release();
    } else if (throttle.down() == null && in.isEmpty() && reading) {
      reader.onBytes(bytes);
    } else {
      in.add(bytes, null);
      pauseSource();
      moveIn();
    }
  }

  private void pauseSource() {
    boolean wanted = reading && in.queued < HIGH_WATER;
    if (sourcePaused == wanted && !ended) {
      sourcePaused = !wanted;
      stream().reading(wanted);
    }
  }

  private void moveIn() {
    if (reading && !over) {
      in.askForTurn(failure == null ? throttle.down() : null, this::deliver);
    }
    endWhenDrained();
  }

  private int deliver(int mostBytes) {
    if (!reading || over) {
      return 0;
    }
    Piece piece = in.take(mostBytes);
    if (piece == null) {
      return 0;
    }
    int count = piece.bytes().readableBytes();
    reader.onBytes(piece.bytes());
    if (!over) {
      pauseSource();
      endWhenDrained();
    }
    return count;
  }

  @Override
  public void onEnd(@Nullable NetException why) {
    ended = true;
    failure = why;
    // What came before a failure is handed over without delay: nobody shall wait for bad news.
    moveIn();
  }

  private void endWhenDrained() {
    if (ended && reading && in.isEmpty() && !over) {
      over = true;
      reader.onEnd(failure);
      out.drop(failure);
    }
  }

  // ---- What this side sends

  @Override
  public void onWritable() {
    moveOut();
    if (!over && isWritable()) {
      reader.onWritable();
    }
  }

  @Override
  public boolean isWritable() {
    return out.queued < HIGH_WATER && stream().isWritable();
  }

  @Override
  public void write(ByteBuf bytes, Sent sent) {
    if (over) {
      bytes.release();
      sent.done(new NetException(NetError.CONNECTION_CLOSED));
    } else if (throttle.up() == null && out.isEmpty()) {
      stream().write(bytes, sent);
    } else {
      out.add(bytes, sent);
    }
  }

  @Override
  public void flush() {
    moveOut();
    stream().flush();
  }

  private void moveOut() {
    if (!over) {
      out.askForTurn(throttle.up(), this::send);
    }
  }

  private int send(int mostBytes) {
    if (over || !stream().isWritable()) {
      // Writability brings another turn.
      return 0;
    }
    boolean wasFull = out.queued >= HIGH_WATER;
    Piece piece = out.take(mostBytes);
    if (piece == null) {
      return 0;
    }
    int count = piece.bytes().readableBytes();
    pass(piece);
    stream().flush();
    if (wasFull && !over && isWritable()) {
      reader.onWritable();
    }
    return count;
  }

  private void pass(Piece piece) {
    Sent sent = piece.sent();
    stream()
        .write(
            piece.bytes(),
            problem -> {
              if (sent != null) {
                sent.done(problem);
              }
            });
  }

  // ---- Both

  @Override
  public EventExecutor loop() {
    return stream().loop();
  }

  @Override
  public ByteBufAllocator alloc() {
    return stream().alloc();
  }

  @Override
  public void reading(boolean wanted) {
    reading = wanted;
    if (!over) {
      pauseSource();
      moveIn();
    }
  }

  /** A goodbye that waits for its turn goes out all the same. */
  @Override
  public void close() {
    if (over) {
      stream().close();
      return;
    }
    over = true;
    for (Piece piece = out.take(HIGH_WATER); piece != null; piece = out.take(HIGH_WATER)) {
      pass(piece);
    }
    stream().flush();
    out.leave();
    in.drop(null);
    stream().close();
  }

  /** What one direction has to move. */
  private static final class Way {
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>(2);
    private @Nullable ThrottledLine entered;
    private ThrottledLine.@Nullable Mover mover;
    private boolean moving;
    int queued;

    boolean isEmpty() {
      return pieces.isEmpty();
    }

    void add(ByteBuf bytes, @Nullable Sent sent) {
      queued += bytes.readableBytes();
      pieces.add(new Piece(bytes, sent));
    }

    /** Some of what is next; the last part of a piece carries its listener. */
    @Nullable Piece take(int mostBytes) {
      Piece first = pieces.peek();
      if (first == null) {
        return null;
      }
      Piece taken = first;
      if (first.bytes().readableBytes() <= mostBytes) {
        pieces.remove();
      } else {
        taken = new Piece(first.bytes().readRetainedSlice(mostBytes), null);
      }
      queued -= taken.bytes().readableBytes();
      return taken;
    }

    /**
     * Moves at the line's pace; without a line at once, as far as the target takes it.
     *
     * @param target moves at most so many bytes; 0 when it takes nothing now
     */
    void askForTurn(@Nullable ThrottledLine line, ThrottledLine.Mover target) {
      if (pieces.isEmpty() || moving) {
        return;
      }
      if (line != null) {
        if (entered == null) {
          mover = mostBytes -> moveInTurn(target, mostBytes);
          entered = line;
          line.enter(mover);
        }
        return;
      }
      leave();
      moving = true;
      try {
        while (!pieces.isEmpty() && target.move(HIGH_WATER) > 0) {}
      } finally {
        moving = false;
      }
    }

    private int moveInTurn(ThrottledLine.Mover target, int mostBytes) {
      moving = true;
      try {
        int moved = target.move(mostBytes);
        if (moved == 0) {
          entered = null;
        }
        return moved;
      } finally {
        moving = false;
      }
    }

    void leave() {
      ThrottledLine line = entered;
      ThrottledLine.Mover entrant = mover;
      if (line != null && entrant != null) {
        line.leave(entrant);
        entered = null;
      }
    }

    void drop(@Nullable NetException why) {
      leave();
      for (Piece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
        piece.bytes().release();
        if (piece.sent() != null) {
          piece.sent().done(why != null ? why : new NetException(NetError.CONNECTION_CLOSED));
        }
      }
      queued = 0;
    }
  }
}
