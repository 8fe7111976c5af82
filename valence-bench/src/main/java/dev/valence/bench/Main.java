package dev.valence.bench;

import dev.valence.bench.client.Peer;
import dev.valence.bench.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The side-by-side run: every client against the same nginx, in alternating rounds. */
@Command(
    name = "valence-bench/run",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Runs HTTP clients side by side over loopback against nginx.",
      "",
      "Each client has a JVM of its own, started once with the same flags. For each scenario the"
          + " rounds go through the clients in turn (A B C A B C ...); each measurement follows a"
          + " warm-up; a response that is not whole ends the run with an error. The tables show the"
          + " median, least and most over all rounds, and the ratio of the median to the bare Netty"
          + " client's and to the best of the five libraries'.",
      ""
    },
    footer = {
      "",
      "Scenarios:",
      "  seq-h1 seq-tls seq-h2           1 KB GETs one after the other; also allocation",
      "  flight-h1 flight-tls flight-h2  1 KB GETs, 64 in flight; also allocation",
      "  new-tcp new-tls                 a new connection for each GET, no TLS resumption",
      "  download-h1 -tls -h2            256 MB",
      "  upload-h1 -tls -h2              64 MB",
      "  cache-hit-1k cache-hit-1m       the client's cache answers; clients that have one",
      "  cold-start cold-start-cds       a new JVM to its first whole response",
      "",
      "Needs nginx (apt-get install nginx-light) and, for --pin, taskset."
    })
public final class Main implements Callable<Integer> {
  @Option(
      names = "--scenarios",
      split = ",",
      paramLabel = "NAME",
      description = "Comma-separated scenarios; a name may end in * (flight-*). All when left out.")
  private List<String> scenarioNames = List.of("*");

  @Option(
      names = "--clients",
      split = ",",
      paramLabel = "NAME",
      description =
          "Comma-separated clients: valence, netty, jdk, okhttp, jetty, apache, reactor; for the"
              + " cache also valence-disk, apache-files. All when left out. With watchers, only when"
              + " named: valence-unmatched, valence-listener, valence-asynchronous,"
              + " valence-interceptor, valence-observer.")
  private List<String> clientNames =
      Arrays.stream(Peer.values()).filter(peer -> !peer.isOnRequest()).map(Peer::key).toList();

  @Mixin private Rounds rounds = new Rounds(3, 6, 0.5);

  @Mixin private Placement placement = new Placement();

  @Option(names = "--json", paramLabel = "FILE", description = "Also write every sample as JSON.")
  private @Nullable Path json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  private boolean help;

