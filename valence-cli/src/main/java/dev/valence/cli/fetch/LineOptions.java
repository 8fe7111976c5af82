package dev.valence.cli.fetch;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.net.NetworkConditions;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The line to pretend to have. */
public final class LineOptions {
  private static final Pattern RATE =
      Pattern.compile("(?<number>[0-9]+(\\.[0-9]+)?)(?<unit>[kmg]?)");

  @Option(
      names = "--limit-rate",
      paramLabel = "RATE",
      description = "At most so many bytes a second each way; K, M and G mean 1024 and its powers.")
  @Nullable String limitRate;

  @Option(
      names = "--latency",
      paramLabel = "MILLISECONDS",
      description = "Let each response take so long at the least.")
  @Nullable Double latency;

  @Option(names = "--offline", description = "Pretend that there is no network.")
  boolean offline;

  /** What they say; null where they say nothing. */
  @Nullable NetworkConditions conditions() {
    if (limitRate == null && latency == null && !offline) {
      return null;
    }
    NetworkConditions.Builder conditions = NetworkConditions.builder().offline(offline);
    if (limitRate != null) {
      double rate = bytesPerSecond(limitRate);
      conditions.downloadThroughput(rate).uploadThroughput(rate);
    }
    if (latency != null) {
      try {
        conditions.latency(latency);
      } catch (IllegalArgumentException e) {
        throw CommandFailure.usage("--latency: " + e.getMessage());
      }
    }
    return conditions.build();
  }

  /** Reads a rate, such as {@code 500}, {@code 200K} or {@code 1.5M}. */
  public static double bytesPerSecond(String text) {
    Matcher parts = RATE.matcher(text.toLowerCase(Locale.ROOT));
    double rate = parts.matches() ? Double.parseDouble(parts.group("number")) : 0;
    if (!(rate > 0)) {
      throw CommandFailure.usage(
          "--limit-rate wants bytes a second, such as 500, 200K or 1.5M, not \"" + text + "\"");
    }
    return switch (parts.group("unit")) {
      case "k" -> rate * 1024;
      case "m" -> rate * 1024 * 1024;
      case "g" -> rate * 1024 * 1024 * 1024;
      default -> rate;
    };
  }
}
