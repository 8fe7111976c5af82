package dev.valence.net.internal.proxy;

import dev.valence.net.internal.dns.LocalNames;
import dev.valence.net.url.Url;
import java.net.InetAddress;

/**
 * The hosts that go past proxies without a rule: {@code localhost} and all below it, 127.0.0.0/8,
 * ::1, and the link-local 169.254.0.0/16 and fe80::/10 (Chromium's {@code
 * ProxyHostMatchingRules::MatchesImplicitRules}). A pure function.
 */
final class ImplicitBypass {
  private ImplicitBypass() {}

  static boolean matches(Url url) {
    String host = url.host();
    if (host == null || host.isEmpty()) {
      return false;
    }
    if (!url.isHostAnIpAddress()) {
      char last = host.charAt(host.length() - 1);
      return (last == 't' || last == '.') && LocalNames.isLocalhost(host);
    }
    if (host.charAt(0) != '[' && !host.startsWith("127.") && !host.startsWith("169.254.")) {
      return false;
    }
    // An IPv4 address mapped into IPv6 is that IPv4 address here, so [::ffff:127.0.0.1] is local.
    InetAddress address = LocalNames.literal(host);
    return address != null && (address.isLoopbackAddress() || address.isLinkLocalAddress());
  }
}