  /** Exit codes: 0 done, 1 the run failed, 2 unusable arguments. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          System.err.println("valence-bench: " + error.getMessage());
          return 1;
        });
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<Scenario> scenarios;
    List<Peer> peers;
    try {
      scenarios = chosenScenarios();
      peers = chosenPeers();
    } catch (IllegalArgumentException e) {
      System.err.println("valence-bench: " + e.getMessage());
      return 2;
    }
    if (!Commands.exists("nginx")) {
      throw new IOException("nginx is missing; install it: apt-get install nginx-light");
    }
    placement.check();
    Path folder = Files.createTempDirectory("valence-bench");
    boolean done = false;
    try {
      run(folder, scenarios, peers);
      done = true;
    } finally {
      if (done) {
        delete(folder);
      } else {
        System.err.println("valence-bench: logs are kept in " + folder);
      }
    }
    return 0;
  }

  private void run(Path folder, List<Scenario> scenarios, List<Peer> peers) throws Exception {
    Jvm jvm = placement.client();
    Certificate certificate = Certificate.create(folder);
    List<Sample> samples = new ArrayList<>();
    Map<Peer, Child> children = new EnumMap<>(Peer.class);
    try (Nginx server = Nginx.start(folder, certificate, placement.serverProcessor())) {
      ColdStarts starts = new ColdStarts(jvm, certificate, folder);
      for (Scenario scenario : scenarios) {
        List<Peer> taking = peers.stream().filter(peer -> peer.takesPart(scenario.work())).toList();
        if (taking.isEmpty()) {
          throw new IOException("none of the chosen clients takes part in " + scenario.key());
        }
        if (scenario.work() != Work.START) {
          for (Peer peer : taking) {
            if (!children.containsKey(peer)) {
              children.put(peer, start(jvm, peer, certificate, folder));
            }
          }
          samples.addAll(rounds(server, scenario, taking, children));
        } else {
          closeAll(children);
          samples.addAll(coldRounds(server, scenario, taking, starts));
        }
        System.out.print(new Report(samples).of(scenario));
        System.out.flush();
        if (json != null) {
          JsonReport.write(json, samples, settings());
        }
      }
    } finally {
      closeAll(children);
    }
  }

  private static Child start(Jvm jvm, Peer peer, Certificate certificate, Path folder)
      throws IOException {
    return Child.start(
        peer.title(),
        jvm.command(
            peer.artifacts(),
            List.of(),
            Worker.class,
            List.of(peer.name(), certificate.certificate().toString())),
        folder.resolve(peer.key() + ".log"));
  }

  private List<Sample> rounds(
      Nginx server, Scenario scenario, List<Peer> peers, Map<Peer, Child> all) throws Exception {
    List<Sample> samples = new ArrayList<>();
    Map<Peer, Child> children = new EnumMap<>(all);
    children.keySet().retainAll(peers);
    for (Map.Entry<Peer, Child> entry : children.entrySet()) {
      progress(scenario, 0, entry.getKey());
      entry.getValue().open(scenario.key(), server.uri(scenario));
      entry.getValue().warmUp(rounds.firstWarmUp());
    }
    for (int round = 1; round <= rounds.count(); round++) {
      for (Map.Entry<Peer, Child> entry : children.entrySet()) {
        progress(scenario, round, entry.getKey());
        entry.getValue().warmUp(rounds.warmUp());
        long asked = scenario.work().isCacheHit() ? server.cacheableRequests() : 0;
        long cpu = server.cpuNanos();
        long start = System.nanoTime();
        Measurement measurement = entry.getValue().measure(rounds.seconds());
        double load = (double) (server.cpuNanos() - cpu) / (System.nanoTime() - start);
        if (scenario.work().isCacheHit() && server.cacheableRequests() != asked) {
          throw new IOException(entry.getKey().title() + " asked the server, not its cache");
        }
        samples.add(new Sample(scenario, entry.getKey(), round, measurement, load));
      }
    }
    for (Child child : children.values()) {
      child.closeClient();
    }
    progressDone();
    return samples;
  }

  private List<Sample> coldRounds(
      Nginx server, Scenario scenario, List<Peer> peers, ColdStarts starts) throws Exception {
    boolean sharing = scenario == Scenario.COLD_START_CDS;
    List<Sample> samples = new ArrayList<>();
    // Round 0 reads the jars into the page cache and writes the archives.
    for (int round = 0; round <= rounds.count(); round++) {
      for (Peer peer : peers) {
        progress(scenario, round, peer);
        Measurement measurement = starts.measure(peer, server.uri(scenario), sharing);
        if (round > 0) {
          samples.add(new Sample(scenario, peer, round, measurement, 0));
        }
      }
    }
    progressDone();
    return samples;
  }

  private static void closeAll(Map<Peer, Child> children) throws InterruptedException {
    for (Child child : children.values()) {
      child.close();
    }
    children.clear();
  }

  private Map<String, Object> settings() {
    return Map.of(
        "rounds", rounds.count(),
        "seconds", rounds.seconds(),
        "firstWarmUp", rounds.firstWarmUp(),
        "warmUp", rounds.warmUp(),
        "pinned", placement.isPinned(),
        "jvm", System.getProperty("java.runtime.version", "unknown"),
        "flags", Jvm.FLAGS);
  }

  private void progress(Scenario scenario, int round, Peer peer) {
    if (System.console() != null) {
      System.err.print(
          String.format(
              Locale.ROOT,
              "\r\u001b[K%s: %s, %s",
              scenario.key(),
              round == 0 ? "warm-up" : "round " + round + " of " + rounds.count(),
              peer.title()));
    }
  }

  private static void progressDone() {
    if (System.console() != null) {
      System.err.print("\r\u001b[K");
    }
  }

  private List<Scenario> chosenScenarios() {
    List<Scenario> chosen = new ArrayList<>();
    for (String name : scenarioNames) {
      if (name.endsWith("*")) {
        String start = name.substring(0, name.length() - 1);
        List<Scenario> found =
            Arrays.stream(Scenario.values()).filter(s -> s.key().startsWith(start)).toList();
        if (found.isEmpty()) {
          throw new IllegalArgumentException("no scenario starts with \"" + start + "\"");
        }
        chosen.addAll(found);
      } else {
        chosen.add(Scenario.of(name));
      }
    }
    return chosen.stream().distinct().toList();
  }

  private List<Peer> chosenPeers() {
    List<Peer> chosen = new ArrayList<>();
    for (String name : clientNames) {
      chosen.add(
          Arrays.stream(Peer.values())
              .filter(peer -> peer.key().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "no client \""
                              + name
                              + "\"; there are "
                              + Arrays.stream(Peer.values()).map(Peer::key).toList())));
    }
    return chosen.stream().distinct().sorted().toList();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
