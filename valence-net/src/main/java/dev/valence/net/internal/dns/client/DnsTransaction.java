package dev.valence.net.internal.dns.client;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.dns.wire.DnsMessage;
import dev.valence.net.internal.dns.wire.DnsType;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One question put to several servers, each next one when the one before has failed or is slow; a
 * slow one may still answer first (Chromium's {@code DnsTransactionImpl}). Confined to the network
 * thread.
 */
final class DnsTransaction implements NameServerAttempt.Outcome {
  private enum State {
    ASKING,
    DONE
  }

  private final ResolverSurroundings around;
  private final DnsLimits limits;
  private final List<InetSocketAddress> servers;
  private final byte[] name;
  private final int type;
  private final DnsAsker.Outcome outcome;
  private final Consumer<InetSocketAddress> answered;
  private final NetLogWithSource log;
  private final List<NameServerAttempt> running = new ArrayList<>(2);
  private State state = State.ASKING;
  private int begun;
  private @Nullable ScheduledFuture<?> timer;

  DnsTransaction(
      ResolverSurroundings around,
      DnsLimits limits,
      List<InetSocketAddress> servers,
      byte[] name,
      int type,
      DnsAsker.Outcome outcome,
      Consumer<InetSocketAddress> answered) {
    this.around = around;
    this.limits = limits;
    this.servers = servers;
    this.name = name;
    this.type = type;
    this.outcome = outcome;
    this.answered = answered;
    this.log = around.netLog().newSource(NetLogSourceType.DNS_TRANSACTION);
  }

  void start() {
    if (log.isCapturing()) {
      log.begin(
          NetLogEventType.DNS_TRANSACTION,
          fields -> fields.put("query_type", DnsType.name(type)).put("secure", false));
    }
    askNext();
  }

  /** No outcome follows. */
  void giveUp() {
    if (finish()) {
      log.event(NetLogEventType.CANCELLED);
      log.end(NetLogEventType.DNS_TRANSACTION);
    }
  }

  private boolean isExhausted() {
    return begun == servers.size() * limits.rounds();
  }

  private void askNext() {
    int round = begun / servers.size();
    InetSocketAddress server = servers.get(begun % servers.size());
    begun++;
    NameServerAttempt attempt =
        new NameServerAttempt(around, limits, server, name, type, log, this);
    running.add(attempt);
    timer =
        around
            .loop()
            .schedule(this::onSlow, limits.patience().toNanos() << round, TimeUnit.NANOSECONDS);
    attempt.start();
  }

  private void onSlow() {
    if (state == State.DONE) {
      return;
    }
    if (!isExhausted()) {
      askNext();
    } else if (running.stream().noneMatch(NameServerAttempt::usesTcp)) {
      // A TCP exchange has a limit of its own.
      fail(
          new NetException(
              NetError.DNS_TIMED_OUT, "no answer in time from the DNS servers " + servers, null));
    }
  }

  @Override
  public void onAnswer(NameServerAttempt attempt, DnsMessage message) {
    if (finish()) {
      answered.accept(attempt.server());
      if (log.isCapturing()) {
        log.event(
            NetLogEventType.DNS_TRANSACTION_RESPONSE,
            fields ->
                fields
                    .put("nameserver", String.valueOf(attempt.server()))
                    .put("rcode", message.rcode())
                    .put("answer_count", message.answers().size()));
      }
      log.end(NetLogEventType.DNS_TRANSACTION);
      outcome.onAnswer(message);
    }
  }

  @Override
  public void onFailed(NameServerAttempt attempt, NetException error) {
    if (state == State.DONE) {
      return;
    }
    running.remove(attempt);
    if (!isExhausted()) {
      if (timer != null) {
        timer.cancel(false);
      }
      askNext();
    } else if (running.isEmpty()) {
      fail(error);
    }
  }

  private void fail(NetException error) {
    if (finish()) {
      log.endWithError(NetLogEventType.DNS_TRANSACTION, error);
      outcome.onFailed(error);
    }
  }

  private boolean finish() {
    if (state == State.DONE) {
      return false;
    }
    state = State.DONE;
    if (timer != null) {
      timer.cancel(false);
    }
    running.forEach(NameServerAttempt::close);
    running.clear();
    return true;
  }
}
