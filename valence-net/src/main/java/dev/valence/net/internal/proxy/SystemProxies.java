package dev.valence.net.internal.proxy;

import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyServer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the system says of proxies.
 *
 * @param origin where it was read, such as {@code environment}
 * @param pac a script, which wins over the rules; null for none
 * @param credentials users and passwords that stood there
 * @param problem what could not be read; null when all is well
 */
record SystemProxies(
    String origin,
    ProxyRules rules,
    BypassRules bypass,
    @Nullable PacSource pac,
    Map<ProxyServer, ProxyCredentials> credentials,
    @Nullable String problem) {

  /** No proxies. */
  static SystemProxies none(String origin, @Nullable String problem) {
    return new SystemProxies(
        origin, ProxyRules.parse(""), BypassRules.parse(""), null, Map.of(), problem);
  }

  static SystemProxies script(String origin, PacSource pac, @Nullable String problem) {
    return new SystemProxies(
        origin, ProxyRules.parse(""), BypassRules.parse(""), pac, Map.of(), problem);
  }
}
