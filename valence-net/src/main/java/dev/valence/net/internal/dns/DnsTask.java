package dev.valence.net.internal.dns;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.dns.DnsQueryType;
import dev.valence.net.internal.dns.client.DnsAsker;
import dev.valence.net.internal.dns.wire.DnsAnswer;
import dev.valence.net.internal.dns.wire.DnsFormatException;
import dev.valence.net.internal.dns.wire.DnsMessage;
import dev.valence.net.internal.dns.wire.DnsName;
import dev.valence.net.internal.dns.wire.DnsType;
import dev.valence.net.internal.dns.wire.HttpsRecord;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks DNS for addresses and HTTPS records at the same time (Chromium's {@code
 * HostResolverDnsTask}). Addresses come in the order AAAA, A.
 */
final class DnsTask implements LookupTask {
  /** How much longer addresses wait for the HTTPS record ({@code kUseDnsHttpsSvcb…ExtraTime}). */
  private static final long EXTRA_MILLIS = 300;

  /** Which names to ask for, one after the other until one has addresses. */
  interface Names {
    void of(String host, NamesReader reader);
  }

  /** Takes the names, once. */
  interface NamesReader {
    void onNames(List<String> names, @Nullable NetException failure);
  }

  private final DnsAsker asker;
  private final EventLoop loop;
  private final Names names;

  DnsTask(DnsAsker asker, EventLoop loop, Names names) {
    this.asker = asker;
    this.loop = loop;
    this.names = names;
  }

  @Override
  public Runnable start(HostQuestion question, Consumer<HostAnswer> done) {
    Search search = new Search(question, done);
    names.of(question.host(), search);
    return search::giveUp;
  }

  /** One name after the other. */
  private final class Search implements NamesReader {
    private final HostQuestion question;
    private final Consumer<HostAnswer> done;
    private Iterator<String> left = List.<String>of().iterator();
    private @Nullable Round round;
    private boolean over;

    Search(HostQuestion question, Consumer<HostAnswer> done) {
      this.question = question;
      this.done = done;
    }

    @Override
    public void onNames(List<String> candidates, @Nullable NetException failure) {
      if (over) {
        return;
      }
      if (failure != null) {
        finish(HostAnswer.failed(failure, 0));
        return;
      }
      left = candidates.iterator();
      next(null);
    }

    private void next(@Nullable HostAnswer last) {
      if (over) {
        return;
      }
      boolean notFound =
          last == null
              || (last.failure() != null && last.failure().error() == NetError.NAME_NOT_RESOLVED);
      if (last != null && (!notFound || !left.hasNext())) {
        finish(last);
        return;
      }
      Round next = new Round(question, left.next(), this::next);
      round = next;
      next.start();
    }

    private void finish(HostAnswer answer) {
      over = true;
      done.accept(answer);
    }

    void giveUp() {
      over = true;
      if (round != null) {
        round.giveUp();
      }
    }
  }

  /** All questions about one name. */
  private final class Round {
    private final HostQuestion question;
    private final String name;
    private final Consumer<HostAnswer> done;
    private final List<Runnable> running = new ArrayList<>(3);
    private final List<InetAddress> ipv4 = new ArrayList<>();
    private final List<InetAddress> ipv6 = new ArrayList<>();
    private List<HttpsRecord> services = List.of();
    private @Nullable NetException failure;
    private @Nullable ScheduledFuture<?> extraTime;
    private long ttl = Long.MAX_VALUE;
    private long negativeTtl = Long.MAX_VALUE;
    private int addressesLeft;
    private boolean serviceLeft;
    private boolean over;

    Round(HostQuestion question, String name, Consumer<HostAnswer> done) {
      this.question = question;
      this.name = name;
      this.done = done;
    }

    void start() {
      byte[] wire = DnsName.bytes(name);
      if (wire == null) {
        finish(HostAnswer.failed(noName(), 0));
        return;
      }
      List<DnsQueryType> types = question.types();
      byte @Nullable [] serviceWire =
          question.servicePort() == 0 ? null : DnsName.bytes(question.serviceName(name));
      addressesLeft = types.size();
      serviceLeft = serviceWire != null;
      for (DnsQueryType type : types) {
        ask(wire, type == DnsQueryType.A ? DnsType.A : DnsType.AAAA, name);
      }
      if (serviceWire != null) {
        ask(serviceWire, DnsType.HTTPS, question.serviceName(name));
      }
    }

    private void ask(byte[] wire, int type, String asked) {
      if (over) {
        return;
      }
      running.add(
          asker.ask(
              wire,
              type,
              new DnsAsker.Outcome() {
                @Override
                public void onAnswer(DnsMessage message) {
                  answered(message, type, asked);
                }

                @Override
                public void onFailed(NetException error) {
                  failed(error, type);
                }
              }));
    }

    private void answered(DnsMessage message, int type, String asked) {
      DnsAnswer answer;
      try {
        answer = DnsAnswer.of(message, DnsName.canonical(asked), type);
      } catch (DnsFormatException e) {
        failed(
            new NetException(NetError.DNS_MALFORMED_RESPONSE, asked + ": " + e.getMessage(), e),
            type);
        return;
      }
      if (type == DnsType.HTTPS) {
        services = answer.services();
        serviceLeft = false;
      } else {
        (type == DnsType.A ? ipv4 : ipv6).addAll(answer.addresses());
        if (answer.isEmpty()) {
          negativeTtl = Math.min(negativeTtl, answer.ttl());
        }
        addressesLeft--;
      }
      if (!answer.isEmpty()) {
        ttl = Math.min(ttl, answer.ttl());
      }
      finishWhenDone();
    }

    /** Without an HTTPS record a host can be reached all the same. */
    private void failed(NetException error, int type) {
      if (type == DnsType.HTTPS) {
        serviceLeft = false;
      } else {
        failure = error;
        addressesLeft--;
      }
      finishWhenDone();
    }

    private void finishWhenDone() {
      if (over || addressesLeft > 0) {
        return;
      }
      if (serviceLeft && !isEmpty()) {
        if (extraTime == null) {
          extraTime =
              loop.schedule(
                  () -> {
                    serviceLeft = false;
                    finishWhenDone();
                  },
                  EXTRA_MILLIS,
                  TimeUnit.MILLISECONDS);
        }
        return;
      }
      finish(answer());
    }

    private boolean isEmpty() {
      return ipv4.isEmpty() && ipv6.isEmpty();
    }

    private HostAnswer answer() {
      if (isEmpty()) {
        return failure != null
            ? HostAnswer.failed(failure, 0)
            : HostAnswer.failed(
                new NetException(
                    NetError.NAME_NOT_RESOLVED, "DNS has no address of \"" + name + "\"", null),
                Lifetimes.ofNotFound(negativeTtl));
      }
      List<InetAddress> addresses = new ArrayList<>(ipv6);
      addresses.addAll(ipv4);
      return new HostAnswer(List.copyOf(addresses), services, null, Lifetimes.ofFound(ttl));
    }

    private NetException noName() {
      return new NetException(
          NetError.NAME_NOT_RESOLVED, "\"" + name + "\" is no name that DNS can have", null);
    }

    private void finish(HostAnswer answer) {
      giveUp();
      done.accept(answer);
    }

    void giveUp() {
      over = true;
      if (extraTime != null) {
        extraTime.cancel(false);
      }
      running.forEach(Runnable::run);
      running.clear();
    }
  }
}
