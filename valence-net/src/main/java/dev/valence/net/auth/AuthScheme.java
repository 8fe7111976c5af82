package dev.valence.net.auth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The authentication schemes that are spoken, the weakest first (Chromium's {@code
 * HttpAuthHandler::score}).
 */
public enum AuthScheme {
  /** RFC 7617. */
  BASIC,
  /** RFC 7616. */
  DIGEST,
  /** MS-NLMP and MS-NTHT; NTLMv2 only. */
  NTLM,
  /** RFC 4559: SPNEGO with Kerberos. */
  NEGOTIATE;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  /** The name in lower case, as Electron's {@code login} event says it. */
  public String wireName() {
    return wireName;
  }

  /** Whether a login belongs to the connection and not to the request. */
  public boolean isConnectionBased() {
    return this == NTLM || this == NEGOTIATE;
  }

  /** The scheme of this name, whatever its case; null for one that is not spoken. */
  public static @Nullable AuthScheme of(String name) {
    for (AuthScheme scheme : values()) {
      if (scheme.wireName.equalsIgnoreCase(name)) {
        return scheme;
      }
    }
    return null;
  }
}
