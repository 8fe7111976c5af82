package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command in a process of its own, on a pseudo terminal of 80 columns that {@code script} (of
 * util-linux) makes: what is typed goes in, what is on the screen comes out.
 */
final class PseudoTerminal implements AutoCloseable {
  private static final int WAIT_SECONDS = 90;

  private final Process process;
  private final OutputStream keys;
  private final StringBuilder screen = new StringBuilder();
  private boolean ended;

  private PseudoTerminal(Process process) {
    this.process = process;
    this.keys = process.getOutputStream();
    Thread reader = new Thread(this::read, "pseudo-terminal");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts the command with these arguments, which need no quoting. */
  static PseudoTerminal start(String... arguments) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String command =
        Stream.concat(
                Stream.of(
                    "stty cols 80 rows 24; exec",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "dev.valence.cli.Main"),
                Stream.of(arguments))
            .collect(Collectors.joining(" "));
    ProcessBuilder builder =
        new ProcessBuilder(List.of("script", "-q", "-e", "-f", "-c", command, "/dev/null"))
            .redirectErrorStream(true);
    builder.environment().put("CLASSPATH", classPath);
    builder.environment().put("TERM", "xterm");
    // Arrows are no letters of the POSIX locale.
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().remove("NO_COLOR");
    return new PseudoTerminal(builder.start());
  }

  private void read() {
    try (Reader from = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      char[] piece = new char[1024];
      for (int length = from.read(piece); length >= 0; length = from.read(piece)) {
        synchronized (screen) {
          screen.append(piece, 0, length);
          screen.notifyAll();
        }
      }
    } catch (IOException e) {
      // It has ended.
    } finally {
      synchronized (screen) {
        ended = true;
        screen.notifyAll();
      }
    }
  }

  /** Types. */
  void type(String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  /** Waits until the screen has had this, and forgets all up to its end. */
  void await(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    synchronized (screen) {
      while (screen.indexOf(text) < 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (ended || left <= 0) {
          throw new AssertionError("no \"" + text + "\" on the screen, but: " + screen);
        }
        screen.wait(left);
      }
      screen.delete(0, screen.indexOf(text) + text.length());
    }
  }

  /** What is on the screen since the last {@link #await}. */
  String rest() {
    synchronized (screen) {
      return screen.toString();
    }
  }

  /** Waits for the end of the process; its exit code. */
  int exitCode() throws Exception {
    CompletableFuture<Process> exit = process.onExit();
    assertThat(exit.get(WAIT_SECONDS, TimeUnit.SECONDS)).as(rest()).isNotNull();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
