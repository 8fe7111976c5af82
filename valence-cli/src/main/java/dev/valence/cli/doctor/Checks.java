package dev.valence.cli.doctor;

import dev.valence.net.NetworkFacts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at all that Valence needs. Changes nothing, and asks no machine but this one. */
final class Checks {
  private static final int OLDEST_JAVA = 17;

  private Checks() {}

  /**
   * Every check, in the order to read them.
   *
   * @param host a name to look up besides; null for none
   */
  static List<Check> all(Path userData, @Nullable String host) {
    List<Check> checks = new ArrayList<>();
    checks.add(java());
    checks.add(
        Check.good(
            "System",
            System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + ", "
                + System.getProperty("os.arch")
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " processors"));
    network(checks, NetworkFacts.read());
    checks.add(folder(userData));
    checks.add(lookUp("localhost"));
    if (host != null) {
      checks.add(lookUp(host));
    }
    checks.add(ipv6());
    return checks;
  }

  private static Check java() {
    String found =
        System.getProperty("java.vm.name")
            + " "
            + Runtime.version()
            + " ("
            + System.getProperty("java.home")
            + ")";
    return Runtime.version().feature() >= OLDEST_JAVA
        ? Check.good("Java", found)
        : Check.bad("Java", found + "; Valence needs Java " + OLDEST_JAVA + " or newer");
  }

  private static void network(List<Check> checks, NetworkFacts facts) {
    checks.add(
        Check.goodOrNote(
            !facts.transport().equals("nio"),
            "Sockets",
            "native transport " + facts.transport(),
            "Java's own (nio): no native transport for this system; somewhat slower"));
    checks.add(
        Check.goodOrNote(
            facts.tls().equals("BoringSSL"),
            "TLS",
            tlsName(facts),
            "Java's own (JSSE): BoringSSL does not load on this system; slower handshakes"));
    checks.add(
        Check.goodOrNote(
            facts.brotli(),
            "Brotli",
            "decoded",
            "not offered to servers: its native library does not load on this system"));
    checks.add(
        Check.goodOrNote(
            facts.zstd(),
            "Zstandard",
            "decoded",
            "not offered to servers: its native library does not load on this system"));
    checks.add(
        facts.trustedRoots() > 0
            ? Check.good("Trusted roots", facts.trustedRoots() + " of the system")
            : Check.bad(
                "Trusted roots",
                "none: every https server will be refused; install them (Debian:"
                    + " ca-certificates) or name a file by SSL_CERT_FILE"));
  }

  private static String tlsName(NetworkFacts facts) {
    String version = facts.tlsVersion();
    return version == null || version.equals(facts.tls())
        ? facts.tls()
        : facts.tls() + " (" + version + ")";
  }

  /** The folder need not be there yet: then the one it would be made in counts. */
  private static Check folder(Path userData) {
    Path existing = userData;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing != null && Files.isDirectory(existing) && Files.isWritable(existing)) {
      String state = existing.equals(userData) ? "" : " (made when a session is kept)";
      return Check.good("User data", userData + state);
    }
    return Check.bad(
        "User data",
        userData
            + ": "
            + existing
            + " cannot be written; sessions are not kept there: name another folder with"
            + " --user-data");
  }

  private static Check lookUp(String host) {
    long start = System.nanoTime();
    try {
      InetAddress[] addresses = InetAddress.getAllByName(host);
      long millis = (System.nanoTime() - start) / 1_000_000;
      String list =
          String.join(
              ", ", Arrays.stream(addresses).map(InetAddress::getHostAddress).distinct().toList());
      return Check.good("Look-up", host + " is " + list + " (" + millis + " ms)");
    } catch (UnknownHostException e) {
      return Check.bad("Look-up", host + " is not found; look at this machine's DNS settings");
    }
  }

  private static Check ipv6() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("::1", 0));
      return Check.good("IPv6", "the loopback address ::1 works");
    } catch (IOException e) {
      return Check.note("IPv6", "no loopback address ::1: IPv4 alone is used");
    }
  }
}
