package dev.valence.net.internal.netlog;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands events of the network to its observers. One for all sessions of a {@code Valence}, as
 * Chromium has one for all profiles. Thread-safe; without observers it costs one volatile read.
 */
public final class NetLog {
  private final CopyOnWriteArrayList<NetLogObserver> observers = new CopyOnWriteArrayList<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private volatile boolean capturing;

  /** Whether anybody listens; whoever makes parameters asks this first. */
  public boolean isCapturing() {
    return capturing;
  }

  /** A new source of events, with a number of its own. */
  public NetLogWithSource newSource(NetLogSourceType type) {
    return new NetLogWithSource(
        this, new NetLogSource(type, lastId.incrementAndGet(), System.nanoTime()));
  }

  /** From now on the observer hears every event, on the thread on which it happens. */
  public synchronized void add(NetLogObserver observer) {
    observers.add(observer);
    capturing = true;
  }

  /** It hears no further events; one that is being told may still be. */
  public synchronized void remove(NetLogObserver observer) {
    observers.remove(observer);
    capturing = !observers.isEmpty();
  }

  void tell(
      NetLogEventType type, NetLogSource source, NetLogPhase phase, NetLogParameters parameters) {
    if (capturing) {
      NetLogEvent event = new NetLogEvent(type, source, phase, System.nanoTime(), parameters);
      for (NetLogObserver observer : observers) {
        observer.onEvent(event);
      }
    }
  }
}
