package dev.valence.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real dnsmasq on 127.0.0.1, which knows what it is told and asks nobody. */
public final class Dnsmasq implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final Path home;
  private final int port;
  private final PeerProcess process;

  private Dnsmasq(Path program, List<String> options) throws IOException {
    home = Files.createTempDirectory("valence-dnsmasq");
    port = PeerProcess.freePorts(1)[0];
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(
        List.of(
            "--keep-in-foreground",
            "--conf-file=/dev/null",
            "--no-hosts",
            "--no-resolv",
            "--log-facility=-",
            "--bind-interfaces",
            "--listen-address=127.0.0.1",
            "--port=" + port,
            "--user=" + System.getProperty("user.name"),
            "--pid-file=" + home.resolve("pid")));
    command.addAll(options);
    process = new PeerProcess(command, home, line -> line.contains("started, version"));
  }

  /**
   * Starts dnsmasq and waits until it serves.
   *
   * @param options such as {@code --address=/a.test/10.0.0.1}
   * @throws MissingPeerException when it is not installed
   * @throws IOException when it does not start; the message has its output
   */
  public static Dnsmasq start(String... options) throws IOException {
    Path program = PeerProcess.find("dnsmasq", "dnsmasq-base");
    IOException last = new IOException("dnsmasq was not started");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Dnsmasq peer = new Dnsmasq(program, List.of(options));
      try {
        peer.process.awaitReady();
        return peer;
      } catch (IOException e) {
        peer.close();
        last = e;
      }
    }
    throw last;
  }

  /** {@code 127.0.0.1:PORT}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Kills it and deletes its folder. */
  @Override
  public void close() {
    process.close();
    PeerProcess.deleteFolder(home);
  }
}
