package dev.valence.net.internal.tls;

import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** A set of trusted certificates, found by subject. Thread-safe. */
final class TrustRoots {
  private final Set<Root> roots;
  private final Collection<Root> system;
  private final Map<ByteBuffer, List<Root>> bySubject = new HashMap<>();
  private @Nullable Map<X500Principal, List<Root>> byPrincipal;

  TrustRoots(Collection<Root> extra) {
    this(extra, List.of());
  }

  /** Roots that the program added, and those of the operating system. */
  TrustRoots(Collection<Root> extra, Collection<Root> system) {
    this.roots = new LinkedHashSet<>(extra);
    this.roots.addAll(system);
    this.system = system;
    for (Root root : this.roots) {
      bySubject
          .computeIfAbsent(ByteBuffer.wrap(root.subject()), subject -> new ArrayList<>(1))
          .add(root);
    }
  }

  /** The roots that may have issued a certificate which names this issuer. */
  List<TrustAnchor> issuersNamed(X500Principal issuer) {
    List<Root> named = bySubject.get(ByteBuffer.wrap(issuer.getEncoded()));
    if (named == null) {
      named = byPrincipal().getOrDefault(issuer, List.of());
    }
    List<TrustAnchor> anchors = new ArrayList<>(named.size());
    for (Root root : named) {
      X509Certificate certificate = root.certificate();
      if (certificate != null) {
        anchors.add(new TrustAnchor(certificate, null));
      }
    }
    return anchors;
  }

  /** Whether this very certificate is trusted. */
  boolean contains(X509Certificate certificate) {
    List<Root> named =
        bySubject.getOrDefault(
            ByteBuffer.wrap(certificate.getSubjectX500Principal().getEncoded()), List.of());
    if (named.isEmpty()) {
      return false;
    }
    try {
      byte[] der = certificate.getEncoded();
      return named.stream().anyMatch(root -> root.is(der));
    } catch (CertificateEncodingException e) {
      return false; // what cannot be written down cannot have been read from a list
    }
  }

  /** Whether it is a root of the operating system. */
  boolean isKnown(X509Certificate root) {
    try {
      byte[] der = root.getEncoded();
      return system.stream().anyMatch(one -> one.is(der));
    } catch (CertificateEncodingException e) {
      return false; // what cannot be written down cannot have been read from a list
    }
  }

  // Equal names may differ in bytes (RFC 5280 §7.1: case, white space, kind of string). That is
  // rare, so that this slower map is made only when the bytes lead nowhere.
  private synchronized Map<X500Principal, List<Root>> byPrincipal() {
    Map<X500Principal, List<Root>> map = byPrincipal;
    if (map == null) {
      map = new HashMap<>();
      for (Root root : roots) {
        map.computeIfAbsent(root.principal(), principal -> new ArrayList<>(1)).add(root);
      }
      byPrincipal = map;
    }
    return map;
  }
}
