package dev.valence.net.internal.proxy;

import dev.valence.net.url.Url;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of {@code proxyBypassRules}: which URLs go past the proxies (Chromium's {@code
 * ProxyHostMatchingRules}). A later rule wins over an earlier one; where none matches, the own
 * machine and its link go past the proxies by themselves. Immutable; a pure function of the URL.
 */
public final class BypassRules {
  static final String IMPLICIT = "(implicit: the own machine or link)";

  private static final BypassRules NONE = new BypassRules(List.of());

  private final List<BypassRule> rules;

  private BypassRules(List<BypassRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Reads rules with {@code ;} or {@code ,} between; an empty text has none.
   *
   * @throws IllegalArgumentException naming the rule that is wrong
   */
  public static BypassRules parse(String text) {
    return parse(text, false);
  }

  /**
   * As {@link #parse(String)}, for the environment's {@code no_proxy}: a name also covers every
   * name that ends so, as in Chromium ({@code RewriteRulesForSuffixMatching}).
   */
  static BypassRules parseSuffixes(String text) {
    return parse(text, true);
  }

  private static BypassRules parse(String text, boolean suffixes) {
    if (text.isEmpty()) {
      return NONE;
    }
    if (text.length() > ProxyRules.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "proxyBypassRules has "
              + text.length()
              + " characters; at most "
              + ProxyRules.MAX_LENGTH
              + " are allowed");
    }
    List<BypassRule> rules = new ArrayList<>();
    for (String rule : text.split("[;,]", -1)) {
      if (!rule.isBlank()) {
        rules.add(BypassRule.parse(rule.strip(), suffixes));
      }
    }
    return new BypassRules(rules);
  }

  /** The rule that sends the URL past the proxies; null where it goes through them. */
  @Nullable String bypassedBy(Url url) {
    BypassRule rule = lastMatch(url);
    if (rule != null) {
      return rule.excludes() ? null : rule.text();
    }
    return ImplicitBypass.matches(url) ? IMPLICIT : null;
  }

  /** The rule that takes back the implicit exception for this URL, as {@code <-loopback>} does. */
  @Nullable String subtractedBy(Url url) {
    BypassRule rule = lastMatch(url);
    return rule != null && rule.excludes() ? rule.text() : null;
  }

  private @Nullable BypassRule lastMatch(Url url) {
    for (int i = rules.size() - 1; i >= 0; i--) {
      BypassRule rule = rules.get(i);
      if (rule.matches(url)) {
        return rule;
      }
    }
    return null;
  }
}
