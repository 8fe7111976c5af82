package dev.valence.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real BIND 9 on 127.0.0.1 that is the authority for the zone {@code test}: over UDP, over TCP,
 * and over HTTPS with a certificate of {@link TestAuthority#localhost()}.
 */
public final class Named implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final Path home;
  private final int[] ports;
  private final PeerProcess process;

  private Named(Path program, String records) throws IOException {
    home = Files.createTempDirectory("valence-named");
    ports = PeerProcess.freePorts(2);
    TestIdentity identity = TestAuthority.shared().localhost();
    identity.writeCertificate(home.resolve("server.pem"));
    identity.writeKey(home.resolve("server.key"));
    Files.writeString(
        home.resolve("test.zone"),
        """
        $TTL 300
        @ IN SOA ns.test. admin.test. 1 3600 600 86400 120
        @ IN NS ns.test.
        ns IN A 127.0.0.1
        """
            + records);
    Path config = home.resolve("named.conf");
    Files.writeString(
        config,
        """
        tls listener { cert-file "%1$s/server.pem"; key-file "%1$s/server.key"; };
        http queries { endpoints { "/dns-query"; }; };
        options {
          directory "%1$s";
          listen-on port %2$d { 127.0.0.1; };
          listen-on port %3$d tls listener http queries { 127.0.0.1; };
          listen-on-v6 { none; };
          recursion no;
          allow-query { any; };
          dnssec-validation no;
          pid-file none;
        };
        controls { };
        zone "test" { type primary; file "test.zone"; };
        """
            .formatted(home, ports[0], ports[1]));
    process =
        new PeerProcess(
            List.of(program.toString(), "-g", "-n", "1", "-c", config.toString()),
            home,
            line -> line.endsWith("running"));
  }

  /**
   * Starts BIND and waits until it serves.
   *
   * @param records lines of the zone file of {@code test}
   * @throws MissingPeerException when it is not installed
   * @throws IOException when it does not start; the message has its output
   */
  public static Named start(String records) throws IOException {
    Path program = PeerProcess.find("named", "bind9");
    IOException last = new IOException("named was not started");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Named peer = new Named(program, records);
      try {
        peer.process.awaitReady();
        return peer;
      } catch (IOException e) {
        peer.close();
        last = e;
        if (!String.valueOf(e.getMessage()).contains("address in use")) {
          break;
        }
      }
    }
    throw last;
  }

  /** {@code 127.0.0.1:PORT} for UDP and TCP. */
  public String address() {
    return "127.0.0.1:" + ports[0];
  }

  /** {@code https://localhost:PORT/dns-query}. */
  public String url() {
    return "https://localhost:" + ports[1] + "/dns-query";
  }

  /** Kills it and deletes its folder. */
  @Override
  public void close() {
    process.close();
    PeerProcess.deleteFolder(home);
  }
}
