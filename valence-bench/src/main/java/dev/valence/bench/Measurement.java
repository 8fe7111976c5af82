package dev.valence.bench;

import java.util.HashMap;
import java.util.Map;

/**
 * What one client did in one measured time.
 *
 * @param operations whole responses
 * @param nanos how long that took
 * @param cpuNanos processor time of the client's process
 * @param allocatedBytes heap bytes that all its threads allocated
 * @param allocationIsWhole false when a thread ended meanwhile, whose bytes are then missing
 */
public record Measurement(
    long operations, long nanos, long cpuNanos, long allocatedBytes, boolean allocationIsWhole) {

  /** The figure in the unit of the work. */
  public double value(Work work) {
    double seconds = nanos / 1e9;
    return switch (work) {
      case GET, CONNECT, CACHE_HIT_1K, CACHE_HIT_1M -> operations / seconds;
      case DOWNLOAD, SAVE -> operations * (Work.LARGE_BYTES / 1e6) / seconds;
      case UPLOAD ->
          operations * (dev.valence.bench.client.BenchClient.UPLOAD_BYTES / 1e6) / seconds;
      case START -> nanos / 1e6;
    };
  }

  /** One line, read back by {@link #parse}. */
  public String toLine() {
    return "operations="
        + operations
        + " nanos="
        + nanos
        + " cpu="
        + cpuNanos
        + " allocated="
        + allocatedBytes
        + " whole="
        + allocationIsWhole;
  }

  /** Reads what {@link #toLine} wrote. */
  public static Measurement parse(String line) {
    Map<String, String> fields = new HashMap<>();
    for (String field : line.trim().split(" ", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(field.substring(0, equals), field.substring(equals + 1));
      }
    }
    return new Measurement(
        number(fields, "operations"),
        number(fields, "nanos"),
        number(fields, "cpu"),
        number(fields, "allocated"),
        "true".equals(fields.get("whole")));
  }

  private static long number(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name + " in the client's answer " + fields);
    }
    return Long.parseLong(value);
  }
}
