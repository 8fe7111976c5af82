package dev.valence.net.internal.dns.doh;

import dev.valence.net.url.Url;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a server for DNS over HTTPS listens: a URI template (RFC 6570) whose variable {@code dns}
 * takes the query, or a plain URI, to which the query is posted (RFC 8484 §4.1; Chromium's {@code
 * DnsOverHttpsServerConfig}). Immutable.
 */
public final class DohTemplate {
  private static final int LONGEST = 2_000;
  private static final String VARIABLE = "dns";
  private static final String SAMPLE = "AAAB";

  private final String text;
  private final List<Part> parts;
  private final boolean post;

  private DohTemplate(String text, List<Part> parts, boolean post) {
    this.text = text;
    this.parts = parts;
    this.post = post;
  }

  /** A literal, or an expression with the text to put before the query. */
  private record Part(String literal, boolean query) {}

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException naming it, where it is none or leads elsewhere than to https
   */
  public static DohTemplate parse(String text) {
    if (text.length() > LONGEST) {
      throw bad(text.substring(0, 100), "it is longer than " + LONGEST + " characters");
    }
    List<Part> parts = new ArrayList<>();
    int position = 0;
    while (position < text.length()) {
      int open = text.indexOf('{', position);
      int literalEnd = open < 0 ? text.length() : open;
      String literal = text.substring(position, literalEnd);
      if (literal.indexOf('}') >= 0) {
        throw bad(text, "a brace closes that was not opened");
      }
      parts.add(new Part(literal, false));
      if (open < 0) {
        break;
      }
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw bad(text, "a brace is not closed");
      }
      parts.addAll(expression(text, text.substring(open + 1, close)));
      position = close + 1;
    }
    boolean get = parts.stream().anyMatch(Part::query);
    DohTemplate template = new DohTemplate(text, List.copyOf(parts), !get);
    Url url = Url.tryParse(template.expand(SAMPLE));
    if (url == null || !url.scheme().equals("https")) {
      throw bad(text, "it should be an https URI, such as https://dns.example/dns-query{?dns}");
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      throw new IllegalArgumentException(
          "a template in secureDnsServers must not hold a user name or password");
    }
    return template;
  }

  /** RFC 6570 §3.2, for the one variable there is; the others are undefined. */
  private static List<Part> expression(String text, String expression) {
    if (expression.isEmpty()) {
      throw bad(text, "an expression is empty");
    }
    char first = expression.charAt(0);
    boolean operator = "+#./;?&".indexOf(first) >= 0;
    if (!operator && "=,!@|".indexOf(first) >= 0) {
      throw bad(text, "the operator " + first + " is reserved");
    }
    boolean defined = false;
    for (String name : expression.substring(operator ? 1 : 0).split(",", -1)) {
      // An exploded text is expanded as one that is not (§3.2.1).
      String bare = name.endsWith("*") ? name.substring(0, name.length() - 1) : name;
      if (!bare.matches("[A-Za-z0-9_%][A-Za-z0-9_%.]*(:[1-9][0-9]{0,3})?")) {
        throw bad(text, "\"" + name + "\" is no name of a variable");
      }
      if (bare.startsWith(VARIABLE + ":")) {
        throw bad(text, "the query must not be shortened");
      }
      if (bare.equals(VARIABLE)) {
        if (defined) {
          throw bad(text, "the query would be in it twice");
        }
        defined = true;
      }
    }
    if (!defined) {
      return List.of();
    }
    String before =
        switch (operator ? first : ' ') {
          case '?', '&', ';' -> first + VARIABLE + "=";
          case '#', '.', '/' -> String.valueOf(first);
          default -> "";
        };
    if (first == '#') {
      throw bad(text, "a fragment is not sent to the server");
    }
    return List.of(new Part(before, false), new Part("", true));
  }

  private String expand(String query) {
    StringBuilder uri = new StringBuilder(text.length() + query.length());
    for (Part part : parts) {
      uri.append(part.query() ? query : part.literal());
    }
    return uri.toString();
  }

  /** Whether the query goes in the body. */
  public boolean usesPost() {
    return post;
  }

  /**
   * Where to send a query.
   *
   * @param base64url the query as RFC 8484 §6 codes it; not looked at where it is posted
   */
  public Url url(String base64url) {
    return Url.parse(expand(base64url));
  }

  @Override
  public String toString() {
    return text;
  }

  private static IllegalArgumentException bad(String text, String why) {
    StringBuilder shown = new StringBuilder();
    text.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
    return new IllegalArgumentException(
        "bad template in secureDnsServers: \"" + shown + "\": " + why);
  }
}
