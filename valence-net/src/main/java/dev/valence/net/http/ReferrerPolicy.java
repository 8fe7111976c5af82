package dev.valence.net.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much of its own URL a page or program tells the server it asks (Referrer Policy §3). {@link
 * ReferrerRules} computes what is sent.
 */
public enum ReferrerPolicy {
  /** No policy of its own: {@link #STRICT_ORIGIN_WHEN_CROSS_ORIGIN} applies. */
  UNSET(""),
  NO_REFERRER("no-referrer"),
  NO_REFERRER_WHEN_DOWNGRADE("no-referrer-when-downgrade"),
  ORIGIN("origin"),
  ORIGIN_WHEN_CROSS_ORIGIN("origin-when-cross-origin"),
  UNSAFE_URL("unsafe-url"),
  SAME_ORIGIN("same-origin"),
  STRICT_ORIGIN("strict-origin"),
  STRICT_ORIGIN_WHEN_CROSS_ORIGIN("strict-origin-when-cross-origin");

  private final String wireName;

  ReferrerPolicy(String wireName) {
    this.wireName = wireName;
  }

  /** The name in the header and in Electron's options; "" for {@link #UNSET}. */
  public String wireName() {
    return wireName;
  }

  /** This policy, or the default policy where this is {@link #UNSET}. */
  public ReferrerPolicy orDefault() {
    return this == UNSET ? STRICT_ORIGIN_WHEN_CROSS_ORIGIN : this;
  }

  /**
   * The policy with this exact name; "" is {@link #UNSET}.
   *
   * @throws IllegalArgumentException naming the value, for any other name
   */
  public static ReferrerPolicy ofWireName(String name) {
    return WireNames.find(values(), ReferrerPolicy::wireName, name, "referrerPolicy");
  }

  /**
   * The policy of a {@code Referrer-Policy} response header (Referrer Policy §8.1): of the comma
   * separated names, in any case, the last that is known; {@link #UNSET} where none is.
   *
   * @param value the joined values of the header, or null where it is absent
   */
  public static ReferrerPolicy ofHeader(@Nullable String value) {
    ReferrerPolicy found = UNSET;
    if (value == null) {
      return found;
    }
    int start = 0;
    while (start <= value.length()) {
      int comma = value.indexOf(',', start);
      int end = comma < 0 ? value.length() : comma;
      String token = value.substring(start, end).strip().toLowerCase(Locale.ROOT);
      for (ReferrerPolicy policy : values()) {
        if (policy != UNSET && policy.wireName.equals(token)) {
          found = policy;
        }
      }
      start = end + 1;
    }
    return found;
  }
}
