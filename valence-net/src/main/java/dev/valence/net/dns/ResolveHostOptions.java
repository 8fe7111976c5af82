package dev.valence.net.dns;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How to look one host up (Electron's {@code ResolveHostOptions}). Immutable. */
public final class ResolveHostOptions {
  private static final ResolveHostOptions DEFAULTS = builder().build();

  private final @Nullable DnsQueryType queryType;
  private final HostResolverSource source;
  private final HostCacheUsage cacheUsage;
  private final SecureDnsPolicy secureDnsPolicy;

  private ResolveHostOptions(Builder from) {
    this.queryType = from.queryType;
    this.source = from.source;
    this.cacheUsage = from.cacheUsage;
    this.secureDnsPolicy = from.secureDnsPolicy;
  }

  /** Both kinds of addresses, from any source, fresh answers of the cache included. */
  public static ResolveHostOptions defaults() {
    return DEFAULTS;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Which addresses are wanted; null for both kinds. */
  public @Nullable DnsQueryType queryType() {
    return queryType;
  }

  public HostResolverSource source() {
    return source;
  }

  public HostCacheUsage cacheUsage() {
    return cacheUsage;
  }

  public SecureDnsPolicy secureDnsPolicy() {
    return secureDnsPolicy;
  }

  @Override
  public String toString() {
    return "ResolveHostOptions[queryType="
        + (queryType == null ? "unset" : queryType.wireName())
        + ", source="
        + source.wireName()
        + ", cacheUsage="
        + cacheUsage.wireName()
        + ", secureDnsPolicy="
        + secureDnsPolicy.wireName()
        + "]";
  }

  /** Collects options. Each has a second form that takes Electron's name and refuses others. */
  public static final class Builder {
    private @Nullable DnsQueryType queryType;
    private HostResolverSource source = HostResolverSource.ANY;
    private HostCacheUsage cacheUsage = HostCacheUsage.ALLOWED;
    private SecureDnsPolicy secureDnsPolicy = SecureDnsPolicy.ALLOW;

    private Builder() {}

    public Builder queryType(DnsQueryType value) {
      queryType = Objects.requireNonNull(value, "queryType");
      return this;
    }

    /** As {@link #queryType(DnsQueryType)}, by name. */
    public Builder queryType(String name) {
      return queryType(DnsQueryType.ofWireName(name));
    }

    public Builder source(HostResolverSource value) {
      source = Objects.requireNonNull(value, "source");
      return this;
    }

    /** As {@link #source(HostResolverSource)}, by name. */
    public Builder source(String name) {
      return source(HostResolverSource.ofWireName(name));
    }

    public Builder cacheUsage(HostCacheUsage value) {
      cacheUsage = Objects.requireNonNull(value, "cacheUsage");
      return this;
    }

    /** As {@link #cacheUsage(HostCacheUsage)}, by name. */
    public Builder cacheUsage(String name) {
      return cacheUsage(HostCacheUsage.ofWireName(name));
    }

    public Builder secureDnsPolicy(SecureDnsPolicy value) {
      secureDnsPolicy = Objects.requireNonNull(value, "secureDnsPolicy");
      return this;
    }

    /** As {@link #secureDnsPolicy(SecureDnsPolicy)}, by name. */
    public Builder secureDnsPolicy(String name) {
      return secureDnsPolicy(SecureDnsPolicy.ofWireName(name));
    }

    public ResolveHostOptions build() {
      return new ResolveHostOptions(this);
    }
  }
}
