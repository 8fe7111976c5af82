package dev.valence.net.internal.netlog;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands events of the network to its observers. One for all sessions of a {@code Valence}, as
 * Chromium has one for all profiles. Thread-safe; without observers it costs one volatile read.
 */
public final class NetLog {
  /** Hears that somebody begins or ceases to listen; for what is only there while somebody does. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * What is captured has changed; asks {@link #isCapturing}.
     *
     * @param done runs, on any thread, once everything that was there before follows the change
     */
    void onCapturingChanged(Runnable done);
  }

  private final CopyOnWriteArrayList<NetLogObserver> observers = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final long originNanos = System.nanoTime();
  private final long originUnixMillis = System.currentTimeMillis();
  private final AtomicInteger lastId = new AtomicInteger();
  private volatile boolean capturing;
  private volatile boolean capturingBytes;

  /** Whether anybody listens; whoever makes parameters asks this first. */
  public boolean isCapturing() {
    return capturing;
  }

  /** Whether anybody listens who wants the bytes of sockets and bodies, too. */
  public boolean isCapturingBytes() {
    return capturingBytes;
  }

  /** When the log came to be, by {@link System#nanoTime}: no event is older. */
  long originNanos() {
    return originNanos;
  }

  /** The same moment by the clock on the wall. */
  long originUnixMillis() {
    return originUnixMillis;
  }

  /** A new source of events. It gets a number of its own when it is first spoken of. */
  public NetLogWithSource newSource(NetLogSourceType type) {
    return new NetLogWithSource(this, type);
  }

  /** The next number: no other source has it. */
  int nextId() {
    return lastId.incrementAndGet();
  }

  /** From now on the observer hears every event, on the thread on which it happens. */
  public void add(NetLogObserver observer) {
    add(observer, () -> {});
  }

  /**
   * As {@link #add(NetLogObserver)}.
   *
   * @param covered runs, on any thread, once connections that stood before are heard, too
   */
  public void add(NetLogObserver observer, Runnable covered) {
    synchronized (this) {
      observers.add(observer);
      update();
    }
    tellWatchers(covered);
  }

  /** It hears no further events; one that is being told may still be. */
  public void remove(NetLogObserver observer) {
    synchronized (this) {
      observers.remove(observer);
      update();
    }
    tellWatchers(() -> {});
  }

  /** From now on the watcher hears of changes. */
  public void watch(Watcher watcher) {
    watchers.add(watcher);
  }

  public void stopWatching(Watcher watcher) {
    watchers.remove(watcher);
  }

  private void update() {
    boolean bytes = false;
    for (NetLogObserver observer : observers) {
      bytes |= observer.captureMode().includesSocketBytes();
    }
    capturingBytes = bytes;
    capturing = !observers.isEmpty();
  }

  private void tellWatchers(Runnable done) {
    Object[] all = watchers.toArray();
    AtomicInteger left = new AtomicInteger(all.length + 1);
    Runnable oneDone =
        () -> {
          if (left.decrementAndGet() == 0) {
            done.run();
          }
        };
    for (Object watcher : all) {
      ((Watcher) watcher).onCapturingChanged(oneDone);
    }
    oneDone.run();
  }

  void tell(
      NetLogEventType type, NetLogSource source, NetLogPhase phase, NetLogParameters parameters) {
    NetLogEvent event = new NetLogEvent(type, source, phase, System.nanoTime(), parameters);
    for (NetLogObserver observer : observers) {
      observer.onEvent(event);
    }
  }
}
