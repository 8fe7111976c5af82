package dev.valence.net.internal.proxy;

import dev.valence.net.proxy.ProxyCredentials;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code gsettings list-recursively org.gnome.system.proxy} prints, as proxies. As in Chromium
 * {@code enabled} and {@code use-same-proxy} count for nothing, since the settings' window does not
 * set them, and names in {@code ignore-hosts} stand for themselves only. Unlike Chromium, the user
 * and password of the HTTP proxy count. A pure function.
 */
final class GnomeProxies {
  static final String SCHEMA = "org.gnome.system.proxy";
  static final String ORIGIN = "the GNOME settings";

  private final Map<String, String> values = new HashMap<>();

  private GnomeProxies(String output) {
    for (String line : output.split("\\R", -1)) {
      String[] parts = line.split(" ", 3);
      if (parts.length == 3 && parts[0].startsWith(SCHEMA)) {
        values.put(parts[0].substring(SCHEMA.length()) + " " + parts[1], parts[2].strip());
      }
    }
  }

  /** Null where the settings say nothing that can be used; the environment counts then. */
  static @Nullable SystemProxies parse(String output) {
    return new GnomeProxies(output).read();
  }

  private @Nullable SystemProxies read() {
    return switch (text(" mode")) {
      case "none" -> SystemProxies.none(ORIGIN, null);
      case "auto" -> LenientRules.script(ORIGIN, "autoconfig-url", text(" autoconfig-url"));
      case "manual" -> manual();
      default -> null;
    };
  }

  private @Nullable SystemProxies manual() {
    LenientRules rules = new LenientRules(ORIGIN);
    for (String group : new String[] {"http", "https", "ftp", "socks"}) {
      String host = text("." + group + " host").strip();
      int port = GVariantText.number(values.get("." + group + " port"));
      if (!host.isEmpty()) {
        rules.hostProxy(group, group + " host", bracketed(host) + (port == 0 ? "" : ":" + port));
      }
    }
    if ("true".equals(values.get(".http use-authentication"))) {
      String user = text(".http authentication-user");
      if (!user.isEmpty()) {
        rules.credentials(
            "http", new ProxyCredentials(user, text(".http authentication-password")));
      }
    }
    for (String rule : GVariantText.strings(values.getOrDefault(" ignore-hosts", ""))) {
      rules.bypass("ignore-hosts", rule, false);
    }
    return rules.toProxiesOrNull();
  }

  private String text(String key) {
    return GVariantText.string(values.get(key));
  }

  private static String bracketed(String host) {
    byte[] literal = AddressBlock.bytes(host);
    return literal != null && literal.length == 16 && !host.startsWith("[")
        ? "[" + host + "]"
        : host;
  }
}
