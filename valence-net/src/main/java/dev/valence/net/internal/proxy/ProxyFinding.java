package dev.valence.net.internal.proxy;

import dev.valence.net.proxy.ProxyList;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of one URL and how they were found; the fields are those of {@link
 * dev.valence.net.proxy.ProxyExplanation}.
 *
 * @param proxies null where the request must fail, because of the problem
 */
record ProxyFinding(
    String source,
    @Nullable String rule,
    @Nullable String bypassRule,
    @Nullable String pacUrl,
    @Nullable String pacResult,
    @Nullable String problem,
    @Nullable ProxyList proxies) {

  static ProxyFinding ofRules(
      String source,
      @Nullable String rule,
      @Nullable String bypassRule,
      @Nullable String problem,
      ProxyList proxies) {
    return new ProxyFinding(source, rule, bypassRule, null, null, problem, proxies);
  }

  /** The same, with a problem where there is none. */
  ProxyFinding orProblem(@Nullable String other) {
    return new ProxyFinding(
        source, rule, bypassRule, pacUrl, pacResult, problem != null ? problem : other, proxies);
  }

  /** The same under another name of the source, with a problem where there is none. */
  ProxyFinding within(String outer, @Nullable String outerProblem) {
    return new ProxyFinding(
            outer + ", " + source, rule, bypassRule, pacUrl, pacResult, problem, proxies)
        .orProblem(outerProblem);
  }
}
