package dev.valence.net.internal.cache;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.body.BodyQueue;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way from the network into the cache, and to those who read it meanwhile (Chromium's
 * {@code HttpCache::Writers}). Its asker gets the network's bytes as they come; whoever joins reads
 * what is stored. The source runs at the pace of the fastest reader, never further ahead than a
 * window, and stops when nobody reads. Confined to the network thread.
 */
public final class CacheFill implements BodySink, BodyQueue.Producer {
  /** How far the source may be ahead of the fastest reader who joined, in bytes. */
  static final long WINDOW = 1 << 20;

  /** What is held for an asker who pauses while others read; more it reads out of the cache. */
  static final int MOST_HELD = 256 * 1024;

  /** What is read of a body that nobody wants, in bytes, as it is worth keeping. */
  static final int MOST_ALONE = 64 * 1024;

  /** How the asker gets its bytes. */
  private enum Asker {
    /** As they come from the network. */
    LIVE,
    /** It fell behind: the queue first, then out of the cache. */
    BEHIND,
    /** It has gone, or was never one of this fill. */
    NONE
  }

  private enum State {
    NOT_STARTED,
    RUNNING,
    OVER
  }

  private final CacheWriter writer;
  private final BodyStream source;
  private final boolean resumable;
  private final boolean finishesAlone;
  private final Runnable whenOver;
  private final BodyQueue queue = new BodyQueue(this);
  private final List<CachedBody> readers = new ArrayList<>(2);
  private Asker asker;
  private @Nullable CachedBody tail;
  private State state = State.NOT_STARTED;
  private long written;
  private boolean writerFull;
  private boolean paused;
  private boolean tailRuns;

  /**
   * A fill.
   *
   * @param resumable whether a part of the body is of use to continue later
   * @param finishesAlone whether a short body is read though nobody wants it: that of a redirect
   * @param stored how many bytes are there already
   * @param hasAsker whether {@link #askerBody} will be read
   * @param whenOver runs once, when nothing more will be written
   */
  public CacheFill(
      CacheWriter writer,
      BodyStream source,
      boolean resumable,
      boolean finishesAlone,
      long stored,
      boolean hasAsker,
      Runnable whenOver) {
    this.writer = writer;
    this.source = source;
    this.resumable = resumable;
    this.finishesAlone = finishesAlone;
    this.written = stored;
    this.asker = hasAsker ? Asker.LIVE : Asker.NONE;
    this.whenOver = whenOver;
  }

  /** What the one gets who made the network request: a body from the first byte on. */
  public BodyStream askerBody() {
    return queue;
  }

  /** The asker's request is given up; its sink hears of the reason. */
  public void abortAsker(NetException reason) {
    if (asker != Asker.NONE) {
      CachedBody behind = tail;
      queue.abort(reason);
      if (behind != null) {
        behind.cancel();
      }
      askerGone();
    }
  }

  /** Whether this fill writes what that head belongs to. */
  public boolean writes(CachedHead head) {
    return writer.entry().head() == head || writer.entry().head().equals(head);
  }

  void join(CachedBody reader) {
    if (state != State.OVER) {
      readers.add(reader);
      adjust();
    }
  }

  void leave(CachedBody reader) {
    if (readers.remove(reader)) {
      adjust();
    }
  }

  @Override
  public void onData(ByteBuf chunk) {
    if (state == State.OVER) {
      chunk.release();
      return;
    }
    written += chunk.readableBytes();
    ByteBuf forAsker = asker == Asker.LIVE ? chunk.retainedDuplicate() : null;
    if (!writer.write(chunk) && !writerFull) {
      writerFull = true;
      writer.whenDrained(
          () -> {
            writerFull = false;
            adjust();
          });
    }
    if (forAsker != null) {
      queue.push(forAsker);
      if (asker == Asker.LIVE && !queue.isFlowing() && queue.buffered() > MOST_HELD) {
        // Only readers who joined can have brought the source this far.
        fallBehind();
      }
    }
    adjust();
  }

  @Override
  public void onEnd(HeaderList trailers) {
    if (state != State.OVER) {
      over(writer::complete);
      if (asker == Asker.LIVE) {
        queue.finish(trailers);
      }
    }
  }

  @Override
  public void onError(NetException error) {
    if (state != State.OVER) {
      over(() -> writer.abandon(error, resumable && written > 0));
      if (asker == Asker.LIVE) {
        queue.fail(error);
      }
    }
  }

  @Override
  public void onDemand() {
    CachedBody behind = tail;
    if (behind != null && tailRuns) {
      behind.resume();
    }
    adjust();
  }

  @Override
  public void onConsumed(int bytes) {
    CachedBody behind = tail;
    if (behind != null && !tailRuns && queue.buffered() == 0) {
      readTail(behind);
    }
  }

  /** The asker gave its body up. */
  @Override
  public void onCancelled() {
    CachedBody behind = tail;
    if (behind != null) {
      behind.cancel();
    }
    askerGone();
  }

  private void askerGone() {
    asker = Asker.NONE;
    adjust();
  }

  /** What the asker's queue does not take is stored: it reads on behind what is held for it. */
  private void fallBehind() {
    asker = Asker.BEHIND;
    tail = new CachedBody(writer.entry().body(written, -1), written, this);
  }

  private void readTail(CachedBody body) {
    tailRuns = true;
    body.subscribe(
        new BodySink() {
          @Override
          public void onData(ByteBuf chunk) {
            queue.push(chunk);
            if (!queue.isFlowing()) {
              body.pause();
            }
          }

          @Override
          public void onEnd(HeaderList trailers) {
            asker = Asker.NONE;
            queue.finish(trailers);
          }

          @Override
          public void onError(NetException error) {
            asker = Asker.NONE;
            queue.fail(error);
          }
        });
  }

  /** Lets the source run or stop, as readers and writer want. */
  void adjust() {
    if (state == State.OVER) {
      return;
    }
    boolean lonely = asker == Asker.NONE && readers.isEmpty();
    if (lonely && (!finishesAlone || written > MOST_ALONE)) {
      NetException nobody =
          new NetException(NetError.ABORTED, "everybody who read the body has gone", null);
      over(() -> writer.abandon(nobody, resumable && written > 0));
      source.cancel();
      return;
    }
    boolean run = !writerFull && (lonely || isWanted());
    if (run && state == State.NOT_STARTED) {
      state = State.RUNNING;
      source.subscribe(this);
    } else if (state == State.RUNNING && run == paused) {
      // Set first: either call may bring bytes, and with them another adjustment.
      paused = !run;
      if (run) {
        source.resume();
      } else {
        source.pause();
      }
    }
  }

  private boolean isWanted() {
    if (asker == Asker.LIVE && queue.isFlowing()) {
      return true;
    }
    for (CachedBody reader : readers) {
      if (written - reader.position() < WINDOW) {
        return true;
      }
    }
    return false;
  }

  private void over(Runnable end) {
    // First, as the end of the entry is the end of those who read it, and they leave.
    state = State.OVER;
    readers.clear();
    whenOver.run();
    end.run();
    writer.entry().close();
  }
}
