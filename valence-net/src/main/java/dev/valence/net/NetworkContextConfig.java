package dev.valence.net;

import dev.valence.net.cookie.CookieStore;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.internal.cache.CacheStore;
import dev.valence.net.internal.cache.HttpCache;
import dev.valence.net.internal.cache.ReadyResponses;
import dev.valence.net.internal.cache.disk.DiskCacheStore;
import dev.valence.net.internal.cache.store.MemoryCacheStore;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.tls.TlsSettings;
import io.netty.channel.EventLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one network context is made of. Immutable. */
public final class NetworkContextConfig {
  private final CookieStore cookies;
  private final TlsSettings tls;
  private final String userAgent;
  private final PoolLimits pool;
  private final boolean http2PriorKnowledge;
  private final @Nullable Path folder;
  private final HostResolverConfig hostResolver;
  private final @Nullable Function<EventLoop, CacheStore> cacheStore;
  private final boolean cache;
  private final long cacheMaxBytes;
  private final InstantSource clock;
  private final Duration cacheLockTimeout;
  private final ProxyConfig proxy;

  private NetworkContextConfig(Builder from) {
    this.cookies = from.cookies;
    this.tls = from.tls;
    this.userAgent = from.userAgent;
    this.pool = from.pool;
    this.http2PriorKnowledge = from.http2PriorKnowledge;
    this.folder = from.folder;
    this.hostResolver = from.hostResolver;
    this.cacheStore = from.cacheStore;
    this.cache = from.cache;
    this.cacheMaxBytes = from.cacheMaxBytes;
    this.clock = from.clock;
    this.cacheLockTimeout = from.cacheLockTimeout;
    this.proxy = from.proxy;
  }

  /** A context with this jar and otherwise defaults. */
  public static Builder builder(CookieStore cookies) {
    return new Builder(cookies);
  }

  /** The same trust and user agent, with nothing kept and no proxies: to fetch PAC scripts. */
  NetworkContextConfig bare(TlsSettings currentTls, HostResolverConfig currentResolver) {
    return builder(CookieStore.inMemory())
        .tls(currentTls)
        .userAgent(userAgent)
        .hostResolver(currentResolver)
        .build();
  }

  /** The jar. */
  public CookieStore cookies() {
    return cookies;
  }

  /** Trust and protocol versions. */
  public TlsSettings tls() {
    return tls;
  }

  /** The value of {@code User-Agent}. */
  public String userAgent() {
    return userAgent;
  }

  /** Limits of connections. */
  public PoolLimits pool() {
    return pool;
  }

  /** Whether plain http speaks HTTP/2 without asking. */
  public boolean http2PriorKnowledge() {
    return http2PriorKnowledge;
  }

  /** Where the context keeps what outlives it; null keeps everything in memory. */
  public @Nullable Path folder() {
    return folder;
  }

  /** How host names are looked up at first; {@link NetworkContext#hostResolver} changes it. */
  public HostResolverConfig hostResolver() {
    return hostResolver;
  }

  /** What time it is: decides what is fresh. */
  public InstantSource clock() {
    return clock;
  }

  /** How long a request waits for the answer to another one for the same URL. */
  public Duration cacheLockTimeout() {
    return cacheLockTimeout;
  }

  /** Makes the HTTP cache of a context on its loop; null for none. Not for users. */
  public @Nullable Supplier<HttpCache> cache(
      EventLoop loop, Executor blocking, ReadyResponses ready) {
    Function<EventLoop, CacheStore> given = cacheStore;
    if (given == null && !cache) {
      return null;
    }
    return () ->
        new HttpCache(
            given == null ? newStore(loop, blocking) : given.apply(loop),
            clock::millis,
            cacheLockTimeout.toMillis(),
            ready);
  }

  private CacheStore newStore(EventLoop loop, Executor blocking) {
    Path in = folder;
    if (in == null) {
      return new MemoryCacheStore(
          loop, clock, cacheMaxBytes < 0 ? MemoryCacheStore.defaultLimit() : cacheMaxBytes);
    }
    return new DiskCacheStore(loop, blocking, in.resolve("Cache"), clock, cacheMaxBytes);
  }

  /** How proxies are found until that is changed. */
  public ProxyConfig proxy() {
    return proxy;
  }

  /** Collects settings. */
  public static final class Builder {
    private final CookieStore cookies;
    private TlsSettings tls = TlsSettings.defaults();
    private String userAgent = "Valence";
    private PoolLimits pool = PoolLimits.DEFAULT;
    private boolean http2PriorKnowledge;
    private @Nullable Path folder;
    private HostResolverConfig hostResolver = HostResolverConfig.defaults();
    private @Nullable Function<EventLoop, CacheStore> cacheStore;
    private boolean cache;
    private long cacheMaxBytes = -1;
    private InstantSource clock = InstantSource.system();
    private Duration cacheLockTimeout = Duration.ofMillis(HttpCache.DEFAULT_LOCK_MILLIS);
    private ProxyConfig proxy = ProxyConfig.direct();

    private Builder(CookieStore cookies) {
      this.cookies = Objects.requireNonNull(cookies, "cookies");
    }

    public Builder tls(TlsSettings value) {
      tls = Objects.requireNonNull(value, "tls");
      return this;
    }

    public Builder userAgent(String value) {
      userAgent = Objects.requireNonNull(value, "userAgent");
      return this;
    }

    public Builder pool(PoolLimits value) {
      pool = Objects.requireNonNull(value, "pool");
      return this;
    }

    /** Off by default. */
    public Builder http2PriorKnowledge(boolean on) {
      http2PriorKnowledge = on;
      return this;
    }

    /** Null, the default, for memory. */
    public Builder folder(@Nullable Path value) {
      folder = value;
      return this;
    }

    public Builder hostResolver(HostResolverConfig value) {
      hostResolver = Objects.requireNonNull(value, "hostResolver");
      return this;
    }

    /** Whether there is an HTTP cache: on disk with a folder, else in memory. Off by default. */
    public Builder cache(boolean on) {
      cache = on;
      return this;
    }

    /**
     * How much the HTTP cache may hold, in bytes, heads included; a single body an eighth of it. By
     * default what the disk has room for, at most 320 MB; 64 MB in memory.
     */
    public Builder cacheMaxBytes(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("cacheMaxBytes is negative: " + bytes);
      }
      cacheMaxBytes = bytes;
      return this;
    }

    /** Another place where responses are kept, for tests. */
    Builder cacheStore(@Nullable Function<EventLoop, CacheStore> value) {
      cacheStore = value;
      return this;
    }

    /** The system's by default. */
    public Builder clock(InstantSource value) {
      clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /** 20 seconds by default, as in Chromium; after that a request goes on without the cache. */
    public Builder cacheLockTimeout(Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException("cacheLockTimeout is negative: " + value);
      }
      cacheLockTimeout = value;
      return this;
    }

    /** No proxies by default. */
    public Builder proxy(ProxyConfig value) {
      proxy = Objects.requireNonNull(value, "proxy");
      return this;
    }

    public NetworkContextConfig build() {
      return new NetworkContextConfig(this);
    }
  }
}
