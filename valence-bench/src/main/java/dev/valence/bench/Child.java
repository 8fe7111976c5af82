package dev.valence.bench;

import dev.valence.bench.client.Peer;
import dev.valence.bench.worker.Worker;
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

/** The living JVM of one client; see {@link Worker} for what it understands. */
final class Child implements AutoCloseable {
  private final Peer peer;
  private final Path log;
  private final Process process;
  private final PrintWriter commands;
  private final BufferedReader answers;

  private Child(Peer peer, Path log, Process process) {
    this.peer = peer;
    this.log = log;
    this.process = process;
    commands =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static Child start(Jvm jvm, Peer peer, Certificate certificate, Path folder) throws IOException {
    Path log = folder.resolve(peer.key() + ".log");
    Process process =
        new ProcessBuilder(
                jvm.command(
                    peer,
                    List.of(),
                    Worker.class,
                    List.of(peer.name(), certificate.certificate().toString())))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new Child(peer, log, process);
  }

  void open(Scenario scenario, URI uri) throws IOException {
    ask("open " + scenario.key() + " " + uri);
  }

  void warmUp(double seconds) throws IOException {
    ask("warm " + nanos(seconds));
  }

  Measurement measure(double seconds) throws IOException {
    return Measurement.parse(ask("measure " + nanos(seconds)));
  }

  void closeClient() throws IOException {
    ask("close");
  }

  private static long nanos(double seconds) {
    return (long) (seconds * 1e9);
  }

  private String ask(String command) throws IOException {
    commands.println(command);
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException(peer.title() + " died at \"" + command + "\"; see " + log);
    }
    if (!answer.startsWith("ok")) {
      throw new IOException(peer.title() + ", \"" + command + "\": " + answer + "; see " + log);
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
