package dev.valence.net.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a URL goes through the proxies it goes through.
 *
 * @param url as it was asked
 * @param mode the mode of the configuration
 * @param source where the decision came from: {@code "direct"}, {@code "rules"}, {@code "PAC script
 *     http://…"}, {@code "WPAD http://wpad/wpad.dat"}, {@code "system: environment, rules"}, {@code
 *     "system: the GNOME settings, rules"} …
 * @param rule the group of rules or the environment variable that matched; null where none did
 * @param bypassRule the bypass rule that sent it past the proxies, or {@code "<-loopback>"} that
 *     took back the implicit ones; null where none did
 * @param pacUrl the URL as the script got it; null without a script
 * @param pacResult what the script gave, as it stands; null without a script or result
 * @param problem why a script or a setting could not be used; null when all is well
 * @param proxies in the order to try them now; empty where the request would fail
 * @param bad the proxies that failed lately, with what is known
 */
public record ProxyExplanation(
    String url,
    ProxyMode mode,
    String source,
    @Nullable String rule,
    @Nullable String bypassRule,
    @Nullable String pacUrl,
    @Nullable String pacResult,
    @Nullable String problem,
    List<ProxyServer> proxies,
    List<BadProxy> bad) {

  /**
   * A proxy that failed lately and is tried last.
   *
   * @param error the name of its failure, such as {@code ERR_PROXY_CONNECTION_FAILED}
   * @param retryInSeconds until it counts as good again
   */
  public record BadProxy(ProxyServer proxy, String error, long retryInSeconds) {}

  /** Copies the lists. */
  public ProxyExplanation {
    proxies = List.copyOf(proxies);
    bad = List.copyOf(bad);
  }

  /** Several lines, to be read by people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(text, "url", url);
    line(text, "mode", mode.wireName());
    line(text, "source", source);
    line(text, "rule", rule);
    line(text, "bypass rule", bypassRule);
    line(text, "url for the script", pacUrl);
    line(text, "script's result", pacResult);
    line(text, "problem", problem);
    if (proxies.isEmpty()) {
      line(text, "proxies", "none: the request fails");
    }
    for (int i = 0; i < proxies.size(); i++) {
      line(text, i == 0 ? "first" : "then", proxies.get(i).toPacString());
    }
    for (BadProxy each : bad) {
      line(
          text,
          "bad",
          each.proxy.toPacString()
              + ": "
              + each.error
              + ", tried last for "
              + each.retryInSeconds
              + " s");
    }
    return text.substring(0, text.length() - 1);
  }

  private static void line(StringBuilder text, String name, @Nullable String value) {
    if (value != null) {
      text.append(name)
          .append(": ")
          .append(" ".repeat(Math.max(0, 18 - name.length())))
          .append(value)
          .append('\n');
    }
  }
}
