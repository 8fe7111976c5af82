package dev.valence.cli.fetch;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.net.tls.ClientIdentity;
import dev.valence.net.tls.TlsSettings;
import dev.valence.net.tls.TlsVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom to trust, who one is, and which TLS to speak. */
public final class TlsOptions {
  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "Trust these roots (PEM) besides the system's.")
  @Nullable Path caCertificates;

  @Option(
      names = {"-E", "--cert"},
      paramLabel = "FILE",
      description =
          "Show this certificate to servers that ask for one: PEM, or PKCS#12 with its key.")
  @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The private key (PEM) of --cert; by default in the same file.")
  @Nullable Path key;

  @Option(
      names = "--pass",
      paramLabel = "PHRASE",
      description = "The password of an encrypted key; others on this machine may see it.")
  String password = "";

  @Option(
      names = {"-k", "--insecure"},
      description = "Accept any certificate of the server. Anybody on the way may read and change.")
  boolean insecure;

  @Option(
      names = "--tls-min",
      paramLabel = "VERSION",
      description = "The oldest TLS to speak: 1.2 (default) or 1.3.")
  @Nullable String oldest;

  @Option(
      names = "--tls-max",
      paramLabel = "VERSION",
      description = "The newest TLS to speak: 1.2 or 1.3 (default).")
  @Nullable String newest;

  /** For picocli. */
  public TlsOptions() {}

  /** Whether any certificate of the server is accepted. */
  public boolean insecure() {
    return insecure;
  }

  /** Refuses what contradicts itself. */
  public void check() {
    if (key != null && certificate == null) {
      throw CommandFailure.usage("--key needs the certificate: give it with --cert FILE");
    }
    settingsOfVersions();
  }

  /** What they say; null where they say nothing. */
  public @Nullable TlsSettings settings() {
    if (caCertificates == null && certificate == null && oldest == null && newest == null) {
      return null;
    }
    TlsSettings.Builder settings = settingsOfVersions();
    if (caCertificates != null) {
      settings.extraRoots(roots(caCertificates));
    }
    if (certificate != null) {
      for (ClientIdentity identity : identities(certificate)) {
        settings.clientCertificate(identity);
      }
    }
    return settings.build();
  }

  private TlsSettings.Builder settingsOfVersions() {
    TlsSettings.Builder settings = TlsSettings.builder();
    if (oldest != null) {
      settings.minVersion(version("--tls-min", oldest));
    }
    if (newest != null) {
      settings.maxVersion(version("--tls-max", newest));
    }
    try {
      settings.build();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--tls-min " + oldest + " is newer than --tls-max " + newest);
    }
    return settings;
  }

  private static TlsVersion version(String option, String text) {
    return switch (text) {
      case "1.2" -> TlsVersion.TLS_1_2;
      case "1.3" -> TlsVersion.TLS_1_3;
      default -> throw CommandFailure.usage(option + ": 1.2 and 1.3 are spoken, and not " + text);
    };
  }

  private List<ClientIdentity> identities(Path file) {
    try {
      byte[] start;
      try (InputStream in = Files.newInputStream(file)) {
        start = in.readNBytes(1);
      }
      // A PKCS#12 file is a SEQUENCE in BER; PEM is text.
      if (start.length == 1 && start[0] == 0x30 && key == null) {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
          store.load(in, password.toCharArray());
        }
        return ClientIdentity.of(store, password.toCharArray());
      }
      return List.of(ClientIdentity.ofPem(file, key == null ? file : key, password.toCharArray()));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.CANNOT_READ, "--cert: cannot use " + file + ": " + e.getMessage(), e);
    }
  }

  private static List<X509Certificate> roots(Path file) {
    List<X509Certificate> roots = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        roots.add((X509Certificate) root);
      }
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.CANNOT_READ, "--cacert: cannot read " + file, e);
    } catch (CertificateException e) {
      throw new CommandFailure(
          ExitCode.CANNOT_READ, "--cacert: " + file + " holds no certificates in PEM form", e);
    }
    if (roots.isEmpty()) {
      throw new CommandFailure(
          ExitCode.CANNOT_READ, "--cacert: " + file + " holds no certificates in PEM form");
    }
    return roots;
  }
}
