package dev.valence.net.internal.proxy;

import dev.valence.net.internal.netlog.NetLog;
import dev.valence.net.internal.pac.PacDns;
import dev.valence.net.internal.pac.PacLimits;
import dev.valence.net.internal.pac.PacRunner;
import io.netty.channel.EventLoop;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What the search for proxies needs of the rest.
 *
 * @param blocking runs what blocks
 * @param nanoTime a clock such as {@link System#nanoTime}
 */
record ProxySurroundings(
    EventLoop loop,
    Executor blocking,
    NetLog netLog,
    PacDns dns,
    PacFetcher fetcher,
    PacLimits limits,
    Clock clock,
    LongSupplier nanoTime,
    SystemProxySettings system) {

  PacRunner newRunner() {
    return new PacRunner(loop, limits);
  }
}
