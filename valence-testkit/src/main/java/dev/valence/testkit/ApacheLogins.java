package dev.valence.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A real Apache on localhost with a Kerberos realm of its own: {@code /digest/} asks for Digest
 * (user {@code user}, password {@code pass}), {@code /negotiate/} for Negotiate (user {@code ann},
 * password {@code secret}). Both serve {@code in}.
 */
public final class ApacheLogins implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  private static final String REALM = "VALENCE.TEST";

  private final Path home;
  private final int[] ports;
  private final List<PeerProcess> processes = new ArrayList<>();

  private ApacheLogins() throws IOException {
    home = Files.createTempDirectory("valence-apache");
    // Apache serves as nobody where it is started as root.
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    ports = PeerProcess.freePorts(2);
  }

  /**
   * Starts KDC and server, and waits until they serve.
   *
   * @throws MissingPeerException when one of them is not installed
   */
  public static ApacheLogins start() throws IOException {
    IOException last = new IOException("apache2 was not started");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ApacheLogins apache = new ApacheLogins();
      try {
        apache.startRealm();
        apache.startServer();
        return apache;
      } catch (IOException e) {
        apache.close();
        last = e;
        if (!String.valueOf(e.getMessage()).contains("in use")) {
          break;
        }
      }
    }
    throw last;
  }

  private void startRealm() throws IOException {
    Path kdc = PeerProcess.find("krb5kdc", "krb5-kdc");
    Path admin = PeerProcess.find("kadmin.local", "krb5-admin-server");
    Path util = PeerProcess.find("kdb5_util", "krb5-kdc");
    Files.writeString(
        kerberosConfig(),
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
            .formatted(REALM, ports[0]));
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
            .formatted(REALM, ports[0], home));
    run(util, "create", "-r", REALM, "-s", "-P", "master");
    run(admin, "-q", "addprinc -pw secret ann");
    run(admin, "-q", "addprinc -randkey HTTP/localhost");
    run(admin, "-q", "ktadd -k " + home.resolve("http.keytab") + " HTTP/localhost");
    readable("http.keytab");
    start(line -> line.contains("starting"), kdc, "-n");
  }

  private void startServer() throws IOException {
    Path apache = PeerProcess.find("apache2", "apache2");
    Files.createDirectories(home.resolve("www"));
    Files.writeString(home.resolve("www/index.html"), "in");
    Files.writeString(home.resolve("users"), "user:r:" + md5("user:r:pass") + "\n");
    readable("users");
    Files.writeString(home.resolve("httpd.conf"), serverConfig());
    start(
        line -> line.contains("resuming normal operations"),
        apache,
        "-d",
        home.toString(),
        "-f",
        home.resolve("httpd.conf").toString(),
        "-DFOREGROUND");
  }

  private String serverConfig() {
    StringBuilder config = new StringBuilder();
    for (String module :
        List.of(
            "mpm_event",
            "authn_core",
            "authn_file",
            "authz_core",
            "authz_user",
            "auth_digest",
            "auth_gssapi",
            "alias",
            "dir")) {
      config.append(
          "LoadModule %1$s_module /usr/lib/apache2/modules/mod_%1$s.so\n".formatted(module));
    }
    return config
        + """
        ServerRoot %1$s
        ServerName localhost
        Listen 127.0.0.1:%2$d
        PidFile %1$s/httpd.pid
        ErrorLog /dev/stderr
        LogLevel notice
        DocumentRoot %1$s/www
        User nobody
        Group nogroup
        Mutex file:%1$s default
        StartServers 1
        Alias /digest/ %1$s/www/
        Alias /negotiate/ %1$s/www/
        DirectoryIndex index.html
        <Location /digest/>
          AuthType Digest
          AuthName r
          AuthDigestProvider file
          AuthUserFile %1$s/users
          Require valid-user
        </Location>
        <Location /negotiate/>
          AuthType GSSAPI
          AuthName n
          GssapiCredStore keytab:%1$s/http.keytab
          GssapiAllowedMech krb5
          Require valid-user
        </Location>
        """
            .formatted(home, ports[1]);
  }

  private void readable(String file) throws IOException {
    Files.setPosixFilePermissions(home.resolve(file), PosixFilePermissions.fromString("rw-r--r--"));
  }

  private List<String> command(Path program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "env",
            "KRB5_CONFIG=" + kerberosConfig(),
            "KRB5_KDC_PROFILE=" + home.resolve("kdc.conf"),
            program.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private void start(Predicate<String> ready, Path program, String... arguments)
      throws IOException {
    PeerProcess process = new PeerProcess(command(program, arguments), home, ready);
    processes.add(process);
    process.awaitReady();
  }

  private void run(Path program, String... arguments) throws IOException {
    Process process =
        new ProcessBuilder(command(program, arguments))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("output").toFile())
            .start();
    try {
      boolean ended = process.waitFor(30, TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(program + " failed: " + Files.readString(home.resolve("output")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String md5(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return "%032x".formatted(new BigInteger(1, digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The file for {@code java.security.krb5.conf}. */
  public Path kerberosConfig() {
    return home.resolve("krb5.conf");
  }

  /** {@code http://localhost:PORT}. */
  public String origin() {
    return "http://localhost:" + ports[1];
  }

  /** Kills both and deletes their folder. */
  @Override
  public void close() {
    processes.forEach(PeerProcess::close);
    PeerProcess.deleteFolder(home);
  }
}
