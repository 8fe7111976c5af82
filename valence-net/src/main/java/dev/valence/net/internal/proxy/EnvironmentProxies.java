package dev.valence.net.internal.proxy;

import dev.valence.net.proxy.ProxyScheme;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables {@code http_proxy}, {@code https_proxy}, {@code ftp_proxy}, {@code all_proxy},
 * {@code no_proxy} and Chromium's {@code auto_proxy}; lower case wins over upper case. Unlike
 * Chromium, users and passwords in them count, and {@code all_proxy} is for what has none of its
 * own, as with curl. A pure function.
 */
final class EnvironmentProxies {
  private static final String ORIGIN = "environment";

  private EnvironmentProxies() {}

  /** Null where no variable is set. */
  static @Nullable SystemProxies read(Map<String, String> environment) {
    String script = variable(environment, "auto_proxy");
    if (script != null) {
      return LenientRules.script(ORIGIN, "auto_proxy", script);
    }
    LenientRules rules = new LenientRules(ORIGIN);
    boolean any = false;
    for (String group : new String[] {"http", "https", "ftp", "all"}) {
      String name = group + "_proxy";
      String value = variable(environment, name);
      if (value != null && !value.isBlank()) {
        any = true;
        rules.proxy(group.equals("all") ? "socks" : group, name, value, ProxyScheme.HTTP);
      }
    }
    if (!any) {
      return null;
    }
    String except = variable(environment, "no_proxy");
    if (except != null) {
      for (String rule : except.split("[,;\\s]+", -1)) {
        rules.bypass("no_proxy", rule, true);
      }
    }
    return rules.toProxies();
  }

  private static @Nullable String variable(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value != null) {
      return value;
    }
    // A CGI program's HTTP_PROXY is the field "Proxy" of a request: anybody's (CVE-2016-5385).
    boolean forged = name.equals("http_proxy") && environment.containsKey("REQUEST_METHOD");
    return forged ? null : environment.get(name.toUpperCase(Locale.ROOT));
  }
}
