package dev.valence.net.internal.proxy;

import dev.valence.net.NetworkContext;
import dev.valence.net.NetworkContextConfig;
import dev.valence.net.NetworkService;
import dev.valence.net.cookie.CookieStore;
import dev.valence.net.internal.netlog.NetLog;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.internal.pac.PacLimits;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.url.Url;
import io.netty.channel.EventLoop;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A network thread for a source of proxies, with a clock that only the test moves. */
final class SourceRig implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  private static final int WAIT_SECONDS = 30;

  private final NetworkService service = NetworkService.start("");
  private final NetworkContextConfig config =
      NetworkContextConfig.builder(CookieStore.inMemory()).build();
  private final NetworkContext first = service.newContext(config);
  private final EventLoop loop = first.loop();
  private final NetLog netLog = new NetLog();
  private final AtomicLong nanos = new AtomicLong();
  private final ProxySurroundings around;

  SourceRig(SystemProxySettings system, Executor blocking) {
    around =
        new ProxySurroundings(
            loop,
            blocking,
            netLog,
            host -> CompletableFuture.failedFuture(new UnknownHostException(host)),
            new PacFetcher(loop, this::contextOnLoop, Duration.ofSeconds(WAIT_SECONDS)),
            PacLimits.DEFAULT,
            new RigClock(),
            nanos::get,
            system);
  }

  ProxySurroundings around() {
    return around;
  }

  /** Time goes by. */
  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  Instant now() {
    return START.plusNanos(nanos.get());
  }

  /** Runs something on the network thread that calls back, and waits until it has. */
  void await(Consumer<Runnable> start) throws Exception {
    begin(start).get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** As {@link #await}, without waiting. */
  CompletableFuture<Void> begin(Consumer<Runnable> start) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(() -> start.accept(() -> done.complete(null)));
    return done;
  }

  /** Waits until the network thread has run what it was given before. */
  void settle() throws Exception {
    await(Runnable::run);
  }

  CompletableFuture<ProxyFinding> ask(ProxySource source, String url) {
    CompletableFuture<ProxyFinding> found = new CompletableFuture<>();
    loop.execute(
        () ->
            source.find(Url.parse(url), netLog.newSource(NetLogSourceType.NONE), found::complete));
    return found;
  }

  /** The proxies as a PAC result. */
  String proxies(ProxySource source, String url) throws Exception {
    return text(finding(source, url));
  }

  ProxyFinding finding(ProxySource source, String url) throws Exception {
    return ask(source, url).get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  static String text(ProxyFinding finding) {
    ProxyList list = Objects.requireNonNull(finding.proxies());
    return list.toPacString();
  }

  private NetworkContext contextOnLoop() {
    NetworkContext context = service.newContext(config);
    while (context.loop() != loop) {
      context.close();
      context = service.newContext(config);
    }
    return context;
  }

  @Override
  public void close() {
    first.close();
    service.close();
  }

  private final class RigClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("the test's zone is UTC");
    }

    @Override
    public Instant instant() {
      return now();
    }
  }
}
