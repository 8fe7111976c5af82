package dev.valence.bench.worker;

import dev.valence.bench.Scenario;
import dev.valence.bench.Work;
import dev.valence.bench.client.BenchClient;
import dev.valence.bench.client.Peer;
import dev.valence.bench.client.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The child JVM of one client. It takes a command a line and answers each with {@code ok …} or
 * {@code error …}:
 *
 * <ul>
 *   <li>{@code open SCENARIO URL}: opens a client for a scenario;
 *   <li>{@code warm NANOS}: works without measuring;
 *   <li>{@code measure NANOS}: works and answers with a measurement;
 *   <li>{@code close}: closes the client;
 *   <li>{@code quit}: ends the process.
 * </ul>
 */
public final class Worker {
  private final Peer peer;
  private final Path certificate;
  private @Nullable BenchClient client;
  private @Nullable Driver driver;

  private Worker(Peer peer, Path certificate) {
    this.peer = peer;
    this.certificate = certificate;
  }

  /** Arguments: the peer, the file of the server's certificate. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    // What a library prints must not be taken for an answer.
    System.setOut(System.err);
    Worker worker = new Worker(Peer.valueOf(args[0]), Path.of(args[1]));
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = commands.readLine()) != null && !line.equals("quit"); ) {
      String answer;
      try {
        answer = "ok " + worker.obey(line.split(" ", -1));
      } catch (Exception | LinkageError e) {
        e.printStackTrace();
        answer = "error " + e;
      }
      answers.println(answer.replace('\n', ' '));
      answers.flush();
    }
    Runtime.getRuntime().halt(0);
  }

  private String obey(String[] command) throws Exception {
    switch (command[0]) {
      case "open" -> open(Scenario.of(command[1]), URI.create(command[2]));
      case "warm" -> driver().warmUp(Long.parseLong(command[1]));
      case "measure" -> {
        return driver().measure(Long.parseLong(command[1])).toLine();
      }
      case "close" -> {
        if (client != null) {
          client.close();
          client = null;
          driver = null;
        }
      }
      default -> throw new IllegalArgumentException("no command \"" + command[0] + "\"");
    }
    return "";
  }

  private Driver driver() {
    if (driver == null) {
      throw new IllegalStateException("no client is open");
    }
    return driver;
  }

  private void open(Scenario scenario, URI uri) throws Exception {
    BenchClient opened =
        peer.open(
            new Target(uri, scenario.wire(), scenario.connections(), certificate, cache(scenario)));
    client = opened;
    driver =
        switch (scenario.work()) {
          case GET, CONNECT ->
              scenario.inFlight() > 1
                  ? new InFlight(opened, scenario.inFlight())
                  : new Sequential(() -> requireLength(opened.get().length, Work.SMALL_BYTES));
          case CACHE_HIT_1K ->
              new Sequential(() -> requireLength(opened.get().length, Work.SMALL_BYTES));
          case CACHE_HIT_1M ->
              new Sequential(() -> requireLength(opened.get().length, Work.MEGABYTE_BYTES));
          case DOWNLOAD -> new Sequential(() -> requireLength(opened.download(), Work.LARGE_BYTES));
          case SAVE -> new Sequential(() -> requireLength(opened.save(saved()), Work.LARGE_BYTES));
          case UPLOAD -> new Sequential(() -> requireReceived(opened.upload()));
          case START -> throw new IllegalArgumentException("a start is not measured from within");
        };
  }

  /** The run's folder holds the certificate as well. */
  private @Nullable Path cache(Scenario scenario) {
    return scenario.work().isCacheHit() || scenario.work() == Work.SAVE
        ? certificate.resolveSibling(peer.key() + "-" + scenario.key())
        : null;
  }

  /** In the run's folder as well. */
  private Path saved() {
    return certificate.resolveSibling(peer.key() + "-saved");
  }

  private static void requireLength(long length, long expected) throws IOException {
    if (length != expected) {
      throw new IOException("the body has " + length + " bytes, not " + expected);
    }
  }

  /** The server answers with the bytes that it read, head and framing included. */
  private static void requireReceived(byte[] answer) throws IOException {
    long received = Long.parseLong(new String(answer, StandardCharsets.US_ASCII).trim());
    if (received < BenchClient.UPLOAD_BYTES) {
      throw new IOException(
          "the server received " + received + " bytes of " + BenchClient.UPLOAD_BYTES);
    }
  }
}
