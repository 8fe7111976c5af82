package dev.valence.net.internal.tls;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roots the operating system trusts. Read once per process, when first asked for; that blocks
 * for some tens of milliseconds, so ask off the event loop.
 *
 * <p>Linux and others: the file {@code SSL_CERT_FILE} and the folders {@code SSL_CERT_DIR} where
 * set (as OpenSSL), else the distribution's bundle. Windows: the store {@code Windows-ROOT}. macOS:
 * the system's roots and the key chain. Where none of these has a root, the JDK's own.
 */
public final class SystemTrustStore {
  private static final Logger LOG = LoggerFactory.getLogger(SystemTrustStore.class);

  /** Where distributions keep all roots in one PEM file. */
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"), // Debian, Ubuntu, Arch, Alpine, Gentoo
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"), // Fedora, RHEL
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"), // RHEL 7 and later
          Path.of("/etc/ssl/ca-bundle.pem"), // openSUSE
          Path.of("/etc/ssl/cert.pem"), // Alpine, the BSDs
          Path.of("/etc/pki/tls/cacert.pem"), // OpenELEC
          Path.of("/usr/local/share/certs/ca-root-nss.crt")); // FreeBSD

  private SystemTrustStore() {}

  private static final class Holder {
    static final List<Root> ROOTS =
        List.copyOf(load(System.getProperty("os.name", ""), System.getenv(), BUNDLES));
  }

  /** The roots; the first call of the process reads them. */
  static List<Root> roots() {
    return Holder.ROOTS;
  }

  /** How many there are. */
  public static int count() {
    return roots().size();
  }

  static Set<Root> load(String osName, Map<String, String> environment, List<Path> bundles) {
    String os = osName.toLowerCase(Locale.ROOT);
    Set<Root> roots;
    if (os.startsWith("windows")) {
      roots = fromKeyStores("Windows-ROOT");
    } else if (os.startsWith("mac")) {
      roots = fromKeyStores("KeychainStore-ROOT", "KeychainStore");
    } else {
      roots = fromFiles(environment, bundles);
    }
    if (roots.isEmpty()) {
      LOG.info("No system roots found on {}; using those of the JDK", osName);
      roots = fromJdk();
    }
    return roots;
  }

  private static Set<Root> fromFiles(Map<String, String> environment, List<Path> bundles) {
    Set<Root> roots = new LinkedHashSet<>();
    String file = environment.get("SSL_CERT_FILE");
    String folders = environment.get("SSL_CERT_DIR");
    Path named = path(file);
    if (named != null) {
      roots.addAll(readPem(named));
    }
    // OpenSSL's own order: a bundle that was named stands for itself; folders add to it.
    if (named == null || roots.isEmpty()) {
      for (Path bundle : bundles) {
        if (Files.isReadable(bundle)) {
          roots.addAll(readPem(bundle));
          break;
        }
      }
    }
    if (folders != null && (roots.isEmpty() || file == null)) {
      for (String folder : folders.split(System.getProperty("path.separator", ":"))) {
        Path path = path(folder);
        if (path != null) {
          roots.addAll(readFolder(path));
        }
      }
    }
    return roots;
  }

  private static @Nullable Path path(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      LOG.warn("Not a path to trusted roots: {}", text);
      return null;
    }
  }

  private static Set<Root> readFolder(Path folder) {
    Set<Root> roots = new LinkedHashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{pem,crt,cer}")) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          roots.addAll(readPem(file));
        }
      }
    } catch (IOException e) {
      LOG.warn("Cannot read trusted roots in {}: {}", folder, e.toString());
    }
    return roots;
  }

  /** All certificates of a PEM file; one that cannot be read is left out, and logged. */
  static List<Root> readPem(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return PemCertificates.read(in, file.toString());
    } catch (IOException e) {
      LOG.warn("Cannot read trusted roots from {}: {}", file, e.toString());
      return List.of();
    }
  }

  private static Set<Root> fromKeyStores(String... types) {
    Set<Root> roots = new LinkedHashSet<>();
    for (String type : types) {
      try {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        for (String alias : Collections.list(store.aliases())) {
          // A key chain's trusted certificates are entries of their own; keys are the user's.
          if (store.isCertificateEntry(alias)
              && store.getCertificate(alias) instanceof X509Certificate root) {
            roots.add(Root.of(root));
          }
        }
      } catch (GeneralSecurityException | IOException e) {
        // KeychainStore-ROOT came with JDK 23.
        LOG.debug("No trusted roots from the store {}: {}", type, e.toString());
      }
    }
    return roots;
  }

  private static Set<Root> fromJdk() {
    Set<Root> roots = new LinkedHashSet<>();
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager trust) {
          for (X509Certificate root : trust.getAcceptedIssuers()) {
            roots.add(Root.of(root));
          }
        }
      }
    } catch (GeneralSecurityException e) {
      LOG.warn("The JDK has no trusted roots either: {}", e.toString());
    }
    return roots;
  }
}
