package dev.valence.net.internal.dns.doh;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.dns.client.DnsAsker;
import dev.valence.net.internal.dns.client.DnsLimits;
import dev.valence.net.internal.dns.client.ResolverSurroundings;
import dev.valence.net.internal.dns.client.ResponseCodes;
import dev.valence.net.internal.dns.wire.DnsMessage;
import dev.valence.net.internal.dns.wire.DnsQuery;
import dev.valence.net.internal.dns.wire.DnsType;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers for DNS over HTTPS, one after the other until one answers. Confined to the network
 * thread.
 */
public final class DohClient implements DnsAsker {
  private final ResolverSurroundings around;
  private final DohServers servers;
  private final boolean secureOnly;
  private final DnsLimits limits;
  private final Supplier<DohSender> senders;
  private @Nullable DohSender sender;
  private int running;
  private boolean retired;

  /**
   * A client.
   *
   * @param secureOnly whether there is no other way to ask, so that resting servers are asked, too
   * @param senders makes the road when the first query needs it
   */
  public DohClient(
      ResolverSurroundings around,
      DohServers servers,
      boolean secureOnly,
      DnsLimits limits,
      Supplier<DohSender> senders) {
    this.around = around;
    this.servers = servers;
    this.secureOnly = secureOnly;
    this.limits = limits;
    this.senders = senders;
  }

  @Override
  public Runnable ask(byte[] name, int type, Outcome outcome) {
    // RFC 8484 §4.1: id 0, so that equal queries are equal bytes.
    DnsQuery query = DnsQuery.of(0, name, type, DnsQuery.Extras.EDNS_PADDED);
    Question question = new Question(query, type, servers.inOrder(secureOnly), outcome);
    running++;
    question.start();
    return question::giveUp;
  }

  /** Takes no further questions; connections are closed when the last one is answered. */
  public void retire() {
    retired = true;
    closeWhenDone();
  }

  private void closeWhenDone() {
    if (retired && running == 0 && sender != null) {
      sender.close();
      sender = null;
    }
  }

  private DohSender sender() {
    DohSender open = sender;
    if (open == null) {
      open = senders.get();
      sender = open;
    }
    return open;
  }

  /** One question on its way through the servers. */
  private final class Question {
    private final DnsQuery query;
    private final Iterator<DohServers.Server> left;
    private final Outcome outcome;
    private final NetLogWithSource log;
    private @Nullable DohExchange exchange;
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable NetException lastFailure;
    private boolean over;

    Question(DnsQuery query, int type, List<DohServers.Server> order, Outcome outcome) {
      this.query = query;
      this.left = order.iterator();
      this.outcome = outcome;
      this.log = around.netLog().newSource(NetLogSourceType.DNS_TRANSACTION);
      if (log.isCapturing()) {
        log.begin(
            NetLogEventType.DNS_TRANSACTION,
            fields -> fields.put("query_type", DnsType.name(type)).put("secure", true));
      }
    }

    void start() {
      if (!left.hasNext()) {
        NetException failure = lastFailure;
        fail(
            failure != null
                ? failure
                : new NetException(
                    NetError.DNS_SERVER_FAILED,
                    "every server for DNS over HTTPS rests after failures",
                    null));
        return;
      }
      DohServers.Server server = left.next();
      if (log.isCapturing()) {
        log.event(
            NetLogEventType.DNS_TRANSACTION_HTTPS_ATTEMPT,
            fields -> fields.put("server", server.toString()));
      }
      DohExchange next =
          new DohExchange(
              server,
              query,
              new DohExchange.Outcome() {
                @Override
                public void onMessage(DnsMessage message) {
                  answered(server, message);
                }

                @Override
                public void onFailed(NetException error) {
                  failed(server, error);
                }
              });
      exchange = next;
      deadline =
          around
              .loop()
              .schedule(
                  () -> {
                    next.cancel();
                    failed(
                        server,
                        new NetException(
                            NetError.DNS_TIMED_OUT,
                            "no answer in time from the DNS server " + server,
                            null));
                  },
                  limits.stream().toNanos(),
                  TimeUnit.NANOSECONDS);
      next.start(sender());
    }

    private void answered(DohServers.Server server, DnsMessage message) {
      NetException refusal = ResponseCodes.failure(message.rcode(), server);
      if (refusal != null) {
        failed(server, refusal);
        return;
      }
      servers.onAnswer(server);
      if (finish()) {
        if (log.isCapturing()) {
          log.event(
              NetLogEventType.DNS_TRANSACTION_RESPONSE,
              fields ->
                  fields
                      .put("nameserver", server.toString())
                      .put("rcode", message.rcode())
                      .put("answer_count", message.answers().size()));
        }
        log.end(NetLogEventType.DNS_TRANSACTION);
        outcome.onAnswer(message);
        closeWhenDone();
      }
    }

    private void failed(DohServers.Server server, NetException error) {
      if (over) {
        return;
      }
      stopWaiting();
      servers.onFailure(server);
      lastFailure = resolutionFailure(server, error);
      start();
    }

    /** Chromium tells apart that the name of the server itself was not found. */
    private NetException resolutionFailure(DohServers.Server server, NetException error) {
      return switch (error.error()) {
        case NAME_NOT_RESOLVED, NAME_RESOLUTION_FAILED ->
            new NetException(
                NetError.DNS_SECURE_RESOLVER_HOSTNAME_RESOLUTION_FAILED,
                "the host of the DNS server " + server + " was not found",
                error);
        default -> error;
      };
    }

    private void fail(NetException error) {
      if (finish()) {
        log.endWithError(NetLogEventType.DNS_TRANSACTION, error);
        outcome.onFailed(error);
        closeWhenDone();
      }
    }

    void giveUp() {
      if (finish()) {
        log.event(NetLogEventType.CANCELLED);
        log.end(NetLogEventType.DNS_TRANSACTION);
        if (exchange != null) {
          exchange.cancel();
        }
        closeWhenDone();
      }
    }

    private void stopWaiting() {
      if (deadline != null) {
        deadline.cancel(false);
        deadline = null;
      }
    }

    private boolean finish() {
      if (over) {
        return false;
      }
      over = true;
      running--;
      stopWaiting();
      return true;
    }
  }
}
