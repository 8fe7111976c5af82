package dev.valence.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A real proxy on 127.0.0.1 with a free port and a folder of its own: squid, tinyproxy, dante or
 * microsocks. Killed when closed, or with the JVM.
 */
public final class ProxyPeer implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Writes the configuration, and gives the command. */
  @FunctionalInterface
  private interface Setup {
    List<String> command(Path home, int[] ports) throws IOException;
  }

  private final Path home;
  private final int[] ports;
  private final PeerProcess process;

  private ProxyPeer(Path home, int[] ports, PeerProcess process) {
    this.home = home;
    this.ports = ports;
    this.process = process;
  }

  /**
   * Squid: an HTTP proxy at {@link #port()}, the same over TLS at {@link #tlsPort()} with a
   * certificate of the shared authority for localhost.
   *
   * @param rules lines of its configuration, such as {@code http_access allow all}
   */
  public static ProxyPeer squid(String... rules) throws IOException {
    return squid(null, rules);
  }

  /**
   * Squid that lets in who logs in by Negotiate with a ticket of the realm; ask it as {@code
   * localhost}.
   */
  public static ProxyPeer squidWithKerberos(KerberosRealm realm) throws IOException {
    return squid(
        realm,
        "auth_param negotiate program /usr/lib/squid/negotiate_kerberos_auth -r -t none"
            + " -s GSS_C_NO_NAME -k "
            + realm.keytab(),
        "acl known proxy_auth REQUIRED",
        "http_access allow known",
        "http_access deny all");
  }

  private static ProxyPeer squid(@Nullable KerberosRealm realm, String... rules)
      throws IOException {
    Path program = PeerProcess.find("squid", "squid");
    return start(
        "valence-squid",
        2,
        (home, ports) -> {
          // Its TLS library reads no EC key in PKCS #8.
          TestIdentity identity =
              TestAuthority.shared()
                  .leaf()
                  .names("localhost", "127.0.0.1")
                  .key(KeyKind.RSA_2048)
                  .issue();
          Path certificate = identity.writeCertificate(home.resolve("proxy.pem"));
          Path key = identity.writeKey(home.resolve("proxy.key"));
          Path config = home.resolve("squid.conf");
          Files.writeString(
              config,
              """
              http_port 127.0.0.1:%1$d
              https_port 127.0.0.1:%2$d tls-cert=%3$s tls-key=%4$s
              pid_filename none
              pinger_enable off
              cache deny all
              access_log none
              cache_store_log none
              coredump_dir none
              visible_hostname localhost
              shutdown_lifetime 0 seconds
              client_idle_pconn_timeout 5 minutes
              %5$s
              """
                  .formatted(ports[0], ports[1], certificate, key, String.join("\n", rules)));
          String[] arguments = {"-N", "-d", "1", "-f", config.toString()};
          if (realm != null) {
            return realm.command(program, arguments);
          }
          List<String> command = new ArrayList<>(List.of(program.toString()));
          command.addAll(List.of(arguments));
          return command;
        });
  }

  /**
   * Squid that lets in who logs in as {@code ann} with {@code secret}; its NTLM helper believes
   * everybody, after all rounds of the handshake.
   *
   * @param scheme {@code basic}, {@code digest} or {@code ntlm}
   * @param folder an empty one, for the names of its users
   */
  public static ProxyPeer squidWithLogin(String scheme, Path folder) throws IOException {
    Path users = folder.resolve("users-" + scheme);
    String helper =
        switch (scheme) {
          case "basic" -> "basic_ncsa_auth " + users;
          case "digest" -> "digest_file_auth " + users;
          case "ntlm" -> "ntlm_fake_auth";
          default -> throw new IllegalArgumentException("squid is not set up for " + scheme);
        };
    // The first is apr1 of "secret", as openssl passwd -apr1 -salt 12345678 makes it.
    Files.writeString(
        users,
        scheme.equals("basic") ? "ann:$apr1$12345678$0lqb/6VUFP8JY/s/jTrIk0\n" : "ann:secret\n");
    // Squid's helpers run as another user where it is started as root.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-r--r--"));
    List<String> lines = new ArrayList<>();
    lines.add("auth_param " + scheme + " program /usr/lib/squid/" + helper);
    if (!scheme.equals("ntlm")) {
      lines.add("auth_param " + scheme + " realm squid");
    }
    lines.add("acl known proxy_auth REQUIRED");
    lines.add("http_access allow known");
    lines.add("http_access deny all");
    return squid(lines.toArray(String[]::new));
  }

  /**
   * Tinyproxy: an HTTP proxy.
   *
   * @param lines further lines of its configuration, such as {@code BasicAuth user password}
   */
  public static ProxyPeer tinyproxy(String... lines) throws IOException {
    Path program = PeerProcess.find("tinyproxy", "tinyproxy-bin");
    return start(
        "valence-tinyproxy",
        1,
        (home, ports) -> {
          Path config = home.resolve("tinyproxy.conf");
          Files.writeString(
              config,
              "Port %d\nListen 127.0.0.1\nTimeout 600\nMaxClients 200\nAllow 127.0.0.1\n%s\n"
                  .formatted(ports[0], String.join("\n", lines)));
          return List.of(program.toString(), "-d", "-c", config.toString());
        });
  }

  /** Dante: SOCKS 4, 4a and 5 without a login. */
  public static ProxyPeer dante() throws IOException {
    Path program = PeerProcess.find("danted", "dante-server");
    return start(
        "valence-dante",
        1,
        (home, ports) -> {
          Path config = home.resolve("danted.conf");
          Files.writeString(
              config,
              """
              logoutput: stderr
              internal: 127.0.0.1 port = %d
              external: 127.0.0.1
              clientmethod: none
              socksmethod: none
              client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
              socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 protocol: tcp }
              """
                  .formatted(ports[0]));
          return List.of(
              program.toString(), "-f", config.toString(), "-p", home.resolve("pid").toString());
        });
  }

  /** Microsocks: SOCKS 5; with a user and a password, which both hold no blank. */
  public static ProxyPeer microsocks(String... userAndPassword) throws IOException {
    Path program = PeerProcess.find("microsocks", "microsocks");
    return start(
        "valence-microsocks",
        1,
        (home, ports) -> {
          List<String> command =
              new ArrayList<>(
                  List.of(program.toString(), "-i", "127.0.0.1", "-p", Integer.toString(ports[0])));
          if (userAndPassword.length == 2) {
            command.addAll(List.of("-u", userAndPassword[0], "-P", userAndPassword[1]));
          }
          return command;
        });
  }

  private static ProxyPeer start(String name, int portCount, Setup setup) throws IOException {
    IOException last = new IOException(name + " was not started");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Path home = Files.createTempDirectory(name);
      int[] ports = PeerProcess.freePorts(portCount);
      PeerProcess process = new PeerProcess(setup.command(home, ports), home, line -> false);
      ProxyPeer peer = new ProxyPeer(home, ports, process);
      try {
        peer.awaitListening();
        return peer;
      } catch (IOException e) {
        peer.close();
        last = e;
      }
    }
    throw last;
  }

  /** Not every one of them says when it listens. */
  private void awaitListening() throws IOException {
    long deadline = System.nanoTime() + START_NANOS;
    for (int port : ports) {
      while (!listens(port)) {
        if (!process.process().isAlive() || System.nanoTime() - deadline > 0) {
          throw new IOException("The proxy does not listen; it said: " + process.output());
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    }
  }

  private static boolean listens(int port) {
    try (Socket probe = new Socket()) {
      probe.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  public int port() {
    return ports[0];
  }

  /** Squid's port with TLS. */
  public int tlsPort() {
    return ports[1];
  }

  /** The last lines it wrote. */
  public String output() {
    return process.output();
  }

  /** Kills it and deletes its folder. */
  @Override
  public void close() {
    process.close();
    PeerProcess.deleteFolder(home);
  }
}
