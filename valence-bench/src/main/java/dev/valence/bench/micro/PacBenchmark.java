package dev.valence.bench.micro;

import dev.valence.net.internal.pac.PacException;
import dev.valence.net.internal.pac.PacLimits;
import dev.valence.net.internal.pac.PacListener;
import dev.valence.net.internal.pac.PacScript;
import dev.valence.net.internal.pac.PacUrl;
import dev.valence.net.url.Url;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One question to a PAC script of 2,000 lines, 1,000 rules of which none matches, so that all are
 * gone through: patterns, suffixes, names, blocks of addresses. Without look-ups. Sample time gives
 * the median.
 */
@State(Scope.Thread)
@BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PacBenchmark {
  private static final int LINES = 2_000;
  private static final String LAST = "PROXY last.example:80; DIRECT";

  private final PacUrl url = PacUrl.of(Url.parse("http://192.0.2.7/index.html?a=b"));
  private final PacScript script = load();

  private static PacScript load() {
    String text = text();
    if (text.lines().count() != LINES) {
      throw new IllegalStateException(text.lines().count() + " lines");
    }
    try {
      return PacScript.load(
          text,
          host -> CompletableFuture.failedFuture(new IOException("no look-up expected: " + host)),
          PacLimits.DEFAULT,
          Clock.systemUTC(),
          PacListener.NONE);
    } catch (PacException e) {
      throw new IllegalStateException("the script was refused", e);
    }
  }

  /** Whether all rules are gone through. */
  @Setup
  public void check() throws PacException {
    if (!evaluate().equals(LAST)) {
      throw new IllegalStateException("another rule matched");
    }
  }

  private static String text() {
    StringBuilder text = new StringBuilder("function FindProxyForURL(url, host) {\n");
    for (int rule = 0; rule < (LINES - 4) / 2; rule++) {
      String condition =
          switch (rule % 4) {
            case 0 -> "shExpMatch(host, \"*.site" + rule + ".example.com\")";
            case 1 -> "dnsDomainIs(host, \".corp" + rule + ".example\")";
            case 2 -> "host == \"h" + rule + ".example\" || shExpMatch(url, \"ftp:*\")";
            default -> "isInNet(host, \"10." + rule % 256 + ".0.0\", \"255.255.0.0\")";
          };
      text.append("  if (").append(condition).append(")\n    return \"PROXY p").append(rule);
      text.append(".example:8080\";\n");
    }
    return text.append("  // None of these.\n  return \"" + LAST + "\";\n}\n").toString();
  }

  /** All rules, with the sandbox's checks. */
  @Benchmark
  public String evaluate() throws PacException {
    return script.evaluate(url, PacListener.NONE);
  }
}
