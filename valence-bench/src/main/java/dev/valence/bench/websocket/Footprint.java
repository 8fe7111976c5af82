package dev.valence.bench.websocket;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory that this JVM holds, in bytes.
 *
 * @param heap used after full collections
 * @param direct of direct buffers: those the JVM counts, and those Netty takes past it
 * @param resident of the whole process, with the JVM itself; -1 where the system does not say
 */
record Footprint(long heap, long direct, long resident) {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  /** Collects garbage until nothing more goes, and reads the counters. */
  static Footprint now() throws IOException {
    var memory = ManagementFactory.getMemoryMXBean();
    long heap = Long.MAX_VALUE;
    while (true) {
      System.gc();
      System.runFinalization();
      long used = memory.getHeapMemoryUsage().getUsed();
      if (used > heap - (64 << 10)) {
        heap = Math.min(heap, used);
        break;
      }
      heap = used;
    }
    return new Footprint(heap, pools() + netty(), residentNow());
  }

  private static long pools() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static long netty() {
    try {
      Object used =
          Class.forName("io.netty.util.internal.PlatformDependent")
              .getMethod("usedDirectMemory")
              .invoke(null);
      return Math.max(0, (Long) used);
    } catch (ReflectiveOperationException e) {
      // This client has no Netty.
      return 0;
    }
  }

  private static long residentNow() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return -1;
    }
    Matcher found = RESIDENT.matcher(Files.readString(status));
    return found.find() ? Long.parseLong(found.group(1)) << 10 : -1;
  }

  /** One line, read back by {@link #parse}. */
  String toLine() {
    return heap + " " + direct + " " + resident;
  }

  static Footprint parse(String line) {
    String[] fields = line.trim().split(" ", -1);
    return new Footprint(
        Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
  }
}
