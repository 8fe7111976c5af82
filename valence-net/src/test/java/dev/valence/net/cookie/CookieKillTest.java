package dev.valence.net.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 while cookies are written. The store must open again and hold exactly what it held after
 * some change, and no change older than {@link #DURABLE_MILLIS} and {@link #MARGIN_MILLIS} may be
 * missing.
 */
class CookieKillTest {
  /** What the store promises. */
  private static final long DURABLE_MILLIS = 100;

  /** For a machine that is busy with other things: a thread or the disk may have to wait. */
  private static final long MARGIN_MILLIS = 1_900;

  private static final Pattern LINE = Pattern.compile("(\\d+) (\\d+) \\.");

  @TempDir private Path folder;

  @RepeatedTest(5)
  void aKilledProcessLosesAtMostItsLastMoments(RepetitionInfo round) throws Exception {
    killAndReopen(round.getCurrentRepetition());
  }

  @Tag("long")
  @RepeatedTest(100)
  void aKilledProcessLosesAtMostItsLastMomentsAHundredTimes(RepetitionInfo round) throws Exception {
    killAndReopen(1000 + round.getCurrentRepetition());
  }

  private void killAndReopen(int seed) throws IOException, InterruptedException {
    Path file = folder.resolve("session.db");
    int changesBeforeTheKill = 600 + new Random(seed).nextInt(600);
    List<Long> times = new ArrayList<>();
    Process child = start(file);
    long killed;
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      while (times.size() < changesBeforeTheKill) {
        String line = output.readLine();
        assertThat(line).as("the child ended by itself").isNotNull();
        addTime(line, times);
      }
      killed = System.currentTimeMillis();
      // Through the handle: Process.destroyForcibly would close the pipe and what is still in it.
      child.toHandle().destroyForcibly();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        addTime(line, times);
      }
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();

    int survived = changesThatGive(reopened(file), times.size() + 1);
    assertThat(survived).as("the file holds what no moment held").isNotNegative();
    if (survived < times.size()) {
      long lost = killed - times.get(survived);
      System.out.println("kill " + seed + ": the oldest lost change was " + lost + " ms old");
      assertThat(lost).isLessThanOrEqualTo(DURABLE_MILLIS + MARGIN_MILLIS);
    }
  }

  private static Process start(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            CookieKillChild.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The last line may be cut off by the kill. */
  private static void addTime(String line, List<Long> times) {
    Matcher matcher = LINE.matcher(line);
    if (matcher.matches()) {
      assertThat(Integer.parseInt(matcher.group(1))).isEqualTo(times.size());
      times.add(Long.parseLong(matcher.group(2)));
    }
  }

  private static Map<String, String> reopened(Path file) {
    Map<String, String> values = new HashMap<>();
    try (CookieStore store = CookieStore.builder().file(file).open()) {
      store.get(CookieFilter.all()).join().forEach(c -> values.put(c.domain(), c.value()));
    }
    return values;
  }

  /** After how many changes the cookies were these; -1 when they never were. */
  private static int changesThatGive(Map<String, String> values, int changes) {
    Map<String, String> model = new HashMap<>();
    int found = model.equals(values) ? 0 : -1;
    for (int change = 0; change < changes; change++) {
      CookieKillChild.make(model, change);
      if (model.size() == values.size() && model.equals(values)) {
        found = change + 1;
      }
    }
    return found;
  }
}
