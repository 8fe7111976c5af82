package dev.valence.net.internal.throttle;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A response body that comes over a throttled line. Confined to the network thread. */
public final class ThrottledBody implements BodyStream, BodySink, ThrottledLine.Mover {
  private static final int HIGH_WATER = 128 * 1024;

  private final BodyStream source;
  private final ThrottledLine line;
  private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
  private @Nullable BodySink sink;
  private @Nullable HeaderList trailers;
  private @Nullable NetException failure;
  private int queued;
  private boolean sourcePaused;
  private boolean paused;
  private boolean inRound;
  private boolean over;

  ThrottledBody(BodyStream source, ThrottledLine line) {
    this.source = source;
    this.line = line;
  }

  @Override
  public void subscribe(BodySink newSink) {
    if (sink != null) {
      throw new IllegalStateException("the body has a reader already; a body can be read once");
    }
    sink = newSink;
    source.subscribe(this);
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    flush();
    askForTurn();
    finishWhenDrained();
  }

  @Override
  public void cancel() {
    drop();
    source.cancel();
  }

  /** Gives the rest up; the sink hears of the reason, unless the body is over. */
  public void abort(NetException reason) {
    BodySink to = sink;
    if (drop() && to != null) {
      to.onError(reason);
    }
  }

  private boolean drop() {
    if (over) {
      return false;
    }
    over = true;
    line.leave(this);
    queue.forEach(ByteBuf::release);
    queue.clear();
    return true;
  }

  @Override
  public void onData(ByteBuf chunk) {
    if (over || !chunk.isReadable()) {
      chunk.release();
      return;
    }
    queue.addLast(chunk);
    queued += chunk.readableBytes();
    if (queued >= HIGH_WATER && !sourcePaused) {
      sourcePaused = true;
      source.pause();
    }
    askForTurn();
  }

  @Override
  public void onEnd(HeaderList endTrailers) {
    trailers = endTrailers;
    finishWhenDrained();
  }

  @Override
  public void onError(NetException error) {
    failure = error;
    flush();
    finishWhenDrained();
  }

  /** What came before a failure is handed over without delay: nobody shall wait for bad news. */
  private void flush() {
    BodySink to = sink;
    while (to != null && failure != null && !paused && !over && !queue.isEmpty()) {
      ByteBuf piece = queue.removeFirst();
      queued -= piece.readableBytes();
      to.onData(piece);
    }
  }

  private void askForTurn() {
    if (!inRound && !paused && !over && !queue.isEmpty()) {
      inRound = true;
      line.enter(this);
    }
  }

  @Override
  public int move(int mostBytes) {
    inRound = false;
    ByteBuf first = queue.peekFirst();
    BodySink to = sink;
    if (over || paused || first == null || to == null) {
      return 0;
    }
    ByteBuf piece;
    if (first.readableBytes() <= mostBytes) {
      piece = queue.removeFirst();
    } else {
      piece = first.readRetainedSlice(mostBytes);
    }
    int bytes = piece.readableBytes();
    queued -= bytes;
    inRound = true;
    to.onData(piece);
    if (sourcePaused && queued < HIGH_WATER / 2 && !over) {
      sourcePaused = false;
      source.resume();
    }
    finishWhenDrained();
    return bytes;
  }

  private void finishWhenDrained() {
    BodySink to = sink;
    if (over || paused || to == null || !queue.isEmpty()) {
      return;
    }
    HeaderList ended = trailers;
    NetException broken = failure;
    if (ended != null) {
      over = true;
      to.onEnd(ended);
    } else if (broken != null) {
      over = true;
      to.onError(broken);
    }
  }
}
