package dev.valence.net.cookie;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One cookie as the store keeps it. Immutable. Times have microsecond precision, as in Chromium.
 *
 * <p>Two cookies are the same cookie, one replacing the other, when name, {@link #domain()}, path
 * and partition are equal ({@link #isSameCookieAs}); {@code equals} compares every field.
 */
public final class Cookie {
  /** The expiry of a session cookie. */
  static final long NEVER = Long.MAX_VALUE;

  private final String name;
  private final String value;
  private final String domain;
  private final String path;
  private final boolean secure;
  private final boolean httpOnly;
  private final long expiryMicros;
  private final long creationMicros;
  private final long lastAccessMicros;
  private final SameSite sameSite;
  private final CookiePriority priority;
  private final CookieSourceScheme sourceScheme;
  private final @Nullable CookiePartitionKey partitionKey;

  private Cookie(Builder builder) {
    this.name = builder.name;
    this.value = builder.value;
    this.domain = builder.domain;
    this.path = builder.path;
    this.secure = builder.secure;
    this.httpOnly = builder.httpOnly;
    this.expiryMicros = builder.expiryMicros;
    this.creationMicros = builder.creationMicros;
    this.lastAccessMicros = builder.lastAccessMicros;
    this.sameSite = builder.sameSite;
    this.priority = builder.priority;
    this.sourceScheme = builder.sourceScheme;
    this.partitionKey = builder.partitionKey;
  }

  /**
   * Starts a cookie as the store keeps it; nothing is checked here. To set a cookie by Electron's
   * rules use {@link CookieDetails}.
   *
   * @param domain the canonical host, with a leading dot for a domain cookie
   * @param path begins with a slash
   */
  public static Builder builder(String name, String value, String domain, String path) {
    return new Builder(name, value, domain, path);
  }

  /** The name; may be empty. */
  public String name() {
    return name;
  }

  /** The value; a secret, so never put it into a message or a log. */
  public String value() {
    return value;
  }

  /** The host, with a leading dot when subdomains get the cookie too. */
  public String domain() {
    return domain;
  }

  /** Whether only exactly {@link #domain()} gets the cookie. */
  public boolean hostOnly() {
    return domain.isEmpty() || domain.charAt(0) != '.';
  }

  /** The path below which the cookie is sent; begins with a slash. */
  public String path() {
    return path;
  }

  public boolean secure() {
    return secure;
  }

  public boolean httpOnly() {
    return httpOnly;
  }

  /** Whether it ends with the session: it has no {@link #expirationDate()} and is not written. */
  public boolean session() {
    return expiryMicros == NEVER;
  }

  /** When the cookie ends; null for a session cookie. */
  public @Nullable Instant expirationDate() {
    return session() ? null : instant(expiryMicros);
  }

  /** When it was first set with this value. */
  public Instant creationTime() {
    return instant(creationMicros);
  }

  /** When it was last sent; exact to a minute. */
  public Instant lastAccess() {
    return instant(lastAccessMicros);
  }

  public SameSite sameSite() {
    return sameSite;
  }

  public CookiePriority priority() {
    return priority;
  }

  public CookieSourceScheme sourceScheme() {
    return sourceScheme;
  }

  /** The partition of a {@code Partitioned} cookie; null for the others. */
  public @Nullable CookiePartitionKey partitionKey() {
    return partitionKey;
  }

  /** Whether the cookie's time is over. */
  public boolean isExpired(Instant now) {
    return isExpiredAt(micros(now));
  }

  /** Whether setting one replaces the other (RFC 6265bis §5.7 step 23). */
  public boolean isSameCookieAs(Cookie other) {
    return name.equals(other.name)
        && domain.equals(other.domain)
        && path.equals(other.path)
        && Objects.equals(partitionKey, other.partitionKey);
  }

  /** A builder that starts with this cookie's fields. */
  public Builder toBuilder() {
    Builder builder = new Builder(name, value, domain, path);
    builder.secure = secure;
    builder.httpOnly = httpOnly;
    builder.expiryMicros = expiryMicros;
    builder.creationMicros = creationMicros;
    builder.lastAccessMicros = lastAccessMicros;
    builder.sameSite = sameSite;
    builder.priority = priority;
    builder.sourceScheme = sourceScheme;
    builder.partitionKey = partitionKey;
    return builder;
  }

  boolean isExpiredAt(long nowMicros) {
    return expiryMicros <= nowMicros;
  }

  /** Microseconds since the epoch, {@link #NEVER} for a session cookie. */
  long expiryMicros() {
    return expiryMicros;
  }

  long creationMicros() {
    return creationMicros;
  }

  long lastAccessMicros() {
    return lastAccessMicros;
  }

  /** Microseconds since the epoch; a time too far away becomes the nearest possible one. */
  static long micros(Instant time) {
    try {
      return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    } catch (ArithmeticException tooFar) {
      return time.isAfter(Instant.EPOCH) ? NEVER - 1 : Long.MIN_VALUE + 1;
    }
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cookie that
        && isSameCookieAs(that)
        && value.equals(that.value)
        && secure == that.secure
        && httpOnly == that.httpOnly
        && expiryMicros == that.expiryMicros
        && creationMicros == that.creationMicros
        && lastAccessMicros == that.lastAccessMicros
        && sameSite == that.sameSite
        && priority == that.priority
        && sourceScheme == that.sourceScheme;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, domain, path, partitionKey);
  }

  /** Names the cookie without its value. */
  @Override
  public String toString() {
    return "Cookie[" + name + " of " + domain + path + "]";
  }

  /** Collects the fields of a {@link Cookie}. */
  public static final class Builder {
    private final String name;
    private final String value;
    private final String domain;
    private final String path;
    private boolean secure;
    private boolean httpOnly;
    private long expiryMicros = NEVER;
    private long creationMicros;
    private long lastAccessMicros;
    private SameSite sameSite = SameSite.UNSPECIFIED;
    private CookiePriority priority = CookiePriority.MEDIUM;
    private CookieSourceScheme sourceScheme = CookieSourceScheme.UNSET;
    private @Nullable CookiePartitionKey partitionKey;

    private Builder(String name, String value, String domain, String path) {
      this.name = Objects.requireNonNull(name, "name");
      this.value = Objects.requireNonNull(value, "value");
      this.domain = Objects.requireNonNull(domain, "domain");
      this.path = Objects.requireNonNull(path, "path");
    }

    public Builder secure(boolean secure) {
      this.secure = secure;
      return this;
    }

    public Builder httpOnly(boolean httpOnly) {
      this.httpOnly = httpOnly;
      return this;
    }

    /** When the cookie ends; null makes it a session cookie, the default. */
    public Builder expirationDate(@Nullable Instant expirationDate) {
      this.expiryMicros = expirationDate == null ? NEVER : micros(expirationDate);
      return this;
    }

    /** When it was set; the store fills in the present for the epoch, the default. */
    public Builder creationTime(Instant creationTime) {
      this.creationMicros = micros(creationTime);
      return this;
    }

    public Builder lastAccess(Instant lastAccess) {
      this.lastAccessMicros = micros(lastAccess);
      return this;
    }

    public Builder sameSite(SameSite sameSite) {
      this.sameSite = sameSite;
      return this;
    }

    public Builder priority(CookiePriority priority) {
      this.priority = priority;
      return this;
    }

    public Builder sourceScheme(CookieSourceScheme sourceScheme) {
      this.sourceScheme = sourceScheme;
      return this;
    }

    public Builder partitionKey(@Nullable CookiePartitionKey partitionKey) {
      this.partitionKey = partitionKey;
      return this;
    }

    Builder expiryMicros(long micros) {
      this.expiryMicros = micros;
      return this;
    }

    Builder creationMicros(long micros) {
      this.creationMicros = micros;
      return this;
    }

    Builder lastAccessMicros(long micros) {
      this.lastAccessMicros = micros;
      return this;
    }

    public Cookie build() {
      return new Cookie(this);
    }
  }
}
