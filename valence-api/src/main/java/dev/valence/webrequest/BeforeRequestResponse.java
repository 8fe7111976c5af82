package dev.valence.webrequest;

import dev.valence.net.url.Url;
import org.jspecify.annotations.Nullable;

/** The answer of a listener of {@link WebRequest#onBeforeRequest}. Immutable. */
public final class BeforeRequestResponse {
  private static final BeforeRequestResponse PROCEED = new BeforeRequestResponse(false, null);
  private static final BeforeRequestResponse CANCEL = new BeforeRequestResponse(true, null);

  private final boolean cancel;
  private final @Nullable Url redirectUrl;

  private BeforeRequestResponse(boolean cancel, @Nullable Url redirectUrl) {
    this.cancel = cancel;
    this.redirectUrl = redirectUrl;
  }

  /** The request goes on. */
  public static BeforeRequestResponse proceed() {
    return PROCEED;
  }

  /** The request fails with {@code net::ERR_BLOCKED_BY_CLIENT}. */
  public static BeforeRequestResponse cancel() {
    return CANCEL;
  }

  /**
   * The request goes to another URL, whose {@code onBeforeRequest} comes again; nothing of this hop
   * is sent. Where no server could be asked ({@code javascript:}, {@code about:}, {@code blob:},
   * pages of a browser, from a WebSocket to http) it fails with {@code net::ERR_UNSAFE_REDIRECT};
   * with a scheme that nobody serves, with {@code net::ERR_UNKNOWN_URL_SCHEME}; after 20 redirects,
   * with {@code net::ERR_TOO_MANY_REDIRECTS}.
   *
   * @throws dev.valence.net.url.InvalidUrlException (an IllegalArgumentException) when it is no
   *     absolute URL
   */
  public static BeforeRequestResponse redirect(String redirectURL) {
    return new BeforeRequestResponse(false, Url.parse(redirectURL));
  }

  /** Whether the request is stopped. */
  public boolean isCancel() {
    return cancel;
  }

  /** Where the request goes; null where it stays. */
  public @Nullable Url redirectURL() {
    return redirectUrl;
  }

  @Override
  public String toString() {
    return cancel ? "cancel" : redirectUrl == null ? "proceed" : "redirect to " + redirectUrl;
  }
}
