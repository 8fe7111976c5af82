package dev.valence.net.internal.proxy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What KDE's file {@code kioslaverc} says in its section "Proxy Settings", as proxies (Chromium's
 * {@code SettingGetterImplKDE}). A pure function.
 */
final class KdeProxies {
  static final String ORIGIN = "the KDE settings (kioslaverc)";

  private static final String SECTION = "[Proxy Settings]";

  private final Map<String, String> values = new HashMap<>();
  private final Map<String, String> environment;

  private KdeProxies(List<String> files, Map<String, String> environment) {
    this.environment = environment;
    files.forEach(this::collect);
  }

  /**
   * Reads the texts of files.
   *
   * @param files a later one wins, key by key
   * @param environment the variables that {@code ProxyType=4} refers to
   * @return null where they say nothing that can be used
   */
  static @Nullable SystemProxies parse(List<String> files, Map<String, String> environment) {
    return new KdeProxies(files, environment).read();
  }

  private void collect(String file) {
    boolean wanted = false;
    for (String line : file.split("\\R", -1)) {
      if (line.startsWith("[")) {
        wanted = line.startsWith(SECTION);
        continue;
      }
      int equals = line.indexOf('=');
      if (wanted && equals > 0) {
        String key = line.substring(0, equals).strip();
        // A mark such as [$e] or a language follows the name.
        int mark = key.indexOf('[');
        values.put(
            mark < 0 ? key : key.substring(0, mark).strip(), line.substring(equals + 1).strip());
      }
    }
  }

  private @Nullable SystemProxies read() {
    String type = values.get("ProxyType");
    if (type == null) {
      return null;
    }
    return switch (type) {
      case "1" -> manual(false);
      case "2" ->
          LenientRules.script(
              ORIGIN, "Proxy Config Script", values.getOrDefault("Proxy Config Script", ""));
      case "3" -> SystemProxies.script(ORIGIN, PacSource.WPAD, null);
      case "4" -> manual(true);
      default -> SystemProxies.none(ORIGIN, null);
    };
  }

  /**
   * Proxies by scheme.
   *
   * @param indirect whether the values are names of variables
   */
  private @Nullable SystemProxies manual(boolean indirect) {
    LenientRules rules = new LenientRules(ORIGIN);
    for (String group : new String[] {"http", "https", "ftp", "socks"}) {
      String value = value(group + "Proxy", indirect);
      if (!value.isEmpty() && !value.startsWith("//:")) {
        // KDE puts a space before the port, and did put a colon.
        rules.hostProxy(group, group + "Proxy", value.replaceFirst(" +", ":"));
      }
    }
    for (String rule : value("NoProxyFor", indirect).split("[, ]", -1)) {
      rules.bypass("NoProxyFor", rule, true);
    }
    rules.reversed(isTrue(values.getOrDefault("ReversedException", "")));
    return rules.toProxiesOrNull();
  }

  private String value(String key, boolean indirect) {
    String value = values.getOrDefault(key, "");
    if (!indirect) {
      return value;
    }
    // Plasma lists every name that a variable may have.
    for (String name : value.split(",", -1)) {
      String meant = environment.get(name.strip());
      if (meant != null) {
        return meant.strip();
      }
    }
    return "";
  }

  private static boolean isTrue(String value) {
    return value.equals("true") || value.matches("[+-]?0*[1-9][0-9]*");
  }
}
