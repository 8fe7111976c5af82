package dev.valence.protocol;

import java.util.Locale;
import java.util.Set;

/**
 * A scheme and what it may do, which is nothing of this unless it is said. Immutable.
 *
 * <p>{@code standard} changes how its URLs are read, in the whole process: they have a host, a path
 * that starts with {@code /} and an origin, and neither port nor user name. {@code secure} makes
 * its URLs potentially trustworthy. The others concern pages: they are kept for them, and change
 * nothing where the program itself fetches.
 *
 * @param scheme in lower case, such as {@code app}
 * @param codeCache needs {@code standard}
 */
public record CustomScheme(
    String scheme,
    boolean standard,
    boolean secure,
    boolean bypassCSP,
    boolean allowServiceWorkers,
    boolean supportFetchAPI,
    boolean corsEnabled,
    boolean stream,
    boolean codeCache,
    boolean allowExtensions) {
  private static final Set<String> TAKEN =
      Set.of(
          "about",
          "blob",
          "chrome",
          "chrome-extension",
          "chrome-untrusted",
          "data",
          "devtools",
          "file",
          "filesystem",
          "ftp",
          "http",
          "https",
          "javascript",
          "mailto",
          "view-source",
          "ws",
          "wss");

  /**
   * @throws IllegalArgumentException when the scheme cannot be one, is not the program's to define,
   *     or has {@code codeCache} without {@code standard}
   */
  public CustomScheme {
    checkSyntax(scheme);
    if (isBuiltIn(scheme)) {
      throw new IllegalArgumentException("a built-in scheme has no privileges to give: " + scheme);
    }
    if (codeCache && !standard) {
      throw new IllegalArgumentException(
          "Code cache can only be enabled when the custom scheme is registered as standard scheme.");
    }
  }

  /** Whether the scheme is one that browsers define themselves. */
  public static boolean isBuiltIn(String scheme) {
    return TAKEN.contains(scheme.toLowerCase(Locale.ROOT));
  }

  /**
   * Checks that the text can be a scheme (RFC 3986 §3.1), in lower case.
   *
   * @throws IllegalArgumentException naming it, when it cannot
   */
  public static String checkSyntax(String scheme) {
    boolean good = !scheme.isEmpty() && scheme.length() <= 64;
    for (int i = 0; good && i < scheme.length(); i++) {
      char c = scheme.charAt(i);
      boolean letter = c >= 'a' && c <= 'z';
      good = letter || i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.');
    }
    if (!good) {
      throw new IllegalArgumentException(
          "not a scheme: \""
              + scheme
              + "\"; lower-case letters, digits, '+', '-' and '.' make one, a letter first,"
              + " without a colon");
    }
    return scheme;
  }

  /** Collects the privileges of a scheme. */
  public static Builder builder(String scheme) {
    return new Builder(scheme);
  }

  /** Collects privileges; all are false by default. */
  public static final class Builder {
    private final String scheme;
    private boolean standard;
    private boolean secure;
    private boolean bypassCSP;
    private boolean allowServiceWorkers;
    private boolean supportFetchAPI;
    private boolean corsEnabled;
    private boolean stream;
    private boolean codeCache;
    private boolean allowExtensions;

    private Builder(String scheme) {
      this.scheme = scheme;
    }

    /** URLs as those of http: with host, path and origin. */
    public Builder standard(boolean on) {
      standard = on;
      return this;
    }

    /** Its pages are secure contexts. */
    public Builder secure(boolean on) {
      secure = on;
      return this;
    }

    /** Its resources pass a page's content security policy by. */
    public Builder bypassCSP(boolean on) {
      bypassCSP = on;
      return this;
    }

    /** Its pages may register service workers. */
    public Builder allowServiceWorkers(boolean on) {
      allowServiceWorkers = on;
      return this;
    }

    /** Pages may {@code fetch} it. */
    public Builder supportFetchAPI(boolean on) {
      supportFetchAPI = on;
      return this;
    }

    /** Pages of other origins may read it as CORS allows. */
    public Builder corsEnabled(boolean on) {
      corsEnabled = on;
      return this;
    }

    /** Media elements read it as a stream. */
    public Builder stream(boolean on) {
      stream = on;
      return this;
    }

    /** Compiled scripts are kept; needs {@link #standard}. */
    public Builder codeCache(boolean on) {
      codeCache = on;
      return this;
    }

    /** Extensions work on its pages. */
    public Builder allowExtensions(boolean on) {
      allowExtensions = on;
      return this;
    }

    /**
     * The scheme.
     *
     * @throws IllegalArgumentException as the record says
     */
    public CustomScheme build() {
      return new CustomScheme(
          scheme,
          standard,
          secure,
          bypassCSP,
          allowServiceWorkers,
          supportFetchAPI,
          corsEnabled,
          stream,
          codeCache,
          allowExtensions);
    }
  }
}
