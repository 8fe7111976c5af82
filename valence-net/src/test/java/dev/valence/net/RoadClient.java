package dev.valence.net;

import dev.valence.net.cookie.CookieStore;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.internal.cache.CacheStore;
import dev.valence.net.internal.proxy.ProxyResolver;
import dev.valence.net.tls.TlsSettings;
import dev.valence.net.url.Url;
import dev.valence.testkit.TestAuthority;
import io.netty.channel.EventLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** A session's network for tests: starts requests, and waits for what becomes of them. */
public final class RoadClient implements AutoCloseable {
  private final NetworkService service;
  private final NetworkContext context;

  private RoadClient(Settings settings) {
    service = NetworkService.start(settings.hostRules);
    context =
        service.newContext(
            NetworkContextConfig.builder(settings.cookies)
                .tls(settings.tls)
                .userAgent("RoadClient/1")
                .pool(settings.pool)
                .hostResolver(settings.hostResolver)
                .folder(settings.folder)
                .cacheStore(settings.cacheStore)
                .clock(settings.clock)
                .cacheLockTimeout(settings.cacheLockTimeout)
                .build(),
            settings.proxies);
  }

  /** What a client is made of; every field has a default. */
  public static final class Settings {
    private CookieStore cookies = CookieStore.inMemory();
    private TlsSettings tls =
        TlsSettings.builder()
            .systemRoots(false)
            .extraRoot(TestAuthority.shared().certificate())
            .build();
    private PoolLimits pool = PoolLimits.DEFAULT;
    private String hostRules = "";
    private HostResolverConfig hostResolver = HostResolverConfig.defaults();
    private Path folder;
    private Function<EventLoop, CacheStore> cacheStore;
    private InstantSource clock = InstantSource.system();
    private Duration cacheLockTimeout = Duration.ofSeconds(20);
    private ProxyResolver proxies;

    private Settings() {}

    public Settings cookies(CookieStore store) {
      cookies = store;
      return this;
    }

    public Settings tls(TlsSettings settings) {
      tls = settings;
      return this;
    }

    public Settings pool(PoolLimits limits) {
      pool = limits;
      return this;
    }

    public Settings folder(Path value) {
      folder = value;
      return this;
    }

    /** With an HTTP cache; without this there is none. */
    public Settings cacheStore(Function<EventLoop, CacheStore> maker) {
      cacheStore = maker;
      return this;
    }

    public Settings clock(InstantSource source) {
      clock = source;
      return this;
    }

    public Settings cacheLockTimeout(Duration value) {
      cacheLockTimeout = value;
      return this;
    }

    public Settings hostRules(String rules) {
      hostRules = rules;
      return this;
    }

    public Settings hostResolver(HostResolverConfig config) {
      hostResolver = config;
      return this;
    }

    /** Null, the default, for none. */
    public Settings proxies(ProxyResolver resolver) {
      proxies = resolver;
      return this;
    }

    public RoadClient start() {
      return new RoadClient(this);
    }
  }

  /** A client with default limits that trusts the shared test authority. */
  public static RoadClient start() {
    return with().start();
  }

  public static Settings with() {
    return new Settings();
  }

  public NetworkService service() {
    return service;
  }

  public NetworkContext context() {
    return context;
  }

  /** Starts a GET. */
  public RoadCall get(String url) {
    return start(url, request -> {});
  }

  /** Starts a request that the consumer completes. */
  public RoadCall start(String url, Consumer<NetworkRequest.Builder> settings) {
    return start(url, settings, new RoadCall());
  }

  /** Starts a request whose call was made, and given its habits, before. */
  public RoadCall start(String url, Consumer<NetworkRequest.Builder> settings, RoadCall call) {
    NetworkRequest.Builder request = NetworkRequest.builder(Url.parse(url));
    settings.accept(request);
    // On the network thread, so that the call is known before anything is heard of it.
    Runnable start = () -> call.started(context, context.start(request.build(), call));
    if (context.loop().inEventLoop()) {
      start.run();
    } else {
      RoadCall.join(context.loop().submit(start));
    }
    return call;
  }

  /** Returns when the network thread has done all that was given to it before. */
  public void settle() {
    RoadCall.join(context.loop().submit(() -> {}));
  }

  @Override
  public void close() {
    try {
      context.close().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the context did not close", e);
    } finally {
      service.close();
    }
  }
}
