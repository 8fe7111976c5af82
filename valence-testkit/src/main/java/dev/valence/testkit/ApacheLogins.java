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
import java.util.function.Predicate;

/**
 * A real Apache on localhost with a Kerberos realm of its own: {@code /digest/} asks for Digest
 * (user {@code user}, password {@code pass}), {@code /negotiate/} for Negotiate (user {@code ann},
 * password {@code secret}). Both serve {@code in}.
 */
public final class ApacheLogins implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final KerberosRealm realm;
  private final Path home;
  private final int[] ports;
  private final List<PeerProcess> processes = new ArrayList<>();

  private ApacheLogins(KerberosRealm realm) throws IOException {
    this.realm = realm;
    home = Files.createTempDirectory("valence-apache");
    // Apache serves as nobody where it is started as root.
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    ports = PeerProcess.freePorts(1);
  }

  /**
   * Starts KDC and server, and waits until they serve.
   *
   * @throws MissingPeerException when one of them is not installed
   */
  public static ApacheLogins start() throws IOException {
    KerberosRealm realm = KerberosRealm.start();
    try {
      return start(realm);
    } catch (IOException | RuntimeException e) {
      realm.close();
      throw e;
    }
  }

  private static ApacheLogins start(KerberosRealm realm) throws IOException {
    IOException last = new IOException("apache2 was not started");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ApacheLogins apache = new ApacheLogins(realm);
      try {
        apache.startServer();
        return apache;
      } catch (IOException e) {
        apache.stop();
        last = e;
        if (!String.valueOf(e.getMessage()).contains("in use")) {
          break;
        }
      }
    }
    throw last;
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
          GssapiCredStore keytab:%3$s
          GssapiAllowedMech krb5
          Require valid-user
        </Location>
        """
            .formatted(home, ports[0], realm.keytab());
  }

  private void readable(String file) throws IOException {
    Files.setPosixFilePermissions(home.resolve(file), PosixFilePermissions.fromString("rw-r--r--"));
  }

  private void start(Predicate<String> ready, Path program, String... arguments)
      throws IOException {
    PeerProcess process = new PeerProcess(realm.command(program, arguments), home, ready);
    processes.add(process);
    process.awaitReady();
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

  /** Whose user {@code ann} may log in. */
  public KerberosRealm realm() {
    return realm;
  }

  /** The file for {@code java.security.krb5.conf}. */
  public Path kerberosConfig() {
    return realm.config();
  }

  /** {@code http://localhost:PORT}. */
  public String origin() {
    return "http://localhost:" + ports[0];
  }

  /** Kills both and deletes their folder. */
  @Override
  public void close() {
    stop();
    realm.close();
  }

  private void stop() {
    processes.forEach(PeerProcess::close);
    PeerProcess.deleteFolder(home);
  }
}
