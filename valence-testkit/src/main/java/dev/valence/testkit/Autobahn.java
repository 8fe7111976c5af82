package dev.valence.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The fuzzing server of the Autobahn WebSocket test suite 0.5.6 (Apache-2.0) on 127.0.0.1: 301
 * cases for clients. The suite is Python 2.7 and comes out of the jar of {@code
 * autobahntestsuite-maven-plugin}, which Maven brings when it is first needed.
 *
 * <p>A case is played at {@link #caseUrl}; what became of all of them is in the {@link #report}
 * after somebody was at {@link #reportUrl}.
 */
public final class Autobahn implements AutoCloseable {
  private static final String SUITE =
      "me.normanmaurer.maven.autobahntestsuite:autobahntestsuite-maven-plugin:0.1.5";

  private static final Path UNPACKED = Path.of("target", "autobahn").toAbsolutePath();

  private static final String READY = "READY ";

  private final Path home;
  private final PeerProcess process;
  private final int port;
  private final List<String> cases;

  private Autobahn(Path home, PeerProcess process, String readyLine) {
    this.home = home;
    this.process = process;
    List<String> words = List.of(readyLine.substring(READY.length()).split(" ", -1));
    this.port = Integer.parseInt(words.get(0));
    this.cases = words.subList(1, words.size());
  }

  /**
   * Starts it.
   *
   * @param patterns of cases, such as {@code 1.*}
   * @throws MissingPeerException when there is no Python 2.7
   * @throws IOException when the suite cannot be had or does not start; the message has its output
   */
  public static Autobahn start(String... patterns) throws IOException, InterruptedException {
    Path python = Python2.find();
    Path suite = suite();
    Path home = Files.createTempDirectory("valence-autobahn");
    try (InputStream script = Autobahn.class.getResourceAsStream("autobahn-server.py")) {
      if (script == null) {
        throw new IOException("autobahn-server.py is missing from the testkit");
      }
      // The script's own folder is where Python looks for modules first.
      Files.copy(script, home.resolve("server.py"));
    }
    List<String> command =
        List.of(
            "env",
            "PYTHONPATH=" + suite,
            "PYTHONDONTWRITEBYTECODE=1",
            python.toString(),
            "server.py",
            home.toString(),
            String.join(",", patterns));
    PeerProcess process = new PeerProcess(command, home, line -> line.startsWith(READY));
    try {
      return new Autobahn(home, process, process.awaitReady());
    } catch (IOException e) {
      process.close();
      PeerProcess.deleteFolder(home);
      throw e;
    }
  }

  /** The suite's modules, unpacked. */
  private static synchronized Path suite() throws IOException, InterruptedException {
    Path jar = MavenArtifact.bring(SUITE);
    if (Files.exists(UNPACKED)) {
      return UNPACKED;
    }
    Path aside = Files.createTempDirectory(UNPACKED.getParent(), "autobahn");
    try (JarFile archive = new JarFile(jar.toFile())) {
      Enumeration<JarEntry> entries = archive.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        Path file = aside.resolve(entry.getName()).normalize();
        if (entry.isDirectory() || !file.startsWith(aside)) {
          continue;
        }
        Files.createDirectories(file.getParent());
        try (InputStream content = archive.getInputStream(entry)) {
          Files.copy(content, file);
        }
      }
    }
    return Files.move(aside, UNPACKED);
  }

  /** The cases by name, such as {@code 1.1.1}, in their order. */
  public List<String> cases() {
    return cases;
  }

  /**
   * Where a case is played by a client that sends back what it gets, until it is closed.
   *
   * @param name one of {@link #cases}
   */
  public String caseUrl(String name, String agent) {
    return url("/runCase?case=" + (cases.indexOf(name) + 1) + "&agent=" + agent);
  }

  /** Where the server sends a message when it has seen the end of that case. */
  public String statusUrl(String name, String agent) {
    return url("/getCaseStatus?case=" + (cases.indexOf(name) + 1) + "&agent=" + agent);
  }

  /** Where a visit makes the server write its reports; it closes when they are written. */
  public String reportUrl(String agent) {
    return url("/updateReports?agent=" + agent);
  }

  /** The index of the reports: JSON, an object for each agent with one for each case. */
  public Path report() {
    return home.resolve("index.json");
  }

  /** The details of a case: JSON. */
  public Path report(String name, String agent) {
    return home.resolve(
        agent.toLowerCase(Locale.ROOT) + "_case_" + name.replace('.', '_') + ".json");
  }

  /** The last lines it wrote. */
  public String output() {
    return process.output();
  }

  private String url(String path) {
    return "ws://127.0.0.1:" + port + path;
  }

  /** Kills it and deletes its reports. */
  @Override
  public void close() {
    process.close();
    PeerProcess.deleteFolder(home);
  }
}
