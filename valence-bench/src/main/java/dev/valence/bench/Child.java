package dev.valence.bench;

import dev.valence.bench.worker.CommandLoop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The living JVM of one client; see {@link CommandLoop} for what it understands. */
public final class Child implements AutoCloseable {
  private final String title;
  private final Path log;
  private final Process process;
  private final PrintWriter commands;
  private final BufferedReader answers;

  private Child(String title, Path log, Process process) {
    this.title = title;
    this.log = log;
    this.process = process;
    commands =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts one.
   *
   * @param title of the client, for messages
   * @param command of a JVM that understands what {@link CommandLoop} does
   * @param log gets what it prints on the error stream
   */
  public static Child start(String title, List<String> command, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new Child(title, log, process);
  }

  /** Opens its client for a scenario. */
  public void open(String scenario, URI uri) throws IOException {
    ask("open " + scenario + " " + uri);
  }

  /** Works without measuring. */
  public void warmUp(double seconds) throws IOException {
    ask("warm " + nanos(seconds));
  }

  /** Works and measures. */
  public Measurement measure(double seconds) throws IOException {
    return Measurement.parse(ask("measure " + nanos(seconds)));
  }

  /** Closes its client. */
  public void closeClient() throws IOException {
    ask("close");
  }

  private static long nanos(double seconds) {
    return (long) (seconds * 1e9);
  }

  /**
   * Sends a command.
   *
   * @return what came behind {@code ok}
   */
  public String ask(String command) throws IOException {
    commands.println(command);
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException(title + " died at \"" + command + "\"; see " + log);
    }
    if (!answer.startsWith("ok")) {
      throw new IOException(title + ", \"" + command + "\": " + answer + "; see " + log);
    }
    return answer.substring(2);
  }

  @Override
  public void close() throws InterruptedException {
    commands.println("quit");
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
