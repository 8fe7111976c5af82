package dev.valence.net.internal.proxy;

import dev.valence.net.url.Url;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The proxies that settings of a system give a URL. */
final class FoundProxies {
  private FoundProxies() {}

  /** By the rules, whatever scripts there are. */
  static String byRules(@Nullable SystemProxies read, String url) {
    SystemProxies settings = Objects.requireNonNull(read);
    RulesSource rules = new RulesSource("rules", settings.rules(), settings.bypass(), null);
    return Objects.requireNonNull(rules.now(Url.parse(url))).toPacString();
  }
}
