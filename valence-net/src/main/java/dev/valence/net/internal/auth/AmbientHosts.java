package dev.valence.net.internal.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The servers at which the user's log-in to the system may be used without asking (Chromium's
 * {@code HttpAuthFilterAllowlist}, Electron's {@code allowNTLMCredentialsForDomains}). Immutable.
 *
 * <p>A list with commas or semicolons between: {@code *example.com, *foobar.com}; {@code *} stands
 * for any characters, {@code .example.com} for {@code *.example.com}. A pattern may begin with a
 * scheme ({@code https://*}) and end with a port ({@code *.example.com:8443}).
 */
public final class AmbientHosts {
  public static final AmbientHosts NONE = new AmbientHosts(List.of());

  private static final int MOST_PATTERNS = 1000;

  private final List<Pattern> patterns;

  private AmbientHosts(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  /**
   * Reads a list.
   *
   * @throws IllegalArgumentException for a pattern with a path, a space or a control character, or
   *     too many
   */
  public static AmbientHosts parse(String list) {
    List<Pattern> patterns = new ArrayList<>();
    for (String one : list.split("[,;]", -1)) {
      String pattern = one.strip();
      if (!pattern.isEmpty()) {
        patterns.add(compile(pattern));
      }
    }
    if (patterns.size() > MOST_PATTERNS) {
      throw new IllegalArgumentException(
          "at most " + MOST_PATTERNS + " patterns of domains, not " + patterns.size());
    }
    return new AmbientHosts(List.copyOf(patterns));
  }

  private static Pattern compile(String pattern) {
    String rest = pattern.toLowerCase(Locale.ROOT);
    int mark = rest.indexOf("://");
    String scheme = mark < 0 ? "*" : rest.substring(0, mark);
    String host = mark < 0 ? rest : rest.substring(mark + 3);
    int colon = host.lastIndexOf(':');
    boolean hasPort =
        colon >= 0 && !host.endsWith("]") && host.indexOf(':') == colon
            || colon > 0 && host.charAt(colon - 1) == ']';
    String port = hasPort ? host.substring(colon + 1) : "*";
    String name = hasPort ? host.substring(0, colon) : host;
    if (name.startsWith(".")) {
      name = "*" + name;
    }
    boolean sound =
        !name.isEmpty()
            && (port.equals("*") || (!port.isEmpty() && port.chars().allMatch(Character::isDigit)))
            && name.chars().allMatch(c -> c > ' ' && c != '/' && c != '@' && c != 0x7F);
    if (!sound) {
      throw new IllegalArgumentException(
          "not a pattern of domains such as *.example.com: " + shown(pattern));
    }
    return Pattern.compile(glob(scheme) + "://" + glob(name) + ":" + glob(port));
  }

  private static String shown(String pattern) {
    StringBuilder text = new StringBuilder("'");
    pattern.chars().limit(60).forEach(c -> text.append(c < ' ' || c > '~' ? '?' : (char) c));
    return text.append('\'').toString();
  }

  private static String glob(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (String literal : pattern.split("\\*+", -1)) {
      regex.append(Pattern.quote(literal)).append(".*");
    }
    regex.setLength(regex.length() - 2);
    return regex.toString();
  }

  boolean contain(AuthPlace place) {
    String name = place.scheme() + "://" + place.host() + ":" + place.port();
    for (Pattern pattern : patterns) {
      if (pattern.matcher(name).matches()) {
        return true;
      }
    }
    return false;
  }
}
