package dev.valence.net.http;

import dev.valence.net.NetError;
import dev.valence.net.url.Url;
import java.util.Locale;
import java.util.Set;

/** What {@link RedirectRules} make of a response. */
public sealed interface RedirectDecision {

  /** The response is the answer itself. */
  record NotARedirect() implements RedirectDecision {}

  /**
   * The redirect fails the request.
   *
   * @param error the failure
   * @param detail what was refused, in words
   */
  record Refused(NetError error, String detail) implements RedirectDecision {}

  /**
   * The request goes on to another URL.
   *
   * @param url where to, with the fragment it inherits
   * @param method the method of the next hop
   * @param dropsBody whether the next hop has no body, since the method became GET
   * @param crossOrigin whether the target has another origin than the redirecting URL
   * @param leavesTrustworthy whether the redirecting URL was potentially trustworthy and the target
   *     is not
   */
  record Next(
      Url url, String method, boolean dropsBody, boolean crossOrigin, boolean leavesTrustworthy)
      implements RedirectDecision {

    /** Gone with the body (Fetch §2.2.2 "request-body-header name"), and its length. */
    private static final Set<String> OF_THE_BODY =
        Set.of(
            "content-encoding",
            "content-language",
            "content-location",
            "content-type",
            "content-length");

    /**
     * Not told to another origin. {@code Authorization} as Fetch §4.4 step 13 and Chromium say; the
     * other two as well, since they are logins just the same.
     */
    private static final Set<String> OF_THE_ORIGIN =
        Set.of("authorization", "cookie", "proxy-authorization");

    /**
     * The header fields of the next hop: those of this hop that still fit (Fetch §4.4, Chromium's
     * {@code RedirectUtil::UpdateHttpRequest} and {@code MaybeRemoveSecHeaders}). {@code Origin}
     * goes with the body, and becomes {@code null} across origins.
     *
     * @param headers the fields that the program set; not changed
     */
    public HeaderList headers(HeaderList headers) {
      HeaderList next = new HeaderList(headers.size());
      headers.forEachField(
          (name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("origin")) {
              if (!dropsBody) {
                next.add(name, crossOrigin ? "null" : value);
              }
            } else if (!isDropped(lower)) {
              next.add(name, value);
            }
          });
      return next;
    }

    private boolean isDropped(String name) {
      return (dropsBody && OF_THE_BODY.contains(name))
          || (crossOrigin && OF_THE_ORIGIN.contains(name))
          || (leavesTrustworthy && (name.startsWith("sec-fetch-") || name.startsWith("sec-ch-")));
    }
  }
}
