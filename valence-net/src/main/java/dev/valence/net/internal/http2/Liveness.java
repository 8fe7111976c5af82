package dev.valence.net.internal.http2;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a connection that was silent for long still works: a request on it goes with a
 * PING, and when nothing at all comes back the connection is dead ({@code
 * SpdySession::MaybeSendPrefacePing}). Confined to the network thread.
 */
final class Liveness {
  /** What the probe asks of the connection. */
  interface Port {
    void sendPing();

    void onDead();
  }

  private final EventExecutor loop;
  private final Port port;
  private final long pingAfterNanos;
  private final long pingLimitNanos;
  private long lastRead = System.nanoTime();
  private @Nullable ScheduledFuture<?> probe;

  Liveness(EventExecutor loop, Http2Limits limits, Port port) {
    this.loop = loop;
    this.port = port;
    this.pingAfterNanos = limits.pingAfter().toNanos();
    this.pingLimitNanos = limits.pingLimit().toNanos();
  }

  void onRead() {
    lastRead = System.nanoTime();
  }

  /** A request is about to be sent. */
  void beforeRequest() {
    if (pingAfterNanos > 0 && probe == null && System.nanoTime() - lastRead > pingAfterNanos) {
      port.sendPing();
      probe = loop.schedule(this::check, pingLimitNanos, TimeUnit.NANOSECONDS);
    }
  }

  void onPingAnswered() {
    stop();
  }

  void stop() {
    if (probe != null) {
      probe.cancel(false);
      probe = null;
    }
  }

  private void check() {
    if (probe == null) {
      return;
    }
    probe = null;
    long left = lastRead + pingLimitNanos - System.nanoTime();
    if (left <= 0) {
      port.onDead();
    } else {
      // Something came since: the answer may be behind it.
      probe = loop.schedule(this::check, left, TimeUnit.NANOSECONDS);
    }
  }
}
