package dev.valence.net.internal.tls;

import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** A set of trusted certificates, found by subject. Immutable. */
final class TrustRoots {
  private final Map<X500Principal, List<TrustAnchor>> bySubject = new HashMap<>();
  private final Set<X509Certificate> certificates;

  TrustRoots(Collection<X509Certificate> roots) {
    this.certificates = new HashSet<>(roots);
    for (X509Certificate root : certificates) {
      bySubject
          .computeIfAbsent(root.getSubjectX500Principal(), subject -> new ArrayList<>(1))
          .add(new TrustAnchor(root, null));
    }
  }

  /** The roots that may have issued a certificate which names this issuer. */
  List<TrustAnchor> issuersNamed(X500Principal issuer) {
    return bySubject.getOrDefault(issuer, List.of());
  }

  /** Whether this very certificate is trusted. */
  boolean contains(X509Certificate certificate) {
    return certificates.contains(certificate);
  }

  int size() {
    return certificates.size();
  }
}
