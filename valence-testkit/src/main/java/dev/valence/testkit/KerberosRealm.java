package dev.valence.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real Kerberos realm on 127.0.0.1: user {@code ann} with the password {@code secret}, service
 * {@code HTTP/localhost}. Killed when closed, or with the JVM.
 */
public final class KerberosRealm implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  private static final String REALM = "VALENCE.TEST";

  private final Path home;
  private final int port;
  private @Nullable PeerProcess kdc;

  private KerberosRealm() throws IOException {
    home = Files.createTempDirectory("valence-realm");
    // Servers read their key as another user where they are started as root.
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    port = PeerProcess.freePorts(1)[0];
  }

  /**
   * Makes the realm, and waits until its KDC serves.
   *
   * @throws MissingPeerException when it is not installed
   */
  public static KerberosRealm start() throws IOException {
    IOException last = new IOException("the KDC was not started");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      KerberosRealm realm = new KerberosRealm();
      try {
        realm.create();
        return realm;
      } catch (IOException e) {
        realm.close();
        last = e;
        if (!String.valueOf(e.getMessage()).contains("in use")) {
          break;
        }
      }
    }
    throw last;
  }

  private void create() throws IOException {
    Path program = PeerProcess.find("krb5kdc", "krb5-kdc");
    Path admin = PeerProcess.find("kadmin.local", "krb5-admin-server");
    Path util = PeerProcess.find("kdb5_util", "krb5-kdc");
    Files.writeString(
        config(),
        """
        [libdefaults]
         default_realm = %1$s
         dns_lookup_kdc = false
         dns_lookup_realm = false
         dns_canonicalize_hostname = false
         rdns = false
         udp_preference_limit = 1
        [realms]
         %1$s = {
          kdc = 127.0.0.1:%2$d
         }
        [domain_realm]
         localhost = %1$s
        """
            .formatted(REALM, port));
    Files.writeString(
        home.resolve("kdc.conf"),
        """
        [kdcdefaults]
         kdc_listen = 127.0.0.1:%2$d
         kdc_tcp_listen = 127.0.0.1:%2$d
        [realms]
         %1$s = {
          database_name = %3$s/principal
          key_stash_file = %3$s/stash
          acl_file = %3$s/acl
         }
        """
            .formatted(REALM, port, home));
    run("", util, "create", "-r", REALM, "-s", "-P", "master");
    run("", admin, "-q", "addprinc -pw secret ann");
    run("", admin, "-q", "addprinc -randkey HTTP/localhost");
    run("", admin, "-q", "ktadd -k " + keytab() + " HTTP/localhost");
    Files.setPosixFilePermissions(keytab(), PosixFilePermissions.fromString("rw-r--r--"));
    PeerProcess started =
        new PeerProcess(command(program, "-n"), home, line -> line.contains("starting"));
    kdc = started;
    started.awaitReady();
  }

  /** Logs ann in as {@code kinit} does; the file holds her ticket: {@code KRB5CCNAME}. */
  public Path ticketOfAnn() throws IOException {
    Path cache = home.resolve("tickets");
    run("secret\n", PeerProcess.find("kinit", "krb5-user"), "-c", "FILE:" + cache, "ann");
    return cache;
  }

  /** A command that knows this realm. */
  List<String> command(Path program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "env",
            "KRB5_CONFIG=" + config(),
            "KRB5_KDC_PROFILE=" + home.resolve("kdc.conf"),
            program.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private void run(String input, Path program, String... arguments) throws IOException {
    Path given = Files.writeString(home.resolve("input"), input, StandardCharsets.UTF_8);
    Path output = home.resolve("output");
    Process process =
        new ProcessBuilder(command(program, arguments))
            .redirectErrorStream(true)
            .redirectInput(given.toFile())
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(30, TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(program + " failed: " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The file for {@code java.security.krb5.conf}. */
  public Path config() {
    return home.resolve("krb5.conf");
  }

  /** The key of {@code HTTP/localhost}; readable by everybody. */
  public Path keytab() {
    return home.resolve("http.keytab");
  }

  /** Kills the KDC and deletes its folder. */
  @Override
  public void close() {
    PeerProcess running = kdc;
    if (running != null) {
      running.close();
    }
    PeerProcess.deleteFolder(home);
  }
}
