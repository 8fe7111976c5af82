package dev.valence.internal.fetch;

import dev.valence.net.BlockingReader;
import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.PulledBody;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Where a response body changes from the network thread to its reader. The network is paused while
 * more than {@link #HIGH_WATER} bytes wait, and goes on below half of that. A small first piece is
 * copied to the heap: so most small bodies hold no native memory, and are whole before anybody
 * asks.
 */
public final class BodyBuffer implements BodySink {
  /** So many bytes may wait for the reader. */
  public static final int HIGH_WATER = 1 << 20;

  /** What {@link #poll} returns at the end of the body. */
  public static final ByteBuf END = Unpooled.EMPTY_BUFFER;

  private static final int DIRECT_PIECE = 256 << 10;
  private static final int SMALL = 16 << 10;
  private static final int SMALL_BODY = 64 << 10;
  private static final byte[] EMPTY = {};

  private enum State {
    FLOWING,
    ENDED,
    BROKEN,
    CANCELLED
  }

  private enum Reading {
    NOBODY,
    PULLING,
    COLLECTING,
    FORWARDING
  }

  private final int highWater;
  private final @Nullable EventLoop loop;
  private final @Nullable BodyStream stream;

  // All below is guarded by this.
  private State state = State.FLOWING;
  private Reading reading = Reading.NOBODY;
  private byte[] first = EMPTY;
  private @Nullable ArrayDeque<ByteBuf> pieces;
  private int held;
  private boolean paused;
  private @Nullable ByteCollector collector;
  private @Nullable BodySink forward;
  private @Nullable Runnable wake;
  private @Nullable Runnable whenOver;
  private @Nullable Throwable failure;
  private @Nullable HeaderList trailers;

  /** What the reader reads itself, on his thread: nothing comes through the network's. */
  private @Nullable BlockingReader direct;

  private long directBytes;

  /**
   * A buffer behind a stream; the caller subscribes it.
   *
   * @param loop the thread to which the stream is confined
   */
  public BodyBuffer(EventLoop loop, BodyStream stream) {
    this(loop, stream, HIGH_WATER);
  }

  /**
   * A buffer in which another number of bytes may wait.
   *
   * @param loop the thread to which the stream is confined
   */
  public BodyBuffer(EventLoop loop, BodyStream stream, int highWater) {
    this.highWater = highWater;
    this.loop = loop;
    this.stream = stream;
  }

  private BodyBuffer(byte[] whole, HeaderList trailers) {
    this.highWater = HIGH_WATER;
    this.loop = null;
    this.stream = null;
    this.first = whole;
    this.held = whole.length;
    this.state = State.ENDED;
    this.trailers = trailers;
  }

  /** A whole body; the array is not to be changed. */
  static BodyBuffer of(byte[] whole, HeaderList trailers) {
    return new BodyBuffer(whole, trailers);
  }

  /**
   * Begins to take the body, on the loop. A file of a protocol handler stays where it is until it
   * is known how it will be read.
   */
  void begin() {
    if (stream instanceof PulledBody pulled) {
      BlockingReader source = pulled.detach(this::breakOff);
      if (source != null) {
        synchronized (this) {
          direct = source;
        }
        return;
      }
    }
    if (stream != null) {
      stream.subscribe(this);
    }
  }

  /** The reader does not want to block: the body comes through the network's thread after all. */
  private void attach() {
    if (direct != null && stream instanceof PulledBody pulled) {
      direct = null;
      onLoop(
          () -> {
            pulled.attach();
            pulled.subscribe(this);
          });
    }
  }

  // ---- The network's side

  @Override
  public void onData(ByteBuf chunk) {
    int bytes = chunk.readableBytes();
    Runnable woken;
    BodySink to;
    synchronized (this) {
      to = forward;
      if (to == null) {
        if (state != State.FLOWING || bytes == 0) {
          chunk.release();
          return;
        }
        if (collector != null) {
          collect(collector, chunk);
          return;
        }
        keep(chunk, bytes);
        held += bytes;
        if (held > highWater && !paused && stream != null) {
          paused = true;
          stream.pause();
        }
      }
      woken = wake;
      wake = null;
    }
    if (to != null) {
      to.onData(chunk);
    } else if (woken != null) {
      woken.run();
    }
  }

  private void keep(ByteBuf chunk, int bytes) {
    if (held == 0 && bytes <= SMALL) {
      byte[] copy = new byte[bytes];
      chunk.readBytes(copy);
      chunk.release();
      first = copy;
      return;
    }
    if (pieces == null) {
      pieces = new ArrayDeque<>(8);
    }
    pieces.add(chunk);
  }

  private void collect(ByteCollector into, ByteBuf chunk) {
    try {
      into.add(chunk);
    } catch (NetException tooLong) {
      breakOff(tooLong);
    } finally {
      chunk.release();
    }
  }

  @Override
  public void onEnd(HeaderList endTrailers) {
    Runnable woken;
    Runnable over;
    ByteCollector full;
    BodySink to;
    synchronized (this) {
      to = forward;
      if (state != State.FLOWING) {
        return;
      }
      state = State.ENDED;
      trailers = endTrailers;
      full = collector;
      collector = null;
      if (full == null && reading == Reading.NOBODY && pieces != null && held <= SMALL_BODY) {
        toHeap();
      }
      woken = wake;
      wake = null;
      over = whenOver;
      whenOver = null;
    }
    if (to != null) {
      to.onEnd(endTrailers);
    }
    if (full != null) {
      full.finish();
    }
    run(woken);
    run(over);
  }

  @Override
  public void onError(NetException error) {
    BodySink to;
    synchronized (this) {
      to = forward;
    }
    if (to != null) {
      to.onError(error);
    }
    breakOff(error);
  }

  private void toHeap() {
    ByteCollector whole = new ByteCollector(held);
    drainTo(whole);
    first = whole.toByteArray();
    held = first.length;
  }

  // ---- The reader's side

  /** What came before is delivered; then the body ends with this failure. */
  public void breakOff(Throwable cause) {
    Waiting waiting;
    synchronized (this) {
      if (state != State.FLOWING) {
        return;
      }
      waiting = broken(cause);
    }
    waiting.hear(cause);
  }

  /** Gives the rest up; a reader that waits fails with this cause. */
  public void cancel(Throwable cause) {
    Waiting waiting;
    synchronized (this) {
      if (forward != null) {
        return;
      }
      first = EMPTY;
      release();
      if (state != State.FLOWING) {
        if (state == State.ENDED) {
          state = State.CANCELLED;
          failure = cause;
        }
        return;
      }
      // Within the same lock: what comes now is not kept, for nobody would release it.
      waiting = broken(cause);
    }
    waiting.hear(cause);
    if (stream != null) {
      onLoop(stream::cancel);
    }
  }

  /** Called with the lock held, while the body flows. */
  private Waiting broken(Throwable cause) {
    state = State.BROKEN;
    failure = cause;
    Waiting waiting = new Waiting(collector, wake, whenOver);
    collector = null;
    wake = null;
    whenOver = null;
    return waiting;
  }

  /** Those who wait for a body that has broken off; they hear of it outside the lock. */
  private record Waiting(
      @Nullable ByteCollector collector, @Nullable Runnable wake, @Nullable Runnable whenOver) {
    void hear(Throwable cause) {
      if (collector != null) {
        collector.fail(cause);
      }
      run(wake);
      run(whenOver);
    }
  }

  /** Nobody can read the body any more: gives it up, unless it is being collected or handed on. */
  void abandon() {
    synchronized (this) {
      if (reading == Reading.COLLECTING || reading == Reading.FORWARDING) {
        return;
      }
    }
    cancel(new NetException(NetError.ABORTED, "nobody reads the response body", null));
  }

  /**
   * Takes the body for one reader.
   *
   * @throws IllegalStateException when it has a reader, or had one
   */
  public synchronized void claim() {
    claim(Reading.PULLING);
    attach();
  }

  /** As {@link #claim}, for a reader whose {@link #poll} may block. */
  synchronized void claimToBlock() {
    claim(Reading.PULLING);
  }

  private void claim(Reading how) {
    if (reading != Reading.NOBODY) {
      throw new IllegalStateException("Body is unusable: it has been read already");
    }
    reading = how;
  }

  public synchronized boolean isClaimed() {
    return reading != Reading.NOBODY;
  }

  /** Whether the body has ended well and all of it was taken. */
  synchronized boolean isDrained() {
    return state == State.ENDED && held == 0;
  }

  /** Whether the body is whole and holds no native memory. */
  synchronized boolean isWholeOnHeap() {
    return state == State.ENDED && pieces == null;
  }

  /** The trailers; empty before the end. */
  public synchronized HeaderList trailers() {
    return trailers == null ? new HeaderList(1) : trailers;
  }

  /** Called once when nothing more comes from the network, perhaps at once. */
  public void whenOver(Runnable action) {
    synchronized (this) {
      if (state == State.FLOWING) {
        whenOver = action;
        return;
      }
    }
    action.run();
  }

  /**
   * The next piece. For the reader alone, after {@link #claim}.
   *
   * @param wakeUp called once, on the network thread, when there is more; only if null is returned.
   *     Must not block
   * @return a piece, to be released; null when none is there now; {@link #END} at the end
   * @throws BodyFailure when the body broke off
   */
  public @Nullable ByteBuf poll(Runnable wakeUp) throws BodyFailure {
    ByteBuf piece;
    boolean goOn;
    BlockingReader source = direct();
    if (source != null) {
      return readDirectly(source);
    }
    synchronized (this) {
      piece = next();
      if (piece == null) {
        if (state == State.FLOWING) {
          wake = wakeUp;
          return null;
        }
        if (failure != null) {
          throw new BodyFailure(failure);
        }
        return END;
      }
      held -= piece.readableBytes();
      goOn = paused && held <= highWater / 2 && state == State.FLOWING;
      if (goOn) {
        paused = false;
      }
    }
    if (goOn && stream != null) {
      onLoop(stream::resume);
    }
    return piece;
  }

  private synchronized @Nullable BlockingReader direct() {
    return state == State.FLOWING ? direct : null;
  }

  private ByteBuf readDirectly(BlockingReader source) throws BodyFailure {
    ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer(DIRECT_PIECE, DIRECT_PIECE);
    NetException fault;
    int got = -1;
    try {
      got = source.readNow(piece.internalNioBuffer(0, DIRECT_PIECE));
      directBytes += Math.max(got, 0);
      fault = stream instanceof PulledBody pulled ? pulled.faultAfter(directBytes, got < 0) : null;
    } catch (IOException | RuntimeException e) {
      fault = new NetException(NetError.FAILED, "the source of the body broke off", e);
    }
    if (got > 0 && fault == null) {
      return piece.writerIndex(got);
    }
    piece.release();
    if (fault == null) {
      onEnd(new HeaderList(1));
    } else {
      breakOff(fault);
    }
    NetException end = fault;
    if (stream instanceof PulledBody pulled) {
      onLoop(() -> pulled.endDetached(end));
    }
    synchronized (this) {
      if (failure != null) {
        throw new BodyFailure(failure);
      }
    }
    return END;
  }

  private @Nullable ByteBuf next() {
    if (first.length > 0) {
      ByteBuf piece = Unpooled.wrappedBuffer(first);
      first = EMPTY;
      return piece;
    }
    return pieces == null ? null : pieces.poll();
  }

  /** The whole body, if it is there already; else null, and nothing has happened. */
  byte @Nullable [] takeWhole() {
    synchronized (this) {
      if (state != State.ENDED) {
        return null;
      }
      claim(Reading.COLLECTING);
      if (pieces != null) {
        toHeap();
      }
      byte[] whole = first;
      first = EMPTY;
      held = 0;
      return whole;
    }
  }

  /** Gathers the whole body; {@code into} hears when it is whole, on the network thread. */
  void collect(ByteCollector into) {
    Throwable broken;
    boolean goOn;
    synchronized (this) {
      claim(Reading.COLLECTING);
      attach();
      drainTo(into);
      broken = failure;
      if (state == State.FLOWING) {
        collector = into;
      }
      goOn = paused;
      paused = false;
      if (collector != null) {
        if (goOn && stream != null) {
          onLoop(stream::resume);
        }
        return;
      }
    }
    if (broken != null) {
      into.fail(broken);
    } else {
      into.finish();
    }
  }

  /** Hands the body on, what is held first. Only on the loop. */
  void forwardTo(BodySink sink) {
    // The sink may let the stream flow again, from within its onData: what then arrives queues up
    // behind
    // what is held, until all of that is handed on.
    for (ByteBuf piece = nextToForward(sink); piece != null; piece = nextToForward(sink)) {
      sink.onData(piece);
    }
    Throwable broken;
    synchronized (this) {
      if (state == State.FLOWING) {
        if (paused && stream != null) {
          paused = false;
          stream.resume();
        }
        return;
      }
      broken = failure;
    }
    if (broken == null) {
      sink.onEnd(trailers());
    } else {
      sink.onError(
          broken instanceof NetException net ? net : new NetException(NetError.ABORTED, broken));
    }
  }

  /** The next piece held; where there is none, the sink gets what arrives from now on. */
  private synchronized @Nullable ByteBuf nextToForward(BodySink sink) {
    ByteBuf piece = next();
    if (piece == null) {
      forward = sink;
    } else {
      held -= piece.readableBytes();
    }
    return piece;
  }

  /** Takes the body for {@link #forwardTo}. */
  synchronized void claimForForwarding() {
    claim(Reading.FORWARDING);
    attach();
  }

  /** The bytes that wait. */
  synchronized int held() {
    return held;
  }

  @Nullable EventLoop loop() {
    return loop;
  }

  @Nullable BodyStream stream() {
    return stream;
  }

  private void drainTo(ByteCollector into) {
    into.add(first);
    first = EMPTY;
    if (pieces != null) {
      for (ByteBuf piece = pieces.poll(); piece != null; piece = pieces.poll()) {
        into.addHeld(piece);
        piece.release();
      }
      pieces = null;
    }
    held = 0;
  }

  private void release() {
    if (pieces != null) {
      pieces.forEach(ByteBuf::release);
      pieces = null;
    }
    held = 0;
  }

  private void onLoop(Runnable action) {
    if (loop != null) {
      try {
        loop.execute(action);
      } catch (RejectedExecutionException closed) {
        // The network has ended, and every stream with it.
        return;
      }
    }
  }

  private static void run(@Nullable Runnable action) {
    if (action != null) {
      action.run();
    }
  }
}
