package dev.valence.net.internal.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests on their way to the network for what is not in the cache: whoever asks for the same
 * meanwhile waits for the head, so that many askers of a cold entry make one request. Confined to
 * the network thread.
 */
public final class CacheFlights {
  /** How the wait ended. */
  public enum Outcome {
    /** It is in the cache, and good for others. */
    STORED,
    /** It is of no use to others; each goes by itself. */
    OF_NO_USE,
    /** Whoever flew was cancelled; one of those who wait takes over. */
    TAKE_OVER
  }

  /** Who waits. */
  public interface Waiter {
    void flightOver(Outcome outcome);
  }

  private final Map<CacheKey, Flight> flights = new HashMap<>();
  private long settled;

  /** The flight for a key that is under way. */
  public @Nullable Flight find(CacheKey key) {
    return flights.get(key);
  }

  /** Begins a flight; there is none for this key. */
  public Flight begin(CacheKey key) {
    Flight flight = new Flight(key);
    if (flights.putIfAbsent(key, flight) != null) {
      throw new IllegalStateException("there is a flight for this key already");
    }
    return flight;
  }

  /** Grows whenever a flight ends: what was looked up before may have changed since. */
  public long settled() {
    return settled;
  }

  /** How many flights are under way. */
  public int size() {
    return flights.size();
  }

  /** One request on its way, and those who wait for it. */
  public final class Flight {
    private final CacheKey key;
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private boolean over;

    private Flight(CacheKey key) {
      this.key = key;
    }

    public void join(Waiter waiter) {
      waiters.add(waiter);
    }

    public void leave(Waiter waiter) {
      waiters.remove(waiter);
    }

    /** How many wait. */
    public int waiting() {
      return waiters.size();
    }

    /** Tells those who wait, in the order in which they came. Further calls do nothing. */
    public void settle(Outcome outcome) {
      if (over) {
        return;
      }
      over = true;
      settled++;
      flights.remove(key);
      List<Waiter> all = new ArrayList<>(waiters);
      for (Waiter waiter : all) {
        // One may have been cancelled by what another did.
        if (waiters.remove(waiter)) {
          waiter.flightOver(outcome);
        }
      }
    }
  }
}
