package dev.valence.bench.worker;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Heap bytes allocated by all threads of this JVM, as the JVM itself counts them.
 *
 * <p>JDK 21 and later count threads that have ended too. Before that the sum covers live threads;
 * {@link #isWhole} then tells whether one has ended between two readings.
 */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final @Nullable Method TOTAL = total();

  private final long bytes;
  private final long started;
  private final Set<Long> live = new HashSet<>();

  private Allocation(long bytes, long started, long[] live) {
    this.bytes = bytes;
    this.started = started;
    for (long id : live) {
      this.live.add(id);
    }
  }

  /** Reads the counters now. */
  public static Allocation now() throws ReflectiveOperationException {
    if (TOTAL != null) {
      return new Allocation((Long) TOTAL.invoke(THREADS), 0, new long[0]);
    }
    long[] ids = THREADS.getAllThreadIds();
    long sum = 0;
    for (long bytes : THREADS.getThreadAllocatedBytes(ids)) {
      sum += Math.max(0, bytes);
    }
    return new Allocation(sum, THREADS.getTotalStartedThreadCount(), ids);
  }

  /** Bytes allocated since an earlier reading. */
  public long since(Allocation before) {
    return bytes - before.bytes;
  }

  /** Whether no thread has ended since an earlier reading. */
  public boolean isWhole(Allocation before) {
    if (TOTAL != null) {
      return true;
    }
    return live.containsAll(before.live)
        && live.size() - before.live.size() == started - before.started;
  }

  private static @Nullable Method total() {
    try {
      return ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}
