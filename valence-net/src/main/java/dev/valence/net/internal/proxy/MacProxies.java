package dev.valence.net.internal.proxy;

import dev.valence.net.proxy.ProxyScheme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code scutil --proxy} prints of macOS' network settings, as proxies: WPAD where it is on,
 * then the script, then the proxies, as Chromium takes them ({@code proxy_config_service_mac.cc}).
 * The settings of single interfaces ({@code __SCOPED__}) are not looked at. A pure function.
 */
final class MacProxies {
  static final String ORIGIN = "the macOS network settings";

  private static final Pattern ENTRY = Pattern.compile("^\\s*(\\S+) : (.*)$");

  /** A block with its last bytes left out, such as 169.254/16. */
  private static final Pattern SHORT_BLOCK =
      Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){0,2})/(\\d{1,2})");

  private final Map<String, String> values = new HashMap<>();
  private final List<String> exceptions = new ArrayList<>();

  private MacProxies(String output) {
    int depth = 0;
    boolean inExceptions = false;
    for (String line : output.split("\\R", -1)) {
      Matcher entry = ENTRY.matcher(line);
      if (line.strip().equals("}")) {
        depth--;
        inExceptions &= depth > 1;
      } else if (line.endsWith("{")) {
        inExceptions |= depth == 1 && line.strip().startsWith("ExceptionsList :");
        depth++;
      } else if (entry.matches() && depth == 1) {
        values.put(entry.group(1), entry.group(2).strip());
      } else if (entry.matches() && depth == 2 && inExceptions) {
        exceptions.add(entry.group(2).strip());
      }
    }
  }

  /** Null where no proxy is set. */
  static @Nullable SystemProxies parse(String output) {
    return new MacProxies(output).read();
  }

  private @Nullable SystemProxies read() {
    LenientRules rules = new LenientRules(ORIGIN);
    if (isOn("ProxyAutoDiscoveryEnable")) {
      rules.script("ProxyAutoDiscoveryEnable", "");
    }
    String script = values.getOrDefault("ProxyAutoConfigURLString", "");
    if (isOn("ProxyAutoConfigEnable") && !script.isEmpty()) {
      rules.script("ProxyAutoConfigURLString", script);
    }
    for (String group : new String[] {"http", "https", "ftp", "socks"}) {
      String name = group.toUpperCase(Locale.ROOT);
      String host = values.getOrDefault(name + "Proxy", "");
      if (isOn(name + "Enable") && !host.isEmpty()) {
        String port = values.get(name + "Port");
        rules.proxy(
            group,
            name + "Proxy",
            port == null || port.equals("0") ? host : host + ":" + port,
            group.equals("socks") ? ProxyScheme.SOCKS5 : ProxyScheme.HTTP);
      }
    }
    if (isOn("ExcludeSimpleHostnames")) {
      rules.bypass("ExcludeSimpleHostnames", "<local>", false);
    }
    for (String rule : exceptions) {
      rules.bypass("ExceptionsList", whole(rule), false);
    }
    return rules.toProxiesOrNull();
  }

  private boolean isOn(String key) {
    return "1".equals(values.get(key));
  }

  private static String whole(String rule) {
    Matcher block = SHORT_BLOCK.matcher(rule);
    if (!block.matches()) {
      return rule;
    }
    String address = block.group(1);
    int dots = (int) address.chars().filter(c -> c == '.').count();
    return address + ".0".repeat(3 - dots) + "/" + block.group(2);
  }
}
