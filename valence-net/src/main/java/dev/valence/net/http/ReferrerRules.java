package dev.valence.net.http;

import dev.valence.net.url.Url;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code Referer} header says (Referrer Policy §8.3 "determine request's referrer").
 *
 * <p>A "downgrade" is judged as Chromium does, by the scheme: from https or wss to anything else,
 * the own machine included. The standard would let https lead to {@code http://localhost}. Pure
 * functions; any thread.
 */
public final class ReferrerRules {
  /** A longer referrer is cut to its origin (Referrer Policy §8.3 step 6), in characters. */
  private static final int MAX_LENGTH = 4096;

  private ReferrerRules() {}

  /**
   * The value of the {@code Referer} header of a request, or null for none.
   *
   * @param referrer where the request comes from; null gives null
   * @param target where the request goes
   */
  public static @Nullable String referer(
      ReferrerPolicy policy, @Nullable Url referrer, Url target) {
    if (referrer == null || !isHttp(referrer)) {
      return null;
    }
    boolean sameOrigin = referrer.origin().equals(target.origin());
    boolean downgrade =
        PotentiallyTrustworthy.isCryptographic(referrer)
            && !PotentiallyTrustworthy.isCryptographic(target);
    return switch (policy.orDefault()) {
      case NO_REFERRER -> null;
      case UNSAFE_URL -> stripped(referrer);
      case ORIGIN -> origin(referrer);
      case SAME_ORIGIN -> sameOrigin ? stripped(referrer) : null;
      case STRICT_ORIGIN -> downgrade ? null : origin(referrer);
      case NO_REFERRER_WHEN_DOWNGRADE -> downgrade ? null : stripped(referrer);
      case ORIGIN_WHEN_CROSS_ORIGIN -> sameOrigin ? stripped(referrer) : origin(referrer);
      case STRICT_ORIGIN_WHEN_CROSS_ORIGIN, UNSET ->
          sameOrigin ? stripped(referrer) : downgrade ? null : origin(referrer);
    };
  }

  /**
   * Whether a referrer that a program set itself says more than the policy allows. Chromium's
   * network stack cancels such a request with {@code net::ERR_BLOCKED_BY_CLIENT} instead of
   * trimming the header ({@code URLRequest::StartJob}).
   *
   * @param given the header's value as the program set it; no absolute URL counts as no referrer
   */
  public static boolean violates(ReferrerPolicy policy, String given, Url target) {
    Url referrer = Url.tryParse(given);
    return referrer != null && !referrer.href().equals(referer(policy, referrer, target));
  }

  /**
   * The policy after a redirect: that of the redirect's {@code Referrer-Policy} header where it
   * names one, else the request's (Fetch §4.4 step 19).
   */
  public static ReferrerPolicy afterRedirect(ReferrerPolicy current, HeaderList redirectResponse) {
    ReferrerPolicy named = ReferrerPolicy.ofHeader(redirectResponse.getJoined("Referrer-Policy"));
    return named == ReferrerPolicy.UNSET ? current : named;
  }

  private static boolean isHttp(Url url) {
    return url.scheme().equals("http") || url.scheme().equals("https");
  }

  /** The URL without login and fragment, or its origin where that is too long. */
  private static String stripped(Url referrer) {
    String url = withoutLogin(referrer.withoutFragment());
    return url.length() > MAX_LENGTH ? origin(referrer) : url;
  }

  private static String withoutLogin(Url url) {
    if (url.username().isEmpty() && url.password().isEmpty()) {
      return url.href();
    }
    return url.origin() + url.pathAndQuery();
  }

  private static String origin(Url referrer) {
    return referrer.origin() + "/";
  }
}
