package dev.valence.net.internal.proxy;

import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyServer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the system says of proxies.
 *
 * @param origin where it was read, such as {@code environment}
 * @param scripts in the order to try; the rules count where none of them can be had
 * @param credentials users and passwords that stood there
 * @param problem what could not be read; null when all is well
 */
record SystemProxies(
    String origin,
    List<PacSource> scripts,
    ProxyRules rules,
    BypassRules bypass,
    Map<ProxyServer, ProxyCredentials> credentials,
    @Nullable String problem) {

  SystemProxies {
    scripts = List.copyOf(scripts);
    credentials = Map.copyOf(credentials);
  }

  /** No proxies. */
  static SystemProxies none(String origin, @Nullable String problem) {
    return new SystemProxies(
        origin, List.of(), ProxyRules.parse(""), BypassRules.parse(""), Map.of(), problem);
  }

  static SystemProxies script(String origin, PacSource pac, @Nullable String problem) {
    return new SystemProxies(
        origin, List.of(pac), ProxyRules.parse(""), BypassRules.parse(""), Map.of(), problem);
  }

  boolean isEmpty() {
    return scripts.isEmpty() && rules.isEmpty();
  }

  /** The same, with a problem where there is none. */
  SystemProxies orProblem(@Nullable String other) {
    return problem != null || other == null
        ? this
        : new SystemProxies(origin, scripts, rules, bypass, credentials, other);
  }
}
