package dev.valence.net.cookie;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A cookie to set, as Electron's {@code cookies.set(details)} takes it. Immutable. */
public final class CookieDetails {
  private final @Nullable String url;
  private final String name;
  private final String value;
  private final String domain;
  private final String path;
  private final boolean secure;
  private final boolean httpOnly;
  private final @Nullable Instant expirationDate;
  private final SameSite sameSite;

  private CookieDetails(Builder builder) {
    this.url = builder.url;
    this.name = builder.name;
    this.value = builder.value;
    this.domain = builder.domain;
    this.path = builder.path;
    this.sameSite = builder.sameSite;
    this.secure = builder.secure != null ? builder.secure : sameSite == SameSite.NO_RESTRICTION;
    this.httpOnly = builder.httpOnly;
    this.expirationDate = builder.expirationDate;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The URL to associate the cookie with; null when it was left out. */
  public @Nullable String url() {
    return url;
  }

  public String name() {
    return name;
  }

  public String value() {
    return value;
  }

  /** Empty when left out: the cookie is of the URL's host alone. */
  public String domain() {
    return domain;
  }

  /** Empty when left out: the folder of the URL's path. */
  public String path() {
    return path;
  }

  public boolean secure() {
    return secure;
  }

  public boolean httpOnly() {
    return httpOnly;
  }

  /** Null for a session cookie. */
  public @Nullable Instant expirationDate() {
    return expirationDate;
  }

  public SameSite sameSite() {
    return sameSite;
  }

  /** Names the cookie without its value. */
  @Override
  public String toString() {
    return "CookieDetails[" + name + " for " + url + "]";
  }

  /** Collects the options; each call replaces what was given before. */
  public static final class Builder {
    private @Nullable String url;
    private String name = "";
    private String value = "";
    private String domain = "";
    private String path = "";
    private @Nullable Boolean secure;
    private boolean httpOnly;
    private @Nullable Instant expirationDate;
    private SameSite sameSite = SameSite.LAX;

    private Builder() {}

    /** The URL to associate the cookie with; needed, and its host must be the cookie's. */
    public Builder url(String url) {
      this.url = url;
      return this;
    }

    /** The name; empty by default. */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /** The value; empty by default. */
    public Builder value(String value) {
      this.value = value;
      return this;
    }

    /** The domain, widened to its subdomains; without it the URL's host alone gets the cookie. */
    public Builder domain(String domain) {
      this.domain = domain;
      return this;
    }

    /** The path; the folder of the URL's path by default. */
    public Builder path(String path) {
      this.path = path;
      return this;
    }

    /** Default: true for {@link SameSite#NO_RESTRICTION}, otherwise false. */
    public Builder secure(boolean secure) {
      this.secure = secure;
      return this;
    }

    /** Default: false. */
    public Builder httpOnly(boolean httpOnly) {
      this.httpOnly = httpOnly;
      return this;
    }

    /** When the cookie ends, at most 400 days from now; without it, a session cookie. */
    public Builder expirationDate(Instant expirationDate) {
      this.expirationDate = expirationDate;
      return this;
    }

    /** As {@link #expirationDate(Instant)}, in seconds since the epoch, with fractions. */
    public Builder expirationDate(double secondsSinceEpoch) {
      if (Double.isNaN(secondsSinceEpoch)) {
        throw new IllegalArgumentException("expirationDate is not a number");
      }
      // A cast from double saturates, so an absurd date becomes the furthest one.
      this.expirationDate = Cookie.instant((long) Math.min(secondsSinceEpoch * 1e6, 9e18));
      return this;
    }

    /** Default: {@link SameSite#LAX}. */
    public Builder sameSite(SameSite sameSite) {
      this.sameSite = sameSite;
      return this;
    }

    /**
     * As {@link #sameSite(SameSite)}, by Electron's string.
     *
     * @throws CookieException with Electron's text for an unknown string
     */
    public Builder sameSite(String wireName) {
      return sameSite(SameSite.ofWireName(wireName));
    }

    public CookieDetails build() {
      return new CookieDetails(this);
    }
  }
}
