package dev.valence.net.tls;

import dev.valence.net.internal.tls.PrivateKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A certificate with its private key, by which a client shows itself to a server. Immutable;
 * compared by identity. Its text does not tell the key.
 */
public final class ClientIdentity {
  private final PrivateKey key;
  private final List<X509Certificate> chain;

  private ClientIdentity(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  /**
   * An identity.
   *
   * @param key RSA, EC or Ed25519
   * @param chain the certificate first, then those that issued it
   * @throws IllegalArgumentException when the chain is empty or the key is another certificate's
   */
  public static ClientIdentity of(PrivateKey key, List<X509Certificate> chain) {
    Objects.requireNonNull(key, "key");
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a client identity needs a certificate");
    }
    if (!PrivateKeys.signsFor(key, chain.get(0).getPublicKey())) {
      throw new IllegalArgumentException(
          "the private key does not belong to the certificate of "
              + chain.get(0).getSubjectX500Principal());
    }
    return new ClientIdentity(key, chain);
  }

  /**
   * The identities of a key store; entries without a key are left out.
   *
   * @param password of the keys
   * @throws GeneralSecurityException when a key cannot be read, as with a wrong password
   * @throws IllegalArgumentException when there is no key
   */
  public static List<ClientIdentity> of(KeyStore store, char[] password)
      throws GeneralSecurityException {
    List<ClientIdentity> identities = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias) && store.getKey(alias, password) instanceof PrivateKey key) {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : store.getCertificateChain(alias)) {
          chain.add((X509Certificate) certificate);
        }
        identities.add(of(key, chain));
      }
    }
    if (identities.isEmpty()) {
      throw new IllegalArgumentException("the key store has no private key");
    }
    return List.copyOf(identities);
  }

  /**
   * An identity from PEM files (RFC 7468). The key is PKCS#8 (also encrypted), PKCS#1 RSA or SEC 1
   * EC, unencrypted. Both may be the same file.
   *
   * @param password of an encrypted key; empty for none
   * @throws IOException when a file cannot be read, or holds no certificate or no key
   */
  public static ClientIdentity ofPem(Path certificates, Path key, char[] password)
      throws IOException {
    return of(PrivateKeys.readPem(key, password), PrivateKeys.readCertificates(certificates));
  }

  /** The private key. */
  public PrivateKey key() {
    return key;
  }

  /** The certificate first, then those that issued it. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** The certificate itself. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  @Override
  public String toString() {
    return "ClientIdentity[" + certificate().getSubjectX500Principal() + "]";
  }
}
