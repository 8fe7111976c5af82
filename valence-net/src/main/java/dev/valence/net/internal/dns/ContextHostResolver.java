package dev.valence.net.internal.dns;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.dns.AddressFamily;
import dev.valence.net.dns.HostCacheUsage;
import dev.valence.net.dns.HostResolver;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedEndpoint;
import dev.valence.net.dns.ResolvedHost;
import dev.valence.net.internal.dns.client.DnsLimits;
import dev.valence.net.internal.dns.client.ResolverSurroundings;
import dev.valence.net.internal.dns.doh.DohSender;
import dev.valence.net.internal.netlog.NetLogSourceType;
import io.netty.channel.EventLoop;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The resolver of one session: its rules, its cache, its look-ups on their way (Chromium's {@code
 * ContextHostResolver}). What it keeps is confined to the network thread; the public methods may be
 * called from any.
 */
public final class ContextHostResolver implements HostResolver {
  private static final Runnable NOTHING = () -> {};

  private final ResolverSurroundings around;
  private final EventLoop loop;
  private final HostRules processRules;
  private final SystemHostResolver system;
  private final Supplier<DohSender> senders;
  private final DnsLimits limits;
  private final HostCache cache;
  private final Map<LookupJob.Key, LookupJob> jobs = new HashMap<>();
  private volatile HostResolverConfig config;
  private HostSources sources;
  private final Set<LookupJob> running = new HashSet<>();
  private int generation;
  private boolean closed;

  /**
   * A resolver.
   *
   * @param processRules the rules of all sessions, behind those of the configuration
   * @param senders makes the road of DNS over HTTPS, when it is needed
   */
  public ContextHostResolver(
      ResolverSurroundings around,
      HostRules processRules,
      SystemHostResolver system,
      HostResolverConfig config,
      Supplier<DohSender> senders) {
    this(around, processRules, system, config, senders, DnsLimits.DEFAULT);
  }

  ContextHostResolver(
      ResolverSurroundings around,
      HostRules processRules,
      SystemHostResolver system,
      HostResolverConfig config,
      Supplier<DohSender> senders,
      DnsLimits limits) {
    this.around = around;
    this.loop = around.loop();
    this.processRules = processRules;
    this.system = system;
    this.senders = senders;
    this.limits = limits;
    this.cache = new HostCache(around.nanoClock());
    this.config = config;
    this.sources = newSources(config);
  }

  private HostSources newSources(HostResolverConfig settings) {
    return new HostSources(around, settings, system, senders, limits);
  }

  @Override
  public HostResolverConfig config() {
    return config;
  }

  @Override
  public CompletableFuture<ResolvedHost> resolve(String host, ResolveHostOptions options) {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(options, "options");
    CompletableFuture<ResolvedHost> result = new CompletableFuture<>();
    onLoop(
        result,
        () -> {
          if (result.isDone()) {
            // Given up before it began.
            return;
          }
          HostRules.Target target = rewrite(host, 0);
          Runnable leave =
              lookUp(
                  target,
                  host,
                  options,
                  0,
                  answer -> {
                    if (answer.failure() == null) {
                      result.complete(resolvedHost(answer.addresses()));
                    } else {
                      result.completeExceptionally(answer.failure());
                    }
                  });
          if (leave != NOTHING) {
            result.whenComplete(
                (found, failure) -> {
                  if (result.isCancelled()) {
                    onLoop(result, leave);
                  }
                });
          }
        });
    return result;
  }

