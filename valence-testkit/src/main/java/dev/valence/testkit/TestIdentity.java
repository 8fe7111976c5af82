package dev.valence.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A private key and its certificate chain, leaf first, without the root. Immutable. */
public final class TestIdentity {
  private static final char[] NO_PASSWORD = new char[0];

  private final PrivateKey key;
  private final List<X509Certificate> chain;

  TestIdentity(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  /** A certificate signed by its own key, for these names. */
  public static TestIdentity selfSigned(String... names) {
    return CertificateSpec.selfSigned().names(names).issue();
  }

  /** A key and its chain, made elsewhere. */
  public static TestIdentity of(PrivateKey key, List<X509Certificate> chain) {
    return new TestIdentity(key, chain);
  }

  /** The private key. */
  public PrivateKey key() {
    return key;
  }

  /** The chain, leaf first. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** The leaf certificate. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** The same key and leaf with the certificates between it and the root left out. */
  public TestIdentity withoutIntermediates() {
    return new TestIdentity(key, chain.subList(0, 1));
  }

  /** The chain as PEM. */
  public String certificatePem() {
    return Pem.certificates(chain);
  }

  /** The key as PEM (PKCS#8, not encrypted). */
  public String keyPem() {
    return Pem.key(key);
  }

  /** Writes {@link #certificatePem()} to this file and returns it. */
  public Path writeCertificate(Path file) {
    return Pem.write(file, certificatePem());
  }

  /** Writes {@link #keyPem()} to this file and returns it. */
  public Path writeKey(Path file) {
    return Pem.write(file, keyPem());
  }

  /** A PKCS#12 key store with an empty password. */
  public KeyStore keyStore() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("test", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A server's TLS context of the JDK with this identity. */
  public SSLContext serverContext() {
    try {
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(keyStore(), NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
