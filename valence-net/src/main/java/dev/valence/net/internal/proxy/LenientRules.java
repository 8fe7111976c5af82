package dev.valence.net.internal.proxy;

import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyScheme;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what settings of the system say, part by part. What cannot be read is left out and
 * remembered as a problem, as nobody stands there to correct it.
 */
final class LenientRules {
  private final String origin;
  private final List<PacSource> scripts = new ArrayList<>();
  private final Map<String, String> groups = new LinkedHashMap<>();
  private final List<String> bypass = new ArrayList<>();
  private final Map<ProxyServer, ProxyCredentials> credentials = new LinkedHashMap<>();
  private boolean reversed;
  private @Nullable String problem;

  LenientRules(String origin) {
    this.origin = origin;
  }

  /** A script alone; WPAD for an empty URL. */
  static SystemProxies script(String origin, String setting, String url) {
    LenientRules rules = new LenientRules(origin);
    rules.script(setting, url);
    return rules.toProxies();
  }

  /** A script, after those before it; WPAD for an empty URL. */
  void script(String setting, String url) {
    try {
      scripts.add(url.isBlank() ? PacSource.WPAD : PacSource.of(url.strip()));
    } catch (IllegalArgumentException e) {
      problem(setting + ": " + e.getMessage());
    }
  }

  /**
   * The proxy of a group in the settings of a desktop, where a scheme in front counts for nothing,
   * but {@code socks4://} (Chromium's {@code FixupProxyHostScheme}).
   */
  void hostProxy(String group, String setting, String host) {
    boolean socks = group.equals("socks");
    boolean four = socks && host.regionMatches(true, 0, "socks4://", 0, 9);
    int mark = host.indexOf("://");
    ProxyScheme scheme = four ? ProxyScheme.SOCKS4 : socks ? ProxyScheme.SOCKS5 : ProxyScheme.HTTP;
    proxy(group, setting, mark < 0 ? host : host.substring(mark + 3), scheme);
  }

  /** The user of a group's proxy, where it has one. */
  void credentials(String group, ProxyCredentials user) {
    String uri = groups.get(group);
    if (uri != null) {
      credentials.put(ProxyServer.parse(uri, ProxyScheme.HTTP), user);
    }
  }

  /**
   * The proxy of a group.
   *
   * @param group http, https, ftp or socks
   * @param setting its name, for the problem
   * @param uri {@code [scheme://][user:password@]host[:port][/]}
   */
  void proxy(String group, String setting, String uri, ProxyScheme defaultScheme) {
    String text = uri.strip();
    if (text.isEmpty()) {
      return;
    }
    while (text.endsWith("/") && !text.endsWith("://")) {
      text = text.substring(0, text.length() - 1);
    }
    // curl's word for SOCKS 5 where the proxy looks names up, which SOCKS 5 always does here.
    if (text.regionMatches(true, 0, "socks5h://", 0, 10)) {
      text = "socks5://" + text.substring(10);
    }
    int from = text.indexOf("://") < 0 ? 0 : text.indexOf("://") + 3;
    int at = text.lastIndexOf('@');
    String user = at >= from ? text.substring(from, at) : null;
    try {
      ProxyServer server =
          ProxyServer.parse(
              user == null ? text : text.substring(0, from) + text.substring(at + 1),
              defaultScheme);
      groups.put(group, uriOf(server));
      if (user != null && !server.isDirect()) {
        credentials.put(server, credentials(user));
      }
    } catch (IllegalArgumentException e) {
      problem(setting + ": " + e.getMessage());
    }
  }

  private static ProxyCredentials credentials(String user) {
    int colon = user.indexOf(':');
    return new ProxyCredentials(
        decode(colon < 0 ? user : user.substring(0, colon)),
        colon < 0 ? "" : decode(user.substring(colon + 1)));
  }

  private static String decode(String text) {
    return new String(PercentEncoding.decode(text), StandardCharsets.UTF_8);
  }

  private static String uriOf(ProxyServer server) {
    return server.isDirect()
        ? "direct://"
        : server.scheme().uriScheme() + "://" + server.host() + ":" + server.port();
  }

  /**
   * One exception.
   *
   * @param suffix whether a name also covers all that ends so
   */
  void bypass(String setting, String rule, boolean suffix) {
    String text = rule.strip();
    if (text.isEmpty()) {
      return;
    }
    byte[] literal = AddressBlock.bytes(text);
    if (literal != null && literal.length == 16 && !text.startsWith("[")) {
      text = "[" + text + "]";
    }
    try {
      BypassRule.parse(text, suffix);
      boolean star = !suffix || text.startsWith("*") || text.startsWith("<");
      boolean plainName = text.indexOf('/') < 0 && text.indexOf("://") < 0;
      bypass.add(star || !plainName || isLiteral(text) ? text : "*" + text);
    } catch (IllegalArgumentException e) {
      problem(setting + ": " + e.getMessage());
    }
  }

  private static boolean isLiteral(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon > text.lastIndexOf(']') ? text.substring(0, colon) : text;
    return AddressBlock.bytes(host) != null;
  }

  /** Whether the exceptions are the only hosts that go through the proxies. */
  void reversed(boolean is) {
    reversed = is;
  }

  private void problem(String what) {
    if (problem == null) {
      problem = what;
    }
  }

  /** Null where nothing was set, not even something wrong. */
  @Nullable SystemProxies toProxiesOrNull() {
    return groups.isEmpty() && scripts.isEmpty() && problem == null ? null : toProxies();
  }

  SystemProxies toProxies() {
    StringBuilder rules = new StringBuilder();
    groups.forEach((group, uri) -> rules.append(group).append('=').append(uri).append(';'));
    BypassRules exceptions = BypassRules.parse(String.join(";", bypass));
    return new SystemProxies(
        origin,
        scripts,
        ProxyRules.parse(rules.toString()),
        reversed ? exceptions.reversed() : exceptions,
        credentials,
        problem);
  }
}
