package dev.valence.net.internal.auth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a Digest challenge asks for (RFC 7616 §3.3). Texts are bytes as ISO 8859-1, as they came.
 *
 * @param algorithm as JDK and field name it
 * @param session whether the key holds nonce and cnonce ({@code -sess})
 * @param namesAlgorithm whether the challenge had the parameter
 * @param qop what protection is chosen
 */
record DigestChallenge(
    String realm,
    String nonce,
    @Nullable String opaque,
    Algorithm algorithm,
    boolean session,
    boolean namesAlgorithm,
    Qop qop,
    boolean stale,
    boolean userHash,
    boolean utf8) {
  /** The hashes of RFC 7616 §6.1, the weakest first. */
  enum Algorithm {
    MD5("MD5", "MD5"),
    SHA_256("SHA-256", "SHA-256"),
    SHA_512_256("SHA-512-256", "SHA-512/256");

    private final String wireName;
    private final String jdkName;

    Algorithm(String wireName, String jdkName) {
      this.wireName = wireName;
      this.jdkName = jdkName;
    }

    String wireName() {
      return wireName;
    }

    String jdkName() {
      return jdkName;
    }
  }

  /** The quality of protection. */
  enum Qop {
    /** As RFC 2069 had it: without counts. */
    NONE,
    AUTH,
    AUTH_INT
  }

  /** Reads a challenge; null when it has no nonce, or an algorithm that is not spoken. */
  static @Nullable DigestChallenge of(Challenge challenge) {
    String nonce = challenge.parameter("nonce");
    String name = challenge.parameter("algorithm");
    String plain = name == null ? "MD5" : name;
    boolean session = plain.toLowerCase(Locale.ROOT).endsWith("-sess");
    Algorithm algorithm =
        algorithm(session ? plain.substring(0, plain.length() - "-sess".length()) : plain);
    if (nonce == null || nonce.isEmpty() || algorithm == null) {
      return null;
    }
    String realm = challenge.parameter("realm");
    return new DigestChallenge(
        realm == null ? "" : realm,
        nonce,
        challenge.parameter("opaque"),
        algorithm,
        session,
        name != null,
        qop(challenge.parameter("qop")),
        "true".equalsIgnoreCase(challenge.parameter("stale")),
        "true".equalsIgnoreCase(challenge.parameter("userhash")),
        "UTF-8".equalsIgnoreCase(challenge.parameter("charset")));
  }

  private static @Nullable Algorithm algorithm(String name) {
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.wireName.equalsIgnoreCase(name)) {
        return algorithm;
      }
    }
    return null;
  }

  /** {@code auth} before {@code auth-int}, which costs a passage through the body. */
  private static Qop qop(@Nullable String offered) {
    Qop best = Qop.NONE;
    if (offered != null) {
      for (String one : offered.split(",", -1)) {
        switch (one.strip().toLowerCase(Locale.ROOT)) {
          case "auth" -> {
            return Qop.AUTH;
          }
          case "auth-int" -> best = Qop.AUTH_INT;
          default -> {}
        }
      }
    }
    return best;
  }
}
