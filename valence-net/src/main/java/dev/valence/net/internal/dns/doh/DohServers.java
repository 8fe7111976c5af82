package dev.valence.net.internal.dns.doh;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The servers and what became of them: those that answer come before those that failed lately
 * (Chromium's {@code ResolveContext}). Confined to the network thread.
 */
public final class DohServers {
  /** So many failures in a row, then a server rests. */
  static final int PATIENCE = 2;

  private static final long FIRST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_DOUBLINGS = 6;

  /** One server. */
  public static final class Server {
    private final DohTemplate template;
    private int failures;
    private long restsUntil;

    private Server(DohTemplate template) {
      this.template = template;
    }

    public DohTemplate template() {
      return template;
    }

    @Override
    public String toString() {
      return template.toString();
    }
  }

  private final List<Server> servers;
  private final LongSupplier nanoClock;

  public DohServers(List<String> templates, LongSupplier nanoClock) {
    this.servers =
        templates.stream().map(template -> new Server(DohTemplate.parse(template))).toList();
    this.nanoClock = nanoClock;
  }

  /**
   * The servers to ask, in order; those that rest come last, or, where the question may be asked in
   * the clear as well, not at all.
   */
  public List<Server> inOrder(boolean withResting) {
    long now = nanoClock.getAsLong();
    List<Server> order = new ArrayList<>(servers);
    if (!withResting) {
      order.removeIf(server -> rests(server, now));
    }
    order.sort(Comparator.comparingInt(server -> rests(server, now) ? 1 : 0));
    return order;
  }

  private static boolean rests(Server server, long now) {
    return server.failures >= PATIENCE && server.restsUntil - now > 0;
  }

  void onAnswer(Server server) {
    server.failures = 0;
  }

  void onFailure(Server server) {
    server.failures++;
    int doublings = Math.min(MOST_DOUBLINGS, Math.max(0, server.failures - PATIENCE));
    server.restsUntil = nanoClock.getAsLong() + (FIRST_REST_NANOS << doublings);
  }
}
