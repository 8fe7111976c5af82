package dev.valence.ipc.internal.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way out. Who adds one where nobody writes writes itself, and takes along what
 * others add meanwhile: mostly a frame goes out on the thread of its sender. Where the channel
 * takes no more, the link's thread goes on when it does.
 */
final class OutQueue {
  private enum State {
    /** Nothing to write. */
    IDLE,
    /** A thread writes. */
    WRITING,
    /** The channel takes no more for now. */
    STALLED,
    /** Nothing is written any more. */
    CLOSED
  }

  /** What came of adding a frame. */
  enum Added {
    ADDED,
    TOO_MUCH,
    CLOSED
  }

  private static final int STAGING_BYTES = 128 << 10;

  private final LinkLimits limits;
  private final ArrayDeque<Encoded> frames = new ArrayDeque<>();
  private State state = State.IDLE;
  private long bytes;
  private int waiters;

  // Owned by who writes.
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES).limit(0);
  private @Nullable Encoded current;
  private int currentFrom;

  OutQueue(LinkLimits limits) {
    this.limits = limits;
  }

  /**
   * Adds a frame at the end.
   *
   * @param mayWait whether the caller may be held up while much waits
   */
  synchronized Added add(Encoded frame, boolean mayWait) {
    if (mayWait) {
      awaitRoom();
    }
    if (state == State.CLOSED) {
      return Added.CLOSED;
    }
    if (bytes + frame.size() > limits.breakAbove()) {
      return Added.TOO_MUCH;
    }
    frames.add(frame);
    bytes += frame.size();
    return Added.ADDED;
  }

  /** Waits while too much waits to go out; an interrupted caller does not. */
  synchronized void awaitRoom() {
    while (bytes > limits.waitAbove() && state != State.CLOSED) {
      try {
        waiters++;
        wait();
      } catch (InterruptedException e) {
        // The frame is sent all the same: half of what a caller did would be worse.
        Thread.currentThread().interrupt();
        return;
      } finally {
        waiters--;
      }
    }
  }

  /** Whether the caller is to write: there is something, and nobody does. */
  synchronized boolean begin() {
    if (state != State.IDLE || frames.isEmpty()) {
      return false;
    }
    state = State.WRITING;
    return true;
  }

  /** The channel takes bytes again: whether the caller is to write. */
  synchronized boolean resume() {
    if (state != State.STALLED) {
      return false;
    }
    state = State.WRITING;
    return true;
  }

  synchronized boolean isStalled() {
    return state == State.STALLED;
  }

  synchronized boolean isEmpty() {
    return state == State.IDLE || state == State.CLOSED;
  }

  /**
   * Writes until nothing is left or the channel takes no more.
   *
   * @return false when the channel takes no more
   */
  boolean write(WritableByteChannel channel) throws IOException {
    while (fill()) {
      channel.write(staging);
      if (staging.hasRemaining()) {
        return !stall();
      }
    }
    return true;
  }

  /**
   * Fills the staging buffer where it is empty; false, and others may write, when nothing waits.
   */
  private boolean fill() {
    while (!staging.hasRemaining()) {
      staging.clear();
      while (staging.hasRemaining()) {
        if (current == null) {
          current = take();
          currentFrom = 0;
        }
        if (current == null) {
          break;
        }
        currentFrom += current.copyTo(staging, currentFrom);
        if (currentFrom == current.size()) {
          current = null;
        }
      }
      staging.flip();
      if (!staging.hasRemaining() && leave()) {
        return false;
      }
    }
    return true;
  }

  private synchronized @Nullable Encoded take() {
    Encoded frame = frames.poll();
    if (frame != null) {
      bytes -= frame.size();
      if (waiters > 0 && bytes <= limits.waitAbove()) {
        notifyAll();
      }
    }
    return frame;
  }

  /** Nothing of what was owned is touched after this, but when it says no. */
  private synchronized boolean leave() {
    if (!frames.isEmpty()) {
      return false;
    }
    if (state == State.WRITING) {
      state = State.IDLE;
    }
    return true;
  }

  private synchronized boolean stall() {
    if (state == State.WRITING) {
      state = State.STALLED;
      return true;
    }
    return false;
  }

  /** Drops what waits, and lets go of who waits. */
  synchronized void close() {
    state = State.CLOSED;
    frames.clear();
    bytes = 0;
    notifyAll();
  }
}
