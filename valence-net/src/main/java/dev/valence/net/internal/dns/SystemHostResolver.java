package dev.valence.net.internal.dns;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the operating system (getaddrinfo, through {@link InetAddress}). The blocking calls run on a
 * few daemon threads of its own, started when needed; equal look-ups in flight are one; answers are
 * kept for a short time. Thread-safe.
 */
public final class SystemHostResolver implements HostResolver, AutoCloseable {
  /** How many look-ups run at a time. */
  static final int MAX_THREADS = 8;

  /** How many different hosts may wait for a thread before further ones are refused. */
  static final int MAX_WAITING = 4096;

  // RFC 1035 §2.3.4: 253 characters in text form, and one for a trailing dot.
  private static final int MAX_NAME_LENGTH = 254;

  /** The blocking look-up. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] addressesOf(String host) throws UnknownHostException;
  }

  private final Lookup lookup;
  private final ThreadPoolExecutor threads;
  private final Object lock = new Object();
  private final Map<String, Flight> inFlight = new HashMap<>();
  private final AddressCache cache;

  /** Uses the operating system and the system's clock. */
  public SystemHostResolver() {
    this(InetAddress::getAllByName, System::nanoTime);
  }

  SystemHostResolver(Lookup lookup, LongSupplier nanoClock) {
    this.lookup = lookup;
    this.cache = new AddressCache(nanoClock);
    this.threads =
        new ThreadPoolExecutor(
            MAX_THREADS,
            MAX_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, "valence-resolver");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public CompletableFuture<List<InetAddress>> resolve(String host) {
    List<InetAddress> local = LocalNames.resolve(host);
    if (local != null) {
      return CompletableFuture.completedFuture(local);
    }
    if (host.isEmpty() || host.length() > MAX_NAME_LENGTH) {
      return CompletableFuture.failedFuture(notResolved(host, "the name is empty or too long"));
    }
    String key = host.toLowerCase(Locale.ROOT);
    synchronized (lock) {
      AddressCache.Answer cached = cache.get(key);
      if (cached != null) {
        return cached.failure() == null
            ? CompletableFuture.completedFuture(cached.addresses())
            : CompletableFuture.failedFuture(cached.failure());
      }
      Flight flight = inFlight.get(key);
      if (flight == null) {
        flight = new Flight(key);
        try {
          threads.execute(flight);
        } catch (RejectedExecutionException e) {
          return CompletableFuture.failedFuture(refused(host, e));
        }
        inFlight.put(key, flight);
      }
      return flight.board();
    }
  }

  /** Forgets all answers; look-ups in flight are not disturbed, and not remembered either. */
  public void clearCache() {
    synchronized (lock) {
      cache.clear();
      inFlight.clear();
    }
  }

  /** Refuses further look-ups; those in flight still answer. */
  @Override
  public void close() {
    threads.shutdown();
  }

  private NetException refused(String host, RejectedExecutionException cause) {
    return threads.isShutdown()
        ? new NetException(NetError.ABORTED, "the resolver is closed", cause)
        : new NetException(
            NetError.HOST_RESOLVER_QUEUE_TOO_LARGE,
            "more than " + MAX_WAITING + " hosts wait to be resolved; refused " + host,
            cause);
  }

  private static NetException notResolved(String host, @Nullable String why) {
    return new NetException(
        NetError.NAME_NOT_RESOLVED,
        "host \"" + host + "\"" + (why == null ? "" : ": " + why),
        null);
  }

  /** One look-up and all who wait for it. */
  private final class Flight implements Runnable {
    private final String host;
    private final CompletableFuture<List<InetAddress>> landing = new CompletableFuture<>();
    private int passengers; // guarded by lock

    Flight(String host) {
      this.host = host;
    }

    /** A future of its own for one caller, so that cancelling it leaves the others alone. */
    CompletableFuture<List<InetAddress>> board() {
      passengers++;
      CompletableFuture<List<InetAddress>> seat = new CompletableFuture<>();
      landing.whenComplete(
          (addresses, failure) -> {
            if (failure == null) {
              seat.complete(addresses);
            } else {
              seat.completeExceptionally(failure);
            }
          });
      seat.whenComplete(
          (addresses, failure) -> {
            if (seat.isCancelled()) {
              leave();
            }
          });
      return seat;
    }

    private void leave() {
      synchronized (lock) {
        if (--passengers == 0) {
          inFlight.remove(host, this);
          threads.remove(this);
        }
      }
    }

    @Override
    public void run() {
      AddressCache.Answer answer = ask();
      synchronized (lock) {
        // Not there any more: the cache was cleared, or all have left; such an answer is not kept.
        if (inFlight.remove(host, this)) {
          cache.put(host, answer);
        }
      }
      if (answer.failure() == null) {
        landing.complete(answer.addresses());
      } else {
        landing.completeExceptionally(answer.failure());
      }
    }

    private AddressCache.Answer ask() {
      try {
        List<InetAddress> addresses = List.of(lookup.addressesOf(host));
        return addresses.isEmpty()
            ? AddressCache.Answer.failed(notResolved(host, "no address"))
            : AddressCache.Answer.found(addresses);
      } catch (UnknownHostException | SecurityException e) {
        return AddressCache.Answer.failed(notResolved(host, null));
      } catch (RuntimeException e) {
        return AddressCache.Answer.failed(notResolved(host, e.toString()));
      }
    }
  }
}
