package dev.valence.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** Amounts as people read them. */
public final class Amounts {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

  private Amounts() {}

  /** A number of bytes, such as {@code 1.5 MiB}. */
  public static String bytes(long count) {
    if (count < 1024) {
      return count + " B";
    }
    double amount = count / 1024.0;
    int unit = 0;
    while (amount >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, amount < 10 ? "%.1f %s" : "%.0f %s", amount, UNITS[unit]);
  }

  /** A time, such as {@code 12 ms} or {@code 1.25 s}. */
  public static String time(Duration time) {
    long millis = time.toMillis();
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }
    return millis < 1000
        ? millis + " ms"
        : String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
  }

  /** One thing or several: {@code 1 cookie}, {@code 2 cookies}. */
  public static String count(long number, String singular) {
    return number + " " + singular + (number == 1 ? "" : "s");
  }
}
