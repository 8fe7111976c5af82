package dev.valence.net.internal.dns;

import dev.valence.net.NetException;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.dns.ResolvedEndpoint;
import dev.valence.net.internal.dns.client.DnsLimits;
import dev.valence.net.internal.dns.client.ResolverSurroundings;
import dev.valence.net.internal.dns.doh.DohSender;
import dev.valence.net.internal.netlog.NetLog;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A session's resolver on a thread of its own, with a clock and a system made for the test. */
final class ResolverLab implements AutoCloseable {
  /** Patient enough for a busy machine; what shall be slow does not answer at all. */
  static final DnsLimits LIMITS = new DnsLimits(Duration.ofMillis(150), 2, Duration.ofSeconds(5));

  final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  final Map<String, List<String>> system = new ConcurrentHashMap<>();
  final List<String> systemLookups = new CopyOnWriteArrayList<>();
  final CountDownLatch gate = new CountDownLatch(1);
  final NetLog netLog = new NetLog();
  final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  final ContextHostResolver resolver;
  private final ExecutorService blocking = Executors.newCachedThreadPool();
  private final SystemHostResolver systemResolver = new SystemHostResolver(this::ask);

  ResolverLab(HostResolverConfig config) {
    this("", config);
  }

  ResolverLab(String processRules, HostResolverConfig config) {
    this(
        processRules,
        config,
        LIMITS,
        () -> {
          throw new AssertionError("no DNS over HTTPS here");
        });
  }

  ResolverLab(
      String processRules,
      HostResolverConfig config,
      DnsLimits limits,
      Supplier<DohSender> senders) {
    resolver =
        new ContextHostResolver(
            new ResolverSurroundings(
                loops.next(),
                NioSocketChannel.class,
                () -> NioDatagramChannel.class,
                blocking,
                netLog,
                clock::get),
            HostRules.parse(processRules),
            systemResolver,
            config,
            senders,
            limits);
  }

  private InetAddress[] ask(String name) throws UnknownHostException {
    String host = name.toLowerCase(Locale.ROOT);
    systemLookups.add(host);
    if (host.startsWith("slow")) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    List<String> addresses = system.get(host);
    if (addresses == null) {
      throw new UnknownHostException(host);
    }
    return addresses.stream().map(LocalNames::literal).toArray(InetAddress[]::new);
  }

  void passSeconds(long seconds) {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  /** The addresses, or the failure's text. */
  String find(String host, ResolveHostOptions options) {
    try {
      return String.join(
          " ",
          resolver.resolve(host, options).get(20, TimeUnit.SECONDS).endpoints().stream()
              .map(ResolvedEndpoint::address)
              .toList());
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause().getMessage());
    } catch (Exception e) {
      throw new AssertionError("no answer for " + host, e);
    }
  }

  String find(String host) {
    return find(host, ResolveHostOptions.defaults());
  }

  /** The failure that is told. */
  NetException failure(String host, ResolveHostOptions options) {
    return failure(resolver.resolve(host, options));
  }

  static NetException failure(CompletableFuture<?> future) {
    try {
      throw new AssertionError("it did not fail: " + future.get(20, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return (NetException) e.getCause();
    } catch (Exception e) {
      throw new AssertionError("no answer", e);
    }
  }

  /** The endpoints of a connection. */
  Endpoints endpoints(String host, int port, boolean secure) throws Exception {
    return endpoints(host, port, secure ? EndpointUse.TLS : EndpointUse.PLAIN_HTTP);
  }

  Endpoints endpoints(String host, int port, EndpointUse use) throws Exception {
    EndpointResolver endpoints = new EndpointResolver(resolver);
    CompletableFuture<Endpoints> result = new CompletableFuture<>();
    loops
        .next()
        .execute(
            () ->
                endpoints
                    .resolve(host, port, use)
                    .whenComplete(
                        (found, failure) -> {
                          if (failure == null) {
                            result.complete(found);
                          } else {
                            result.completeExceptionally(failure);
                          }
                        }));
    return result.get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    gate.countDown();
    resolver.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    systemResolver.close();
    blocking.shutdown();
  }
}
