package dev.valence.net.internal.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which chains were found good for which host, as Chromium's {@code CachingCertVerifier}
 * does: 256 entries, 30 minutes, never beyond the certificate's own end. Thread-safe.
 */
final class VerdictCache {
  static final int MAX_ENTRIES = 256;
  static final Duration LIFETIME = Duration.ofMinutes(30);

  private record Verdict(String chain, Instant from, Instant until) {
    boolean holdsAt(Instant now) {
      // A clock set back is no reason to trust for longer.
      return !now.isBefore(from) && now.isBefore(until);
    }
  }

  private final LinkedHashMap<String, Verdict> byHost =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verdict> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  /** Whether some chain of this host was found good lately. */
  synchronized boolean knows(String host, Instant now) {
    Verdict verdict = byHost.get(host);
    return verdict != null && verdict.holdsAt(now);
  }

  /** Whether exactly this chain was found good for this host lately. */
  synchronized boolean isGood(String host, String fingerprint, Instant now) {
    Verdict verdict = byHost.get(host);
    return verdict != null && verdict.holdsAt(now) && verdict.chain.equals(fingerprint);
  }

  synchronized void remember(
      String host, String fingerprint, List<X509Certificate> chain, Instant now) {
    Instant until = now.plus(LIFETIME);
    for (X509Certificate certificate : chain) {
      Instant end = certificate.getNotAfter().toInstant();
      until = end.isBefore(until) ? end : until;
    }
    byHost.put(host, new Verdict(fingerprint, now, until));
  }

  /** SHA-256 over all certificates, in order, each with its length, and what was stapled. */
  static String fingerprint(X509Certificate[] chain, byte @Nullable [] staple)
      throws CertificateEncodingException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (X509Certificate certificate : chain) {
        byte[] der = certificate.getEncoded();
        digest.update((byte) (der.length >> 16));
        digest.update((byte) (der.length >> 8));
        digest.update((byte) der.length);
        digest.update(der);
      }
      if (staple != null) {
        // Another answer of the authority is another thing to judge.
        digest.update(staple);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
