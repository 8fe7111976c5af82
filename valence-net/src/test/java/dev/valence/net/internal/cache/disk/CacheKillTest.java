package dev.valence.net.internal.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.store.BodyTaker;
import dev.valence.net.internal.cache.store.Stored;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 while responses are stored: nothing torn is served, and what was whole is there. */
class CacheKillTest {
  /** The numbers of a life: more than it can store. */
  private static final int LIFE = 1_000;

  private static final Random KILLS = new Random();

  @TempDir private Path folder;

  @RepeatedTest(4)
  void nothingTornIsServed(RepetitionInfo round) throws Exception {
    kill(round.getCurrentRepetition());
  }

  @Tag("long")
  @RepeatedTest(100)
  void nothingTornIsServedAHundredTimes(RepetitionInfo round) throws Exception {
    kill(round.getCurrentRepetition());
  }

  private void kill(int round) throws IOException, InterruptedException {
    int[] confirmed = new int[2];
    // Several lives over one folder; what the first one had not finished counts as such.
    for (int life = 0; life < confirmed.length; life++) {
      confirmed[life] = live(round * 10_000 + life * LIFE);
    }
    check(confirmed);
  }

  private int live(int first) throws IOException, InterruptedException {
    Process child = start(first);
    int confirmed = first;
    int lines = 1 + KILLS.nextInt(40);
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < lines; i++) {
        String line = output.readLine();
        assertThat(line).as("the child ended by itself").endsWith(" .");
        confirmed = Integer.parseInt(line.substring(0, line.indexOf(' ')));
      }
      long until = System.nanoTime() + KILLS.nextInt(4_000_000);
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    } finally {
      child.toHandle().destroyForcibly();
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return confirmed;
  }

  private void check(int[] confirmed) {
    try (DiskLab lab = new DiskLab(folder)) {
      int whole = 0;
      for (int k = 0; k < CacheKillChild.KEYS; k++) {
        List<CacheEntry> found = lab.find(Stored.key("k" + k));
        assertThat(found).hasSizeLessThanOrEqualTo(1);
        for (CacheEntry entry : found) {
          int number = (int) entry.head().responseMillis();
          byte[] expected = CacheKillChild.body(number);
          int length = (int) entry.storedBytes();
          byte[] read = lab.await(BodyTaker.all(entry.body(0, length)).done());
          assertThat(number % CacheKillChild.KEYS).isEqualTo(k);
          assertThat(read).isEqualTo(Arrays.copyOf(expected, length));
          if (entry.isComplete()) {
            assertThat(length).isEqualTo(expected.length);
            whole++;
          }
          if (number <= confirmed[number % 10_000 / LIFE]) {
            assertThat(entry.isComplete()).as("%s was whole before the kill", number).isTrue();
          }
          entry.close();
        }
      }
      // Those being written at the moment of the kill may be missing, no others.
      assertThat(whole).isBetween(CacheKillChild.KEYS - 4, CacheKillChild.KEYS);
    }
  }

  private Process start(int first) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            CacheKillChild.class.getName(),
            folder.toString(),
            Integer.toString(first))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
