package dev.valence.fetch;

import dev.valence.net.RequestObserver;
import dev.valence.net.Timeouts;
import dev.valence.net.http.CacheMode;
import dev.valence.net.http.Credentials;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RedirectMode;
import dev.valence.net.http.ReferrerPolicy;
import dev.valence.net.http.RequestPriority;
import dev.valence.net.url.Url;
import org.jspecify.annotations.Nullable;

/**
 * What to fetch (Fetch §5.4). Immutable; may be fetched many times, as far as its {@link Body}
 * allows.
 */
public final class Request {
  private static final Headers NO_HEADERS = Headers.view(new HeaderList(1));

  private final Url url;
  private final String method;
  private final Headers headers;
  private final @Nullable Body body;
  private final RedirectMode redirect;
  private final Credentials credentials;
  private final CacheMode cache;
  private final ReferrerPolicy referrerPolicy;
  private final RequestPriority priority;
  private final @Nullable AbortSignal signal;
  private final @Nullable Timeouts timeouts;
  private final @Nullable RequestObserver observer;
  private final boolean bypassCustomProtocolHandlers;

  private Request(Url url) {
    this.url = url;
    this.method = "GET";
    this.headers = NO_HEADERS;
    this.body = null;
    this.redirect = RedirectMode.FOLLOW;
    this.credentials = Credentials.SAME_ORIGIN;
    this.cache = CacheMode.DEFAULT;
    this.referrerPolicy = ReferrerPolicy.UNSET;
    this.priority = RequestPriority.IDLE;
    this.signal = null;
    this.timeouts = null;
    this.observer = null;
    this.bypassCustomProtocolHandlers = false;
  }

  private Request(Request from, RequestInit init) {
    this.url = from.url;
    this.method = or(init.method, from.method);
    this.body = init.body != null ? init.body : from.body;
    this.redirect = or(init.redirect, from.redirect);
    this.credentials = or(init.credentials, from.credentials);
    this.cache = or(init.cache, from.cache);
    this.referrerPolicy = or(init.referrerPolicy, from.referrerPolicy);
    this.priority = or(init.priority, from.priority);
    this.signal = init.signal != null ? init.signal : from.signal;
    this.timeouts = init.timeouts != null ? init.timeouts : from.timeouts;
    this.observer = init.observer != null ? init.observer : from.observer;
    this.bypassCustomProtocolHandlers =
        or(init.bypassCustomProtocolHandlers, from.bypassCustomProtocolHandlers);
    if (body != null && (method.equals("GET") || method.equals("HEAD"))) {
      throw new IllegalArgumentException("Request with GET/HEAD method cannot have body.");
    }
    Headers given = or(init.headers, from.headers);
    String type = init.body == null ? null : init.body.contentType();
    if (type != null && !given.has("content-type")) {
      given = Headers.view(given.copy().append("Content-Type", type).toHeaderList());
    }
    this.headers = given;
  }

  /**
   * A GET request.
   *
   * @throws dev.valence.net.url.InvalidUrlException (an IllegalArgumentException) when the text is
   *     no absolute URL
   * @throws IllegalArgumentException when it has a user name or password, or a scheme that cannot
   *     be fetched
   */
  public static Request of(String url) {
    return of(Url.parse(url));
  }

  /** As {@link #of(String)}. */
  public static Request of(Url url) {
    if (url.hasCredentials()) {
      throw new IllegalArgumentException(
          "Request cannot be constructed from a URL that includes credentials: "
              + url.scheme()
              + "://…@"
              + url.host());
    }
    return new Request(url);
  }

  /** A request with options. */
  public static Request of(String url, RequestInit init) {
    return of(url).with(init);
  }

  /**
   * This request with other options.
   *
   * @throws IllegalArgumentException for options that contradict each other
   */
  public Request with(RequestInit init) {
    return init == RequestInit.none() ? this : new Request(this, init);
  }

  private static <T> T or(@Nullable T first, T second) {
    return first != null ? first : second;
  }

  public Url url() {
    return url;
  }

  public String method() {
    return method;
  }

  /** The header fields; they cannot be changed. */
  public Headers headers() {
    return headers;
  }

  public @Nullable Body body() {
    return body;
  }

  public RedirectMode redirect() {
    return redirect;
  }

  public Credentials credentials() {
    return credentials;
  }

  public CacheMode cache() {
    return cache;
  }

  public ReferrerPolicy referrerPolicy() {
    return referrerPolicy;
  }

  public RequestPriority priority() {
    return priority;
  }

  public @Nullable AbortSignal signal() {
    return signal;
  }

  /** The limits for this request; null for those of the {@code Valence}. */
  public @Nullable Timeouts timeouts() {
    return timeouts;
  }

  /** Who sees it go over the wire; null for nobody. See {@link RequestInit.Builder#observer}. */
  public @Nullable RequestObserver observer() {
    return observer;
  }

  /** Whether handlers of the program are passed by. */
  public boolean bypassCustomProtocolHandlers() {
    return bypassCustomProtocolHandlers;
  }

  @Override
  public String toString() {
    return "Request[" + method + " " + url + "]";
  }
}
