package dev.valence.bench.worker;

import com.sun.management.OperatingSystemMXBean;
import dev.valence.bench.Measurement;
import java.lang.management.ManagementFactory;

/** Repeats a work on one client. */
public interface Driver {
  /** Works for some time without measuring. */
  void warmUp(long nanos) throws Exception;

  /** Works for some time, counts, and leaves no request open. */
  Measurement measure(long nanos) throws Exception;

  /** A reading of the counters that a measurement compares. */
  record Reading(long nanos, long cpuNanos, Allocation allocation) {
    private static final OperatingSystemMXBean SYSTEM =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Reads the counters now. */
    public static Reading now() throws ReflectiveOperationException {
      return new Reading(System.nanoTime(), SYSTEM.getProcessCpuTime(), Allocation.now());
    }

    /** What was used since an earlier reading. */
    public Measurement since(Reading before, long operations) {
      return new Measurement(
          operations,
          nanos - before.nanos,
          cpuNanos - before.cpuNanos,
          allocation.since(before.allocation),
          allocation.isWhole(before.allocation));
    }
  }
}
