package dev.valence.bench.websocket;

import dev.valence.bench.Child;
import dev.valence.bench.Measurement;
import dev.valence.bench.Placement;
import dev.valence.bench.Rounds;
import dev.valence.bench.websocket.client.SocketPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** WebSocket clients side by side against one echo server, in alternating rounds. */
@Command(
    name = "valence-bench/ws",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Runs WebSocket clients side by side over loopback against one echo server.",
      "",
      "Each client has a JVM of its own, started with the same flags, and so has the server. For each"
          + " scenario the rounds go through the clients in turn (A B C A B C ...). An echo of another"
          + " length ends the run with an error.",
      ""
    },
    footer = {
      "",
      "Scenarios:",
      "  seq          64 bytes, one in flight; the listener that hears the echo sends the next",
      "  wait         64 bytes, one in flight; a thread waits for each echo",
      "  flight       64 bytes, 1,000 in flight on one socket; the listener sends the next",
      "  flight-text  the same with text",
      "  large        1 MB, one in flight",
      "  idle         the memory of 1,000 open sockets: heap after full collections, direct buffers",
      "",
      "Needs taskset for --pin."
    })
public final class WebSockets implements Callable<Integer> {
  @Option(
      names = "--scenarios",
      split = ",",
      paramLabel = "NAME",
      description = "Comma-separated scenarios. All when left out.")
  private List<String> scenarioNames =
      Arrays.stream(SocketScenario.values()).map(SocketScenario::key).toList();

  @Option(
      names = "--clients",
      split = ",",
      paramLabel = "NAME",
      description =
          "Comma-separated clients: valence, valence-stream, netty, jdk, okhttp, jetty,"
              + " java-websocket. All when left out.")
  private List<String> clientNames =
      Arrays.stream(SocketPeer.values()).map(SocketPeer::key).toList();

  @Mixin private Rounds rounds = new Rounds(2, 5, 0.3);

  @Mixin private Placement placement = new Placement();

  @Option(
      names = "--client-flag",
      paramLabel = "FLAG",
      description = "A further flag for the clients' JVMs, such as -XX:StartFlightRecording=...")
  private List<String> clientFlags = List.of();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  private boolean help;

  /** Exit codes: 0 done, 1 the run failed, 2 unusable arguments. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new WebSockets());
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          System.err.println("valence-bench: " + error.getMessage());
          return 1;
        });
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<SocketScenario> scenarios;
    List<SocketPeer> peers;
    try {
      scenarios = scenarioNames.stream().map(SocketScenario::of).distinct().toList();
      peers = clientNames.stream().map(WebSockets::peer).distinct().sorted().toList();
    } catch (IllegalArgumentException e) {
      System.err.println("valence-bench: " + e.getMessage());
      return 2;
    }
    placement.check();
    Path folder = Files.createTempDirectory("valence-bench-ws");
    try (ServerProcess server =
        ServerProcess.start(placement.server(), folder.resolve("server.log"))) {
      for (SocketScenario scenario : scenarios) {
        System.out.print(
            scenario == SocketScenario.IDLE
                ? SocketReport.of(footprints(server, peers, folder))
                : new SocketReport(samples(server, scenario, peers, folder)).of(scenario));
        System.out.flush();
      }
    } catch (IOException e) {
      System.err.println("valence-bench: logs are kept in " + folder);
      throw e;
    }
    delete(folder);
    return 0;
  }

  private List<SocketReport.Sample> samples(
      ServerProcess server, SocketScenario scenario, List<SocketPeer> peers, Path folder)
      throws Exception {
    List<SocketReport.Sample> samples = new ArrayList<>();
    Map<SocketPeer, Child> children = new EnumMap<>(SocketPeer.class);
    try {
      for (SocketPeer peer : peers) {
        Child child = start(peer, folder);
        children.put(peer, child);
        child.open(scenario.key(), server.uri());
        child.warmUp(rounds.firstWarmUp());
      }
      for (int round = 1; round <= rounds.count(); round++) {
        for (Map.Entry<SocketPeer, Child> entry : children.entrySet()) {
          entry.getValue().warmUp(rounds.warmUp());
          long cpu = server.cpuNanos();
          long start = System.nanoTime();
          Measurement measurement = entry.getValue().measure(rounds.seconds());
          double load = (double) (server.cpuNanos() - cpu) / (System.nanoTime() - start);
          samples.add(new SocketReport.Sample(entry.getKey(), measurement, load));
        }
      }
    } finally {
      for (Child child : children.values()) {
        child.close();
      }
    }
    return samples;
  }

  private Map<SocketPeer, Footprint> footprints(
      ServerProcess server, List<SocketPeer> peers, Path folder) throws Exception {
    Map<SocketPeer, Footprint> footprints = new EnumMap<>(SocketPeer.class);
    for (SocketPeer peer : peers) {
      try (Child child = start(peer, folder)) {
        String answer = child.ask("idle " + SocketScenario.IDLE_SOCKETS + " " + server.uri());
        footprints.put(peer, Footprint.parse(answer));
      }
    }
    return footprints;
  }

  private Child start(SocketPeer peer, Path folder) throws IOException {
    return Child.start(
        peer.title(),
        placement
            .client()
            .command(peer.artifacts(), clientFlags, SocketWorker.class, List.of(peer.name())),
        folder.resolve(peer.key() + ".log"));
  }

  private static SocketPeer peer(String key) {
    Function<SocketPeer, String> name = SocketPeer::key;
    return Arrays.stream(SocketPeer.values())
        .filter(peer -> name.apply(peer).equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no client \""
                        + key
                        + "\"; there are "
                        + Arrays.stream(SocketPeer.values()).map(name).toList()));
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
