package dev.valence.net.internal.cache.disk;

/**
 * What of all responses together waits in memory for the disk. It is bounded: a disk that does not
 * keep up costs entries, not memory, and the network does not wait for it. Confined to the network
 * thread.
 */
final class WriteBacklog {
  private final long most;
  private long bytes;

  /** A backlog of at most about this many bytes. */
  WriteBacklog(long most) {
    this.most = most;
  }

  /** The usual bound: 16 MB, but no more than a sixteenth of the heap. */
  static long usual() {
    return Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 16);
  }

  /** Whether nothing more may wait. */
  boolean isFull() {
    return bytes >= most;
  }

  /** Whether so many bytes more would be too much. */
  boolean isTooFullFor(long more) {
    return bytes + more >= most;
  }

  /** More waits than before, or less. */
  void change(long by) {
    bytes += by;
  }

  long bytes() {
    return bytes;
  }
}
