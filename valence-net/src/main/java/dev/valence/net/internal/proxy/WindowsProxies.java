package dev.valence.net.internal.proxy;

import dev.valence.net.proxy.ProxyScheme;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code reg query} prints of Windows' Internet settings, as proxies: WPAD where it is on,
 * then the script, then the proxies, as Chromium takes them ({@code proxy_config_service_win.cc}).
 * A pure function.
 */
final class WindowsProxies {
  static final String ORIGIN = "the Windows Internet settings";

  private static final Pattern VALUE =
      Pattern.compile("^ {2,}(\\S+) {2,}(REG_[A-Z_]+)(?: {2,}(.*))?$");
  private static final Set<String> GROUPS = Set.of("http", "https", "ftp", "socks");

  /** The flags stand after a version and a counter, four bytes each; this is "detect". */
  private static final int FLAGS_AT = 8;

  private static final int AUTO_DETECT = 8;

  private WindowsProxies() {}

  /**
   * Reads both.
   *
   * @param settings the values of the key "Internet Settings"
   * @param connections the value DefaultConnectionSettings; empty where there is none
   * @return null where no proxy is set
   */
  static @Nullable SystemProxies parse(String settings, String connections) {
    Map<String, String> values = values(settings);
    LenientRules rules = new LenientRules(ORIGIN);
    if (detects(values, values(connections))) {
      rules.script("AutoDetect", "");
    }
    String script = values.getOrDefault("AutoConfigURL", "").strip();
    if (!script.isEmpty()) {
      rules.script("AutoConfigURL", script);
    }
    if (number(values.get("ProxyEnable")) != 0) {
      servers(rules, values.getOrDefault("ProxyServer", ""));
      for (String rule : values.getOrDefault("ProxyOverride", "").split("[;,\\s]+", -1)) {
        rules.bypass("ProxyOverride", rule, false);
      }
    }
    return rules.toProxiesOrNull();
  }

  private static void servers(LenientRules rules, String servers) {
    for (String part : servers.split("[;\\s]+", -1)) {
      int equals = part.indexOf('=');
      String group = equals < 0 ? "socks" : part.substring(0, equals).toLowerCase(Locale.ROOT);
      if (GROUPS.contains(group)) {
        // One without a scheme is for all URLs, and an HTTP proxy.
        boolean socks = equals >= 0 && group.equals("socks");
        rules.proxy(
            group,
            "ProxyServer",
            part.substring(equals + 1),
            socks ? ProxyScheme.SOCKS4 : ProxyScheme.HTTP);
      }
    }
  }

  private static boolean detects(Map<String, String> values, Map<String, String> connections) {
    String binary = connections.getOrDefault("DefaultConnectionSettings", "");
    int at = FLAGS_AT * 2;
    if (binary.length() >= at + 2) {
      return (number("0x" + binary.substring(at, at + 2)) & AUTO_DETECT) != 0;
    }
    return number(values.get("AutoDetect")) != 0;
  }

  private static Map<String, String> values(String output) {
    Map<String, String> values = new HashMap<>();
    for (String line : output.split("\\R", -1)) {
      Matcher matcher = VALUE.matcher(line);
      if (matcher.matches()) {
        String value = matcher.group(3);
        values.put(matcher.group(1), value == null ? "" : value.strip());
      }
    }
    return values;
  }

  private static int number(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    try {
      return Integer.decode(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
