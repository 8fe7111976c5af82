package dev.valence.net.internal.dns.client;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The built-in resolver's way to ask: name servers over UDP and, where an answer does not fit, TCP.
 * Begins with the server that answered last. Confined to the network thread.
 */
public final class DnsClient implements DnsAsker {
  private final ResolverSurroundings around;
  private final NameServers nameServers;
  private final DnsLimits limits;
  private @Nullable InetSocketAddress answeredLast;

  public DnsClient(ResolverSurroundings around, NameServers nameServers, DnsLimits limits) {
    this.around = around;
    this.nameServers = nameServers;
    this.limits = limits;
  }

  /** The settings by which it asks. */
  public NameServers nameServers() {
    return nameServers;
  }

  @Override
  public Runnable ask(byte[] name, int type, Outcome outcome) {
    Question question = new Question(name, type, outcome);
    nameServers.read(question);
    return question::giveUp;
  }

  private List<InetSocketAddress> inOrder(List<InetSocketAddress> servers) {
    InetSocketAddress first = answeredLast;
    if (first == null || !servers.contains(first) || servers.get(0).equals(first)) {
      return servers;
    }
    List<InetSocketAddress> order = new ArrayList<>(servers);
    order.remove(first);
    order.add(0, first);
    return order;
  }

  /** One question; the servers may not be known yet. */
  private final class Question implements NameServers.Reader {
    private final byte[] name;
    private final int type;
    private final Outcome outcome;
    private @Nullable DnsTransaction transaction;
    private boolean givenUp;

    Question(byte[] name, int type, Outcome outcome) {
      this.name = name;
      this.type = type;
      this.outcome = outcome;
    }

    @Override
    public void onRead(@Nullable ResolvConf settings, @Nullable NetException failure) {
      if (givenUp) {
        return;
      }
      if (settings == null) {
        outcome.onFailed(failure == null ? new NetException(NetError.FAILED) : failure);
        return;
      }
      transaction =
          new DnsTransaction(
              around,
              limits,
              inOrder(settings.servers()),
              name,
              type,
              outcome,
              server -> answeredLast = server);
      transaction.start();
    }

    void giveUp() {
      givenUp = true;
      if (transaction != null) {
        transaction.giveUp();
      }
    }
  }
}