  @Override
  public CompletableFuture<Void> clearCache() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    onLoop(
        done,
        () -> {
          forget();
          done.complete(null);
        });
    return done;
  }

  @Override
  public CompletableFuture<Void> configure(HostResolverConfig settings) {
    Objects.requireNonNull(settings, "config");
    CompletableFuture<Void> done = new CompletableFuture<>();
    config = settings;
    onLoop(
        done,
        () -> {
          HostSources before = sources;
          sources = newSources(settings);
          forget();
          before.retire();
          done.complete(null);
        });
    return done;
  }

  /** Fails what waits and refuses further look-ups. From any thread. */
  public void close() {
    onLoop(
        new CompletableFuture<Void>(),
        () -> {
          closed = true;
          for (LookupJob job : List.copyOf(running)) {
            job.abort(new NetException(NetError.CONTEXT_SHUT_DOWN));
          }
          sources.retire();
        });
  }

  private void forget() {
    generation++;
    cache.clear();
    jobs.clear();
    system.distrustJvmCache();
  }

  /** Where the rules lead: this session's first, then those of all sessions. */
  HostRules.Target rewrite(String host, int port) {
    HostRules.Target own = sources.rules().apply(host, port);
    boolean matched = own.notFound() || own.port() != port || !own.host().equals(host);
    return matched ? own : processRules.apply(host, port);
  }

  /** Whether HTTPS records can be asked for at all. */
  boolean asksForServices() {
    return sources.asksForServices();
  }

  boolean racesAddresses() {
    return sources.config().enableHappyEyeballs();
  }

  /**
   * Looks a host up, after rules, on the network thread.
   *
   * @param asked what was asked before rules, for messages
   * @param servicePort the port whose HTTPS record is wanted, too; 0 for none
   * @param done takes the answer, perhaps before this returns; failures are as the public methods
   *     tell them
   * @return gives the wait up
   */
  Runnable lookUp(
      HostRules.Target target,
      String asked,
      ResolveHostOptions options,
      int servicePort,
      Consumer<HostAnswer> done) {
    if (target.notFound()) {
      done.accept(
          failed(NetError.NAME_NOT_RESOLVED, "a host rule says that " + asked + " is not found"));
      return NOTHING;
    }
    String host = target.host();
    List<InetAddress> local = LocalNames.resolve(host);
    if (local != null) {
      List<InetAddress> wanted = SystemTask.ofType(local, options.queryType());
      done.accept(
          wanted.isEmpty()
              ? failed(
                  NetError.NAME_NOT_RESOLVED,
                  host + " has no address of the type " + options.queryType())
              : HostAnswer.found(wanted, 0));
      return NOTHING;
    }
    if (host.isEmpty() || host.length() > 254) {
      done.accept(
          failed(NetError.NAME_NOT_RESOLVED, "the name is empty or has more than 254 characters"));
      return NOTHING;
    }
    return joinJob(
        new LookupJob.Key(
            new HostQuestion(host.toLowerCase(Locale.ROOT), options.queryType(), servicePort),
            options.source(),
            sources.mode(options),
            options.cacheUsage()),
        answer -> done.accept(told(host, answer)));
  }

  private Runnable joinJob(LookupJob.Key key, Consumer<HostAnswer> waiter) {
    LookupJob shared = jobs.get(key);
    if (shared != null) {
      return shared.add(waiter);
    }
    if (closed) {
      waiter.accept(HostAnswer.failed(new NetException(NetError.CONTEXT_SHUT_DOWN), 0));
      return NOTHING;
    }
    if (key.cacheUsage() == HostCacheUsage.DISALLOWED) {
      system.distrustJvmCache();
    }
    List<LookupPlan.Step> steps =
        LookupPlan.of(
            key.source(),
            key.mode(),
            sources.config().enableBuiltInResolver(),
            LookupPlan.isMulticastName(key.question().host()));
    LookupJob job =
        new LookupJob(
            key,
            steps,
            new JobHost(sources, generation),
            around.netLog().newSource(NetLogSourceType.HOST_RESOLVER_IMPL_JOB));
    Runnable leave = job.add(waiter);
    jobs.put(key, job);
    running.add(job);
    job.start();
    return job.isOver() ? NOTHING : leave;
  }

  /**
   * What a job sees of the resolver: the configuration and the cache as they were when it began.
   */
  private final class JobHost implements LookupJob.Host {
    private final HostSources own;
    private final int begunIn;

    JobHost(HostSources own, int begunIn) {
      this.own = own;
      this.begunIn = begunIn;
    }

    @Override
    public HostSources sources() {
      return own;
    }

    @Override
    public @Nullable HostAnswer cached(HostCache.Key key, boolean stale) {
      return begunIn == generation ? cache.get(key, stale) : null;
    }

    @Override
    public void keep(HostCache.Key key, HostAnswer answer) {
      if (begunIn == generation) {
        cache.put(key, answer);
      }
    }

    @Override
    public void onOver(LookupJob job) {
      jobs.remove(job.key(), job);
      running.remove(job);
    }
  }

  private static HostAnswer failed(NetError error, String detail) {
    return HostAnswer.failed(new NetException(error, detail, null), 0);
  }

  /** The errors that callers are told; what is behind the others is told by cause and detail. */
  private static HostAnswer told(String host, HostAnswer answer) {
    NetException failure = answer.failure();
    if (failure == null) {
      return answer;
    }
    return switch (failure.error()) {
      case NAME_NOT_RESOLVED,
          INTERNET_DISCONNECTED,
          HOST_RESOLVER_QUEUE_TOO_LARGE,
          ABORTED,
          CONTEXT_SHUT_DOWN ->
          answer;
      default ->
          HostAnswer.failed(
              new NetException(
                  NetError.NAME_NOT_RESOLVED,
                  "host \"" + host + "\": " + failure.error().text() + detail(failure),
                  failure),
              0);
    };
  }

  private static String detail(NetException failure) {
    return failure.detail() == null ? "" : ", " + failure.detail();
  }

  private static ResolvedHost resolvedHost(List<InetAddress> addresses) {
    return new ResolvedHost(
        AddressOrder.interleave(addresses).stream()
            .map(address -> new ResolvedEndpoint(addressText(address), family(address)))
            .toList());
  }

  private static String addressText(InetAddress address) {
    return address instanceof Inet6Address ipv6
        ? LocalNames.text(ipv6)
        : String.valueOf(address.getHostAddress());
  }

  private static AddressFamily family(InetAddress address) {
    if (address instanceof Inet4Address) {
      return AddressFamily.IPV4;
    }
    return address instanceof Inet6Address ? AddressFamily.IPV6 : AddressFamily.UNSPEC;
  }

  private void onLoop(CompletableFuture<?> concerned, Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
      return;
    }
    try {
      loop.execute(task);
    } catch (RejectedExecutionException ended) {
      concerned.completeExceptionally(new NetException(NetError.CONTEXT_SHUT_DOWN));
    }
  }
}
