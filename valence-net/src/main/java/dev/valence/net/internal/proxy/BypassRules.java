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

  private static final BypassRules NONE = new BypassRules(List.of(), "", false);
  private static final String REVERSED = "(no rule; only hosts of a rule go through proxies)";

  private final List<BypassRule> rules;
  private final String text;
  private final boolean reversed;

  /**
   * Rules.
   *
   * @param text what they were read from
   */
  private BypassRules(List<BypassRule> rules, String text, boolean reversed) {
    this.rules = List.copyOf(rules);
    this.text = text;
    this.reversed = reversed;
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
    return new BypassRules(rules, suffixes ? "suffixes " + text : text, false);
  }

  /**
   * The same rules the other way about: only what they match goes through the proxies, as KDE has
   * it (Chromium's {@code reverse_bypass}).
   */
  BypassRules reversed() {
    return new BypassRules(rules, text, !reversed);
  }

  /** The rule that sends the URL past the proxies; null where it goes through them. */
  @Nullable String bypassedBy(Url url) {
    BypassRule rule = lastMatch(url);
    if (rule != null) {
      return rule.excludes() == reversed ? rule.text() : null;
    }
    if (ImplicitBypass.matches(url)) {
      return IMPLICIT;
    }
    return reversed ? REVERSED : null;
  }

  /** The rule that takes back the implicit exception for this URL, as {@code <-loopback>} does. */
  @Nullable String subtractedBy(Url url) {
    BypassRule rule = lastMatch(url);
    return rule != null && rule.excludes() ? rule.text() : null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BypassRules rules
        && reversed == rules.reversed
        && text.equals(rules.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
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
