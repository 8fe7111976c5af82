package dev.valence.net.internal.proxy;

import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.url.Url;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fixed rules, or none: answers at once. */
final class RulesSource implements ProxySource {
  private final String name;
  private final ProxyRules rules;
  private final BypassRules bypass;
  private final @Nullable String problem;

  RulesSource(String name, ProxyRules rules, BypassRules bypass, @Nullable String problem) {
    this.name = name;
    this.rules = rules;
    this.bypass = bypass;
    this.problem = problem;
  }

  /** No proxies. */
  static RulesSource direct(String name, @Nullable String problem) {
    return new RulesSource(name, ProxyRules.parse(""), BypassRules.parse(""), problem);
  }

  @Override
  public void start(Runnable ready) {
    ready.run();
  }

  @Override
  public ProxyList now(Url url) {
    if (rules.isEmpty() || bypass.bypassedBy(url) != null) {
      return ProxyList.DIRECT;
    }
    ProxyList proxies = rules.proxiesFor(url.scheme());
    return proxies == null ? ProxyList.DIRECT : proxies;
  }

  @Override
  public void find(Url url, NetLogWithSource log, Consumer<ProxyFinding> found) {
    if (rules.isEmpty()) {
      found.accept(ProxyFinding.ofRules(name, null, null, problem, ProxyList.DIRECT));
      return;
    }
    String bypassed = bypass.bypassedBy(url);
    if (bypassed != null) {
      found.accept(ProxyFinding.ofRules(name, null, bypassed, problem, ProxyList.DIRECT));
      return;
    }
    ProxyRules.Match match = rules.match(url.scheme());
    found.accept(
        ProxyFinding.ofRules(
            name,
            match == null ? null : match.rule(),
            bypass.subtractedBy(url),
            problem,
            match == null ? ProxyList.DIRECT : match.proxies()));
  }

  @Override
  public void reload(Runnable done) {
    done.run();
  }

  @Override
  public void close() {}
}
