package dev.valence.net.internal.throttle;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.exchange.DuplexStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * A stream both ways over the session's line, which may become slow and fast again while the stream
 * stands, as Chromium's {@code WebSocketInterceptor} sees to it. On a line without limits it passes
 * everything on. Confined to the network thread.
 */
final class ThrottledStream implements DuplexStream, DuplexStream.Reader {
  static final int HIGH_WATER = 128 * 1024;

  private final Throttle throttle;
  private final Reader reader;
  private final ThrottledWay in = new ThrottledWay();
  private final ThrottledWay out = new ThrottledWay();
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
    if (over || !bytes.isReadable()) {
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
    boolean wanted = reading && in.queued() < HIGH_WATER;
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
    ThrottledWay.Piece piece = in.take(mostBytes);
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
    return out.queued() < HIGH_WATER && stream().isWritable();
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
    boolean wasFull = out.queued() >= HIGH_WATER;
    ThrottledWay.Piece piece = out.take(mostBytes);
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

  private void pass(ThrottledWay.Piece piece) {
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
    for (ThrottledWay.Piece piece = out.take(HIGH_WATER);
        piece != null;
        piece = out.take(HIGH_WATER)) {
      pass(piece);
    }
    stream().flush();
    out.leave();
    in.drop(null);
    stream().close();
  }
}
