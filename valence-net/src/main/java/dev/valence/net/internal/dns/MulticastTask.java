package dev.valence.net.internal.dns;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.dns.DnsQueryType;
import dev.valence.net.internal.dns.client.ResolverSurroundings;
import dev.valence.net.internal.dns.multicast.MulticastQuery;
import dev.valence.net.internal.dns.multicast.MulticastRoute;
import dev.valence.net.internal.dns.wire.DnsName;
import dev.valence.net.internal.dns.wire.DnsRecord;
import dev.valence.net.internal.dns.wire.DnsType;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks everybody on the links of this machine (Chromium's {@code HostResolverMdnsTask}). */
final class MulticastTask implements LookupTask {
  private final ResolverSurroundings around;
  private final MulticastRoute.Source source;
  private final MulticastQuery.Patience patience;

  MulticastTask(
      ResolverSurroundings around, MulticastRoute.Source source, MulticastQuery.Patience patience) {
    this.around = around;
    this.source = source;
    this.patience = patience;
  }

  @Override
  public Runnable start(HostQuestion question, Consumer<HostAnswer> done) {
    Asking asking = new Asking(question, done);
    try {
      around.blocking().execute(asking::findRoutes);
    } catch (RejectedExecutionException closed) {
      done.accept(HostAnswer.failed(new NetException(NetError.CONTEXT_SHUT_DOWN), 0));
    }
    return asking::giveUp;
  }

  private final class Asking implements MulticastQuery.Outcome {
    private final HostQuestion question;
    private final Consumer<HostAnswer> done;
    private @Nullable MulticastQuery query;
    private boolean givenUp;

    Asking(HostQuestion question, Consumer<HostAnswer> done) {
      this.question = question;
      this.done = done;
    }

    void findRoutes() {
      List<MulticastRoute> routes;
      try {
        routes = source.routes();
      } catch (SocketException e) {
        routes = List.of();
      }
      List<MulticastRoute> found = routes;
      around.loop().execute(() -> ask(found));
    }

    private void ask(List<MulticastRoute> routes) {
      if (givenUp) {
        return;
      }
      byte[] wire = DnsName.bytes(question.host());
      if (wire == null || routes.isEmpty()) {
        onFailed(
            new NetException(
                NetError.NAME_NOT_RESOLVED,
                wire == null
                    ? "\"" + question.host() + "\" is no name that DNS can have"
                    : "no link of this machine carries multicast",
                null));
        return;
      }
      int[] types =
          question.types().stream()
              .mapToInt(type -> type == DnsQueryType.A ? DnsType.A : DnsType.AAAA)
              .toArray();
      query =
          new MulticastQuery(
              around, routes, patience, DnsName.canonical(question.host()), wire, types, this);
      query.start();
    }

    @Override
    public void onAnswer(List<DnsRecord> records) {
      List<InetAddress> addresses = new ArrayList<>();
      long ttl = Long.MAX_VALUE;
      for (DnsRecord record : records) {
        try {
          addresses.add(InetAddress.getByAddress(record.data()));
          ttl = Math.min(ttl, record.ttl());
        } catch (UnknownHostException wrongLength) {
          // Another answer may be right.
          continue;
        }
      }
      if (addresses.isEmpty()) {
        onFailed(new NetException(NetError.DNS_MALFORMED_RESPONSE));
      } else {
        done.accept(HostAnswer.found(addresses, Lifetimes.ofMulticast(ttl)));
      }
    }

    @Override
    public void onFailed(NetException error) {
      done.accept(HostAnswer.failed(error, 0));
    }

    void giveUp() {
      givenUp = true;
      if (query != null) {
        query.giveUp();
      }
    }
  }
}
