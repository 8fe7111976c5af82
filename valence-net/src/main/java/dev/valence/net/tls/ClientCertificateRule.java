package dev.valence.net.tls;

import java.util.Locale;
import java.util.Objects;

/**
 * Which identity may be shown to which hosts.
 *
 * @param hostPattern a host, {@code *.} and a domain for all hosts below it, or {@code *}
 */
public record ClientCertificateRule(String hostPattern, ClientIdentity identity) {
  /** A rule; the pattern's case does not count. */
  public ClientCertificateRule {
    Objects.requireNonNull(identity, "identity");
    hostPattern = hostPattern.toLowerCase(Locale.ROOT);
    String rest = hostPattern.startsWith("*.") ? hostPattern.substring(2) : hostPattern;
    if (!hostPattern.equals("*") && (rest.isEmpty() || rest.matches(".*[*/\\s@].*"))) {
      throw new IllegalArgumentException(
          "not a host, *.domain or *: " + hostPattern + "; ports and paths play no part");
    }
  }

  /** Whether the rule is for this host, in lower case, an IPv6 address without brackets. */
  public boolean covers(String host) {
    if (hostPattern.equals("*")) {
      return true;
    }
    return hostPattern.startsWith("*.")
        ? host.endsWith(hostPattern.substring(1)) && host.length() >= hostPattern.length()
        : host.equals(hostPattern);
  }
}
