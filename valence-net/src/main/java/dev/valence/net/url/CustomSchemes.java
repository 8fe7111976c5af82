package dev.valence.net.url;

import java.util.HashSet;
import java.util.Set;

/**
 * Schemes of programs that are more than the URL standard gives them, process-wide as in Chromium
 * ({@code url::AddStandardScheme}, {@code url::AddSecureScheme}). A scheme is registered before its
 * first URL is parsed, and stays so.
 *
 * <p>URLs of a <em>standard</em> scheme are read as http's are, but for ports and user names, which
 * are dropped (Chromium's {@code SCHEME_WITH_HOST}): {@code app://Main:1/a/../b} is {@code
 * app://main/b}. They have a tuple origin, without a port. URLs of other custom schemes are read as
 * the standard says: {@code app://Main} stays as it is, and their origin is opaque.
 */
public final class CustomSchemes {
  private static volatile Set<String> standard = Set.of();
  private static volatile Set<String> secure = Set.of();

  private CustomSchemes() {}

  /**
   * Makes a scheme standard.
   *
   * @param scheme in lower case; not one that the URL standard knows
   */
  public static synchronized void addStandard(String scheme) {
    standard = with(standard, scheme);
  }

  /** Makes URLs of a scheme potentially trustworthy. */
  public static synchronized void addSecure(String scheme) {
    secure = with(secure, scheme);
  }

  private static Set<String> with(Set<String> known, String scheme) {
    if (SpecialScheme.canonical(scheme) != null) {
      throw new IllegalArgumentException("the scheme is special already: " + scheme);
    }
    Set<String> more = new HashSet<>(known);
    more.add(scheme);
    return Set.copyOf(more);
  }

  /** Whether the scheme, in lower case, was made standard. */
  public static boolean isStandard(String scheme) {
    return standard.contains(scheme);
  }

  /** Whether the scheme, in lower case, was made secure. */
  public static boolean isSecure(String scheme) {
    return secure.contains(scheme);
  }
}
