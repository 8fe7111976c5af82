package dev.valence.net.internal.netlog;

import java.util.Arrays;

/**
 * Lines of events between network threads and the thread that writes them. Bounded: when it is
 * full, whole events are left out and counted. Network threads never wait for the disk.
 */
final class EventBuffer {
  /** A writer is woken for so much; for less it comes by itself soon. */
  private static final int WORTH_A_WAKE = 64 * 1024;

  private static final int SMALLEST = 16 * 1024;

  private final int limit;

  // Guarded by this.
  private byte[] filling = new byte[SMALLEST];
  private int length;
  private long dropped;
  private boolean closed;

  EventBuffer(int limit) {
    this.limit = limit;
  }

  synchronized void add(byte[] line, int bytes) {
    if (closed) {
      return;
    }
    if (length + bytes > limit) {
      dropped++;
      return;
    }
    if (length + bytes > filling.length) {
      filling =
          Arrays.copyOf(filling, Math.min(limit, Math.max(filling.length * 2, length + bytes)));
    }
    System.arraycopy(line, 0, filling, length, bytes);
    boolean wasSmall = length < WORTH_A_WAKE;
    length += bytes;
    if (wasSmall && length >= WORTH_A_WAKE) {
      notifyAll();
    }
  }

  /** Waits for much, for the end, or for this long. */
  synchronized void await(long millis) throws InterruptedException {
    if (!closed && length < WORTH_A_WAKE) {
      wait(millis);
    }
  }

  /** Takes what is there; the array given is filled from now on. */
  synchronized Taken swap(byte[] empty) {
    Taken taken = new Taken(filling, length, closed);
    filling = empty;
    length = 0;
    return taken;
  }

  /** Takes no more events; wakes the writer. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized long dropped() {
    return dropped;
  }

  /**
   * What was there.
   *
   * @param last whether nothing will follow
   */
  record Taken(byte[] bytes, int length, boolean last) {}
}
