package dev.valence.net.internal.proxy;

import dev.valence.net.proxy.ProxyList;
import dev.valence.net.proxy.ProxyScheme;
import dev.valence.net.proxy.ProxyServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules of {@code proxyRules}: one list for every URL, or lists for schemes (Chromium's {@code
 * ProxyConfig::ProxyRules}). Immutable; a pure function of the URL's scheme.
 *
 * <p>Chromium drops what it cannot read, which sends requests past the proxy; here that is refused.
 */
public final class ProxyRules {
  static final int MAX_LENGTH = 256 * 1024;

  private static final ProxyRules EMPTY = new ProxyRules(null, Map.of());
  private static final List<String> GROUPS = List.of("http", "https", "ftp", "socks");
  private static final String REST = "socks";

  private final @Nullable ProxyList single;
  private final Map<String, ProxyList> groups;

  private ProxyRules(@Nullable ProxyList single, Map<String, ProxyList> groups) {
    this.single = single;
    this.groups = Map.copyOf(groups);
  }

  /**
   * What the rules say.
   *
   * @param rule the group that holds the list, such as {@code http}; {@code "*"} for the one list
   *     for every URL
   */
  record Match(String rule, ProxyList proxies) {}

  /**
   * Reads rules; an empty text has none.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public static ProxyRules parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "proxyRules has "
              + text.length()
              + " characters; at most "
              + MAX_LENGTH
              + " are allowed");
    }
    @Nullable ProxyList single = null;
    Map<String, List<ProxyServer>> groups = new LinkedHashMap<>();
    for (String part : text.split(";", -1)) {
      if (part.isBlank()) {
        continue;
      }
      int equals = part.indexOf('=');
      if (equals < 0) {
        if (single != null) {
          throw bad(part, "there is a list for all URLs before it; put commas between proxies");
        }
        single = ProxyList.of(proxies(part, part, ProxyScheme.HTTP));
      } else {
        String group = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        if (!GROUPS.contains(group)) {
          throw bad(part, "\"" + group + "\" is none of http, https, ftp and socks");
        }
        if (part.indexOf('=', equals + 1) >= 0) {
          throw bad(part, "it has more than one =");
        }
        // In a group named socks, no scheme means SOCKS 4, although socks:// means SOCKS 5.
        ProxyScheme scheme = group.equals(REST) ? ProxyScheme.SOCKS4 : ProxyScheme.HTTP;
        groups
            .computeIfAbsent(group, name -> new ArrayList<>())
            .addAll(proxies(part.substring(equals + 1), part, scheme));
      }
      if (single != null && !groups.isEmpty()) {
        throw bad(part, "a list for all URLs and groups for schemes exclude each other");
      }
    }
    if (single != null) {
      return new ProxyRules(single, Map.of());
    }
    if (groups.isEmpty()) {
      return EMPTY;
    }
    Map<String, ProxyList> lists = new LinkedHashMap<>();
    groups.forEach((name, servers) -> lists.put(name, ProxyList.of(servers)));
    return new ProxyRules(null, lists);
  }

  private static List<ProxyServer> proxies(String list, String part, ProxyScheme defaultScheme) {
    List<ProxyServer> servers = new ArrayList<>();
    for (String uri : list.split(",", -1)) {
      if (!uri.isBlank()) {
        servers.add(ProxyServer.parse(uri, defaultScheme));
      }
    }
    if (servers.isEmpty()) {
      throw bad(part, "there is no proxy in it; direct:// stands for none");
    }
    return servers;
  }

  private static IllegalArgumentException bad(String part, String why) {
    // A password may stand in a part that was meant as user:password@host.
    String shown = part.indexOf('@') >= 0 ? "…" + part.substring(part.lastIndexOf('@')) : part;
    String text = shown.strip();
    return new IllegalArgumentException(
        "The part \""
            + (text.length() > 100 ? text.substring(0, 100) + "…" : text)
            + "\" of proxyRules cannot be used: "
            + why);
  }

  /** Whether every URL goes without a proxy. */
  public boolean isEmpty() {
    return single == null && groups.isEmpty();
  }

  /**
   * The proxies for a scheme; null where the rules have none. {@code ws} and {@code wss} take the
   * list of {@code socks}, else of {@code https}, else of {@code http} (RFC 6455 §4.1).
   */
  @Nullable ProxyList proxiesFor(String scheme) {
    if (single != null) {
      return single;
    }
    String group = groupFor(scheme);
    return group == null ? null : groups.get(group);
  }

  /** As {@link #proxiesFor}, with the group. */
  @Nullable Match match(String scheme) {
    ProxyList proxies = proxiesFor(scheme);
    if (proxies == null) {
      return null;
    }
    String group = single != null ? "*" : groupFor(scheme);
    return group == null ? null : new Match(group, proxies);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProxyRules rules
        && Objects.equals(single, rules.single)
        && groups.equals(rules.groups);
  }

  @Override
  public int hashCode() {
    return Objects.hash(single, groups);
  }

  private @Nullable String groupFor(String scheme) {
    if (!scheme.equals(REST) && groups.containsKey(scheme)) {
      return scheme;
    }
    if (groups.containsKey(REST)) {
      return REST;
    }
    if (scheme.equals("ws") || scheme.equals("wss")) {
      return groups.containsKey("https") ? "https" : groups.containsKey("http") ? "http" : null;
    }
    return null;
  }
}
