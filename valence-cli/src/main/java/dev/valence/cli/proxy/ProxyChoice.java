package dev.valence.cli.proxy;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.net.proxy.ProxyConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a command line says of proxies.
 *
 * @param rules of {@code --proxy}; "" for no proxy at all
 * @param bypass the exceptions
 * @param bypassOption the name of the option that gave them
 * @param pac of {@code --pac}
 */
public record ProxyChoice(
    @Nullable String rules, @Nullable String bypass, String bypassOption, @Nullable String pac) {

  /**
   * The configuration; null where the command line says nothing. A script that was asked for has to
   * work: without it requests fail, and do not go without a proxy.
   *
   * @throws CommandFailure for what contradicts itself or cannot be read
   */
  public @Nullable ProxyConfig config() {
    if (rules != null && pac != null) {
      throw CommandFailure.usage("--proxy and --pac both choose the proxy: use one of them");
    }
    if (rules == null && pac == null) {
      if (bypass != null) {
        throw CommandFailure.usage(
            bypassOption + " " + bypass + " is an exception from --proxy or --pac: add one");
      }
      return null;
    }
    if (rules != null && rules.isBlank()) {
      return ProxyConfig.direct();
    }
    ProxyConfig.Builder config = ProxyConfig.builder();
    if (rules != null) {
      check("--proxy", ProxyConfig.builder().proxyRules(rules));
      config.proxyRules(rules);
    }
    if (bypass != null) {
      check(bypassOption, ProxyConfig.builder().proxyBypassRules(bypass));
      config.proxyBypassRules(bypass);
    }
    if (pac != null) {
      String script = PacArgument.read(pac);
      check("--pac", ProxyConfig.builder().pacScript(script));
      config.pacScript(script).pacMandatory(true);
    }
    return config.build();
  }

  private static void check(String option, ProxyConfig.Builder part) {
    try {
      part.build();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(option + ": " + e.getMessage());
    }
  }
}
