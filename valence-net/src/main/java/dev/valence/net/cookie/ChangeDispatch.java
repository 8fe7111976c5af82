package dev.valence.net.cookie;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of changes in order, one at a time, outside the store's lock: whoever finds no
 * one telling tells until nothing is left.
 */
final class ChangeDispatch {
  private static final Logger log = LoggerFactory.getLogger(ChangeDispatch.class);

  private record Change(Cookie cookie, CookieChangeCause cause) {}

  private final List<CookieChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Change> changes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger untold = new AtomicInteger();

  void add(CookieChangeListener listener) {
    listeners.add(listener);
  }

  void remove(CookieChangeListener listener) {
    listeners.remove(listener);
  }

  /** Notes a change; called with the store's lock held, so the order is that of the changes. */
  void note(Cookie cookie, CookieChangeCause cause) {
    changes.add(new Change(cookie, cause));
  }

  /** Tells what was noted; called without the lock. */
  void tell() {
    if (changes.isEmpty() || untold.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      for (Change change = changes.poll(); change != null; change = changes.poll()) {
        tell(change);
      }
      seen = untold.addAndGet(-seen);
    } while (seen != 0);
  }

  private void tell(Change change) {
    for (CookieChangeListener listener : listeners) {
      try {
        listener.onChanged(change.cookie(), change.cause(), change.cause().isRemoval());
      } catch (RuntimeException e) {
        log.warn("A listener of cookie changes failed", e);
      }
    }
  }
}
