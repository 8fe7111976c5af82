package dev.valence.net.cookie;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which cookies to get, as Electron's {@code cookies.get(filter)} takes it: all conditions must
 * hold, an empty filter gives every cookie. Immutable.
 */
public final class CookieFilter {
  private static final CookieFilter ALL = builder().build();

  private final @Nullable String url;
  private final @Nullable String name;
  private final @Nullable String domain;
  private final @Nullable String path;
  private final @Nullable Boolean secure;
  private final @Nullable Boolean session;
  private final @Nullable Boolean httpOnly;

  private CookieFilter(Builder builder) {
    this.url = builder.url;
    this.name = builder.name;
    this.domain = builder.domain;
    this.path = builder.path;
    this.secure = builder.secure;
    this.session = builder.session;
    this.httpOnly = builder.httpOnly;
  }

  /** The filter that every cookie passes. */
  public static CookieFilter all() {
    return ALL;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Only cookies that a request for this URL could carry; null or empty for any. */
  public @Nullable String url() {
    return url;
  }

  /** Whether the cookie passes every condition but {@link #url()}. */
  boolean matches(Cookie cookie) {
    return (name == null || name.equals(cookie.name()))
        && (path == null || path.equals(cookie.path()))
        && (domain == null || CookieMatcher.domainMatches(cookie.domain(), domain))
        && (secure == null || secure == cookie.secure())
        && (session == null || session == cookie.session())
        && (httpOnly == null || httpOnly == cookie.httpOnly());
  }

  /** Collects the conditions. */
  public static final class Builder {
    private @Nullable String url;
    private @Nullable String name;
    private @Nullable String domain;
    private @Nullable String path;
    private @Nullable Boolean secure;
    private @Nullable Boolean session;
    private @Nullable Boolean httpOnly;

    private Builder() {}

    /** Cookies for this URL: host, path and {@code Secure} must fit, ports are ignored. */
    public Builder url(String url) {
      this.url = url;
      return this;
    }

    /** Cookies of exactly this name. */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /** Cookies that a host of this name gets: its own and those of its parent domains. */
    public Builder domain(String domain) {
      this.domain = domain.toLowerCase(Locale.ROOT);
      return this;
    }

    /** Cookies of exactly this path. */
    public Builder path(String path) {
      this.path = path;
      return this;
    }

    /** Cookies with, or without, {@code Secure}. */
    public Builder secure(boolean secure) {
      this.secure = secure;
      return this;
    }

    /** Session cookies, or persistent ones. */
    public Builder session(boolean session) {
      this.session = session;
      return this;
    }

    /** Cookies with, or without, {@code HttpOnly}. */
    public Builder httpOnly(boolean httpOnly) {
      this.httpOnly = httpOnly;
      return this;
    }

    public CookieFilter build() {
      return new CookieFilter(this);
    }
  }
}
