package dev.valence.net.internal.dns;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the operating system (getaddrinfo, through {@link InetAddress}), for all sessions. The
 * blocking calls run on a few daemon threads of its own, started when needed; equal look-ups in
 * flight are one. Keeps nothing: that is each session's own business. Thread-safe.
 *
 * <p>The JVM keeps what getaddrinfo said, by default for 30 s, under the name letter for letter,
 * and no program may clear that. After {@link #distrustJvmCache} names are therefore asked for in
 * another mixture of upper and lower case, which is the same name to every resolver but a new one
 * to the JVM.
 */
public final class SystemHostResolver implements AutoCloseable {
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
  private final AtomicInteger caseMixture = new AtomicInteger();

  /** Uses the operating system. */
  public SystemHostResolver() {
    this(InetAddress::getAllByName);
  }

  SystemHostResolver(Lookup lookup) {
    this.lookup = lookup;
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

  /**
   * Looks a host up, off the caller's thread.
   *
   * @return completes on a thread of the resolver, with at least one address in the system's order
   *     of preference, or fails with a {@link NetException}. Cancelling it gives the wait up; a
   *     look-up that nobody waits for any more is not begun.
   */
  public CompletableFuture<List<InetAddress>> resolve(String host) {
    if (host.isEmpty() || host.length() > MAX_NAME_LENGTH) {
      return CompletableFuture.failedFuture(notResolved(host, "the name is empty or too long"));
    }
    String key = mixCase(host.toLowerCase(Locale.ROOT), caseMixture.get());
    synchronized (lock) {
      Flight flight = inFlight.get(key);
      if (flight == null) {
        flight = new Flight(key, host);
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

  /** Later look-ups are answered by the system, not out of what the JVM or another flight has. */
  public void distrustJvmCache() {
    caseMixture.incrementAndGet();
  }

  /** Letters are upper case where the bit of their number is set; a few letters repeat early. */
  static String mixCase(String lowerCase, int mixture) {
    if (mixture == 0) {
      return lowerCase;
    }
    char[] mixed = lowerCase.toCharArray();
    int letter = 0;
    for (int i = 0; i < mixed.length && letter < Integer.SIZE; i++) {
      if (mixed[i] >= 'a' && mixed[i] <= 'z') {
        if ((mixture >>> letter & 1) != 0) {
          mixed[i] -= 32;
        }
        letter++;
      }
    }
    return new String(mixed);
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
    private final String key;
    private final String host;
    private final CompletableFuture<List<InetAddress>> landing = new CompletableFuture<>();
    private int passengers; // guarded by lock

    Flight(String key, String host) {
      this.key = key;
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
          inFlight.remove(key, this);
          threads.remove(this);
        }
      }
    }

    @Override
    public void run() {
      List<InetAddress> addresses = null;
      NetException failure = null;
      try {
        addresses = ask();
      } catch (NetException e) {
        failure = e;
      }
      synchronized (lock) {
        inFlight.remove(key, this);
      }
      if (addresses != null) {
        landing.complete(addresses);
      } else {
        landing.completeExceptionally(failure);
      }
    }

    private List<InetAddress> ask() throws NetException {
      try {
        List<InetAddress> addresses = new ArrayList<>();
        for (InetAddress address : lookup.addressesOf(key)) {
          // Named as it was asked for, whatever the mixture of cases.
          addresses.add(InetAddress.getByAddress(host, address.getAddress()));
        }
        if (addresses.isEmpty()) {
          throw notResolved(host, "no address");
        }
        return List.copyOf(addresses);
      } catch (UnknownHostException | SecurityException e) {
        throw notResolved(host, null);
      } catch (RuntimeException e) {
        throw notResolved(host, e.toString());
      }
    }
  }
}
