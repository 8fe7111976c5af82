package dev.valence.net.internal.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Chromium's {@code --host-resolver-rules}: comma-separated {@code MAP pattern replacement[:port]}
 * and {@code EXCLUDE pattern}, where a pattern may hold {@code *} and {@code ?} and may name a
 * port, and the replacement {@code ~NOTFOUND} makes the look-up fail ({@code
 * net/base/host_mapping_rules.cc}). Immutable; a pure function of host and port.
 */
public final class HostRules {
  private static final HostRules NONE = new HostRules(List.of(), List.of());
  private static final String NOT_FOUND = "~NOTFOUND";
  private static final int SAME_PORT = -1;

  private final List<MapRule> maps;
  private final List<String> exclusions;

  private HostRules(List<MapRule> maps, List<String> exclusions) {
    this.maps = List.copyOf(maps);
    this.exclusions = List.copyOf(exclusions);
  }

  private record MapRule(String pattern, String host, int port) {}

  /**
   * Where to look instead.
   *
   * @param notFound whether the rules say that the host does not exist
   */
  public record Target(String host, int port, boolean notFound) {}

  /** Leaves every host as it is. */
  public static HostRules none() {
    return NONE;
  }

  /**
   * Reads rules; an empty text has none.
   *
   * @throws IllegalArgumentException naming the rule that is wrong
   */
  public static HostRules parse(String text) {
    List<MapRule> maps = new ArrayList<>();
    List<String> exclusions = new ArrayList<>();
    for (String rule : text.split(",", -1)) {
      if (rule.isBlank()) {
        continue;
      }
      String[] words = rule.strip().split("\\s+");
      if (words.length == 2 && words[0].equalsIgnoreCase("EXCLUDE")) {
        exclusions.add(words[1].toLowerCase(Locale.ROOT));
      } else if (words.length == 3 && words[0].equalsIgnoreCase("MAP")) {
        maps.add(mapRule(words[1].toLowerCase(Locale.ROOT), words[2], rule));
      } else {
        throw bad(rule, "expected \"MAP pattern replacement[:port]\" or \"EXCLUDE pattern\"");
      }
    }
    return new HostRules(maps, exclusions);
  }

  /** Rewrites host and port by the first rule that matches, unless an exclusion matches too. */
  public Target apply(String host, int port) {
    if (maps.isEmpty()) {
      return new Target(host, port, false);
    }
    String name = withoutBrackets(host).toLowerCase(Locale.ROOT);
    String nameAndPort = (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + port;
    for (MapRule rule : maps) {
      if (matches(name, rule.pattern) || matches(nameAndPort, rule.pattern)) {
        if (exclusions.stream().anyMatch(pattern -> matches(name, pattern))) {
          break;
        }
        int newPort = rule.port == SAME_PORT ? port : rule.port;
        return new Target(rule.host, newPort, rule.host.equals(NOT_FOUND));
      }
    }
    return new Target(host, port, false);
  }

  private static MapRule mapRule(String pattern, String replacement, String rule) {
    int colon = replacement.lastIndexOf(':');
    boolean bareHost = colon < 0 || replacement.endsWith("]");
    String host = bareHost ? replacement : replacement.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (host.isEmpty() || (host.indexOf(':') >= 0 && !bracketed)) {
      throw bad(rule, "\"" + replacement + "\" is no host, or an IPv6 address without brackets");
    }
    return new MapRule(
        pattern,
        withoutBrackets(host),
        bareHost ? SAME_PORT : port(replacement.substring(colon + 1), rule));
  }

  private static int port(String digits, String rule) {
    if (!digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(HostRules::isDigit)) {
      int port = Integer.parseInt(digits);
      if (port <= 65535) {
        return port;
      }
    }
    throw bad(rule, "\"" + digits + "\" is no port");
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static IllegalArgumentException bad(String rule, String why) {
    return new IllegalArgumentException("Bad host rule \"" + rule.strip() + "\": " + why);
  }

  /** Glob match with {@code *} (any run) and {@code ?} (none or one character), in linear space. */
  static boolean matches(String text, String pattern) {
    boolean[] reached = new boolean[text.length() + 1];
    reached[0] = true;
    for (int p = 0; p < pattern.length(); p++) {
      char c = pattern.charAt(p);
      boolean[] next = new boolean[text.length() + 1];
      for (int t = 0; t <= text.length(); t++) {
        next[t] =
            switch (c) {
              case '*' -> reached[t] || (t > 0 && next[t - 1]);
              case '?' -> reached[t] || (t > 0 && reached[t - 1]);
              default -> t > 0 && reached[t - 1] && text.charAt(t - 1) == c;
            };
      }
      reached = next;
    }
    return reached[text.length()];
  }
}
