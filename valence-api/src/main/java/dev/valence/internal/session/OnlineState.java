package dev.valence.internal.session;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Whether the machine has a network (Chromium's {@code NetworkChangeNotifier::IsOffline}, by
 * interfaces).
 */
final class OnlineState {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Seen(boolean online, long at) {}

  private final Executor workers;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile @Nullable Seen seen;

  OnlineState(Executor workers) {
    this.workers = workers;
  }

  /**
   * What was seen last; looks itself the first time, and has a worker look again after a second.
   */
  boolean isOnline() {
    Seen last = seen;
    if (last == null) {
      last = look();
      seen = last;
    } else if (System.nanoTime() - last.at > FRESH_NANOS && looking.compareAndSet(false, true)) {
      workers.execute(
          () -> {
            seen = look();
            looking.set(false);
          });
    }
    return last.online;
  }

  private static Seen look() {
    boolean online = false;
    try {
      Enumeration<NetworkInterface> all = NetworkInterface.getNetworkInterfaces();
      for (NetworkInterface one : Collections.list(all)) {
        online |= one.isUp() && !one.isLoopback() && one.getInetAddresses().hasMoreElements();
      }
    } catch (SocketException unknown) {
      // Chromium, too, says online where it cannot tell.
      online = true;
    }
    return new Seen(online, System.nanoTime());
  }
}
