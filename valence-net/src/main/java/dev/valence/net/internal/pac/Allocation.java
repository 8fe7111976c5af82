package dev.valence.net.internal.pac;

import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** What a thread has allocated so far. */
final class Allocation {
  private static final com.sun.management.@Nullable ThreadMXBean THREADS = find();

  private Allocation() {}

  private static com.sun.management.@Nullable ThreadMXBean find() {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
            && threads.isThreadAllocatedMemorySupported()
            && threads.isThreadAllocatedMemoryEnabled()
        ? threads
        : null;
  }

  /** Bytes; -1 where this JVM does not count them. */
  static long ofThisThread() {
    return THREADS == null ? -1 : THREADS.getCurrentThreadAllocatedBytes();
  }
}
