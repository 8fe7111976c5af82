package dev.valence.net.url;

import org.jspecify.annotations.Nullable;

/** The special schemes and their default ports: URL standard §4.2. */
final class SpecialScheme {
  private SpecialScheme() {}

  /**
   * The shared string of a special scheme, or null when the lower-case {@code scheme} is not
   * special.
   */
  static @Nullable String canonical(String scheme) {
    return switch (scheme) {
      case "https" -> "https";
      case "http" -> "http";
      case "wss" -> "wss";
      case "ws" -> "ws";
      case "file" -> "file";
      case "ftp" -> "ftp";
      default -> null;
    };
  }

  /** Whether URLs of this scheme are read as http's are: special, or registered as standard. */
  static boolean isSpecial(String scheme) {
    return canonical(scheme) != null || CustomSchemes.isStandard(scheme);
  }

  /** The default port, or -1 for a scheme without one. */
  static int defaultPort(String scheme) {
    return switch (scheme) {
      case "https", "wss" -> 443;
      case "http", "ws" -> 80;
      case "ftp" -> 21;
      default -> -1;
    };
  }
}
