package dev.valence.net;

import dev.valence.net.NetTimeoutException.Phase;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.body.BodyQueue;
import dev.valence.net.internal.exchange.PhaseTimer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way out of a source that is pulled piece by piece, no faster than its sink takes
 * it. Confined to the network thread; the source may answer from any.
 */
public final class PulledBody implements BodyStream {
  private static final int PIECE_BYTES = 256 * 1024;

  private enum State {
    READY,
    WAITING_FOR_PIECE,
    /** The sink reads the source itself. */
    DETACHED,
    OVER
  }

  private final EventLoop loop;
  private final UploadReader reader;
  private final long length;
  private final Duration idleLimit;
  private final Consumer<@Nullable NetException> whenOver;
  private final PhaseTimer timer;
  private final Pull pull = new Pull();
  private final BodyQueue queue = new BodyQueue(pull);
  private State state = State.READY;
  private long received;
  private boolean looping;
  private @Nullable Consumer<NetException> whenAborted;

  /**
   * A body.
   *
   * @param reader read and closed on the loop
   * @param length what the source must give, in bytes; -1 where anything will do
   * @param idleLimit how long the source may take for a piece; zero for no limit
   * @param whenOver hears once, on the loop, that the reader was closed: null at the end of the
   *     body, else why
   */
  public PulledBody(
      EventLoop loop,
      UploadReader reader,
      long length,
      Duration idleLimit,
      Consumer<@Nullable NetException> whenOver) {
    this.loop = loop;
    this.reader = reader;
    this.length = length;
    this.idleLimit = idleLimit;
    this.whenOver = whenOver;
    this.timer =
        new PhaseTimer(
            loop, (phase, limit) -> breakOff(new NetTimeoutException(Phase.IDLE_BODY, limit)));
  }

  /** A request body as its reader gets it; it is opened when the first piece is wanted. */
  public static PulledBody of(EventLoop loop, RequestBody body) {
    return new PulledBody(loop, new LateReader(body), -1, Duration.ZERO, reason -> {});
  }

  /**
   * Gives the source to whoever wants to read it on his own thread, where it can be read so, nobody
   * has subscribed and no limit of time has to be kept.
   *
   * @param hearer hears, on the loop, that the body is given up by {@link #abort}
   * @return null where it cannot
   */
  public @Nullable BlockingReader detach(Consumer<NetException> hearer) {
    if (state != State.READY || !idleLimit.isZero() || !(reader instanceof BlockingReader own)) {
      return null;
    }
    state = State.DETACHED;
    whenAborted = hearer;
    return own;
  }

  /** Takes the source back, of which nothing was read: the body can be subscribed to again. */
  public void attach() {
    if (state == State.DETACHED) {
      state = State.READY;
      whenAborted = null;
    }
  }

  /**
   * The source that was given away is read.
   *
   * @param error null at its end, else why it broke off
   */
  public void endDetached(@Nullable NetException error) {
    if (state == State.DETACHED) {
      end(error);
    }
  }

  /** What is wrong with a body that ends, or goes on, after so many bytes; null for nothing. */
  public @Nullable NetException faultAfter(long bytes, boolean ended) {
    if (length < 0 || (ended ? bytes == length : bytes <= length)) {
      return null;
    }
    return wrongLength(ended && bytes < length ? "only " + bytes + " of" : "more than");
  }

  /** Gives up what the sink has not taken yet; it hears of the reason. */
  public void abort(NetException reason) {
    Consumer<NetException> hearer = state == State.DETACHED ? whenAborted : null;
    end(reason);
    queue.abort(reason);
    if (hearer != null) {
      hearer.accept(reason);
    }
  }

  @Override
  public void subscribe(BodySink sink) {
    queue.subscribe(sink);
  }

  @Override
  public void pause() {
    queue.pause();
  }

  @Override
  public void resume() {
    queue.resume();
  }

  @Override
  public void cancel() {
    queue.cancel();
  }

  /** Asks for pieces as long as they are taken. */
  private void proceed() {
    if (looping) {
      return;
    }
    looping = true;
    try {
      while (state == State.READY && queue.isFlowing() && queue.isOpen()) {
        state = State.WAITING_FOR_PIECE;
        timer.start(Phase.IDLE_BODY, idleLimit);
        reader.read(PIECE_BYTES, pull);
      }
    } catch (RuntimeException defect) {
      breakOff(new NetException(NetError.FAILED, "the source of the body failed", defect));
    } finally {
      looping = false;
    }
  }

  private void take(ByteBuf piece) {
    if (state != State.WAITING_FOR_PIECE) {
      piece.release();
      return;
    }
    state = State.READY;
    timer.stop();
    int bytes = piece.readableBytes();
    if (length >= 0 && bytes > length - received) {
      piece.release();
      breakOff(wrongLength("more than"));
      return;
    }
    received += bytes;
    if (bytes == 0) {
      piece.release();
    } else {
      queue.push(piece);
    }
    proceed();
  }

  private void finish(HeaderList trailers) {
    if (state != State.WAITING_FOR_PIECE) {
      return;
    }
    if (length >= 0 && received < length) {
      breakOff(wrongLength("only " + received + " of"));
      return;
    }
    end(null);
    queue.finish(trailers);
  }

  private NetException wrongLength(String what) {
    return new NetException(
        NetError.CONTENT_LENGTH_MISMATCH,
        "the body gave " + what + " the " + length + " bytes that its head states",
        null);
  }

  private void breakOff(NetException error) {
    if (state != State.OVER) {
      end(error);
      queue.fail(error);
    }
  }

  private void end(@Nullable NetException why) {
    if (state != State.OVER) {
      state = State.OVER;
      timer.stop();
      reader.close();
      whenOver.accept(why);
    }
  }

  /** What the source and the queue say. */
  private final class Pull implements BodyQueue.Producer, UploadReader.Sink {
    @Override
    public void onConsumed(int bytes) {
      proceed();
    }

    @Override
    public void onDemand() {
      proceed();
    }

    @Override
    public void onCancelled() {
      end(new NetException(NetError.ABORTED, "the reader gave the body up", null));
    }

    @Override
    public void onPiece(ByteBuf piece) {
      if (loop.inEventLoop()) {
        take(piece);
        return;
      }
      try {
        loop.execute(() -> take(piece));
      } catch (RejectedExecutionException ended) {
        piece.release();
      }
    }

    @Override
    public void onEnd(HeaderList trailers) {
      onLoop(() -> finish(trailers));
    }

    @Override
    public void onError(Throwable cause) {
      onLoop(
          () ->
              breakOff(
                  cause instanceof NetException error
                      ? error
                      : new NetException(
                          NetError.FAILED, "the source of the body broke off", cause)));
    }

    private void onLoop(Runnable action) {
      if (loop.inEventLoop()) {
        action.run();
        return;
      }
      try {
        loop.execute(action);
      } catch (RejectedExecutionException ended) {
        // The network has ended, and whoever read this body has heard of it.
        return;
      }
    }
  }

  /** Opens a request body with its first read. */
  private static final class LateReader implements UploadReader {
    private final RequestBody body;
    private @Nullable UploadReader opened;

    LateReader(RequestBody body) {
      this.body = body;
    }

    @Override
    public void read(int maxBytes, Sink sink) {
      UploadReader from = opened;
      if (from == null) {
        try {
          from = body.open();
        } catch (NetException e) {
          sink.onError(e);
          return;
        }
        opened = from;
      }
      from.read(maxBytes, sink);
    }

    @Override
    public void close() {
      if (opened != null) {
        opened.close();
      }
    }
  }
}
