package dev.valence.net.internal.dns.client;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.dns.wire.DnsFormatException;
import dev.valence.net.internal.dns.wire.DnsMessage;
import dev.valence.net.internal.dns.wire.DnsQuery;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One question to one server: a datagram from a port of its own, with an id and letter case at
 * random (RFC 5452), then TCP where the answer was cut (RFC 7766) or did not keep the case; without
 * EDNS where the server does not understand it (RFC 6891 §7). Confined to the network thread.
 */
final class NameServerAttempt {
  /** Datagrams that are no answer, before the server is given up as flooded. */
  private static final int MAX_STRAY = 100;

  /** Hears the outcome, once, unless the attempt was closed. */
  interface Outcome {
    void onAnswer(NameServerAttempt attempt, DnsMessage message);

    void onFailed(NameServerAttempt attempt, NetException error);
  }

  private enum State {
    DATAGRAM,
    STREAM,
    DONE
  }

  private final ResolverSurroundings around;
  private final DnsLimits limits;
  private final InetSocketAddress server;
  private final byte[] name;
  private final int type;
  private final NetLogWithSource log;
  private final Outcome outcome;
  private State state = State.DATAGRAM;
  private DnsQuery query;
  private @Nullable DnsSocket socket;
  private @Nullable ScheduledFuture<?> deadline;
  private boolean plain;
  private int stray;

  NameServerAttempt(
      ResolverSurroundings around,
      DnsLimits limits,
      InetSocketAddress server,
      byte[] name,
      int type,
      NetLogWithSource log,
      Outcome outcome) {
    this.around = around;
    this.limits = limits;
    this.server = server;
    this.name = name;
    this.type = type;
    this.log = log;
    this.outcome = outcome;
    this.query = newQuery(DnsQuery.Extras.EDNS);
  }

  private DnsQuery newQuery(DnsQuery.Extras extras) {
    return DnsQuery.of(RandomBits.id(), RandomBits.mixCase(name), type, extras);
  }

  InetSocketAddress server() {
    return server;
  }

  boolean usesTcp() {
    return state == State.STREAM;
  }

  void start() {
    logAttempt(NetLogEventType.DNS_TRANSACTION_ATTEMPT);
    socket = DnsSocket.datagram(around, server, query.bytes(), this::onBytes, this::onBroken);
  }

  private void startTcp() {
    state = State.STREAM;
    closeSocket();
    logAttempt(NetLogEventType.DNS_TRANSACTION_TCP_ATTEMPT);
    query = newQuery(plain ? DnsQuery.Extras.NOTHING : DnsQuery.Extras.EDNS);
    deadline =
        around
            .loop()
            .schedule(
                () ->
                    fail(
                        new NetException(
                            NetError.DNS_TIMED_OUT,
                            "no answer in time over TCP from the DNS server " + server,
                            null)),
                limits.stream().toNanos(),
                TimeUnit.NANOSECONDS);
    socket = DnsSocket.stream(around, server, query.bytes(), this::onBytes, this::onBroken);
  }

  private void logAttempt(NetLogEventType event) {
    if (log.isCapturing()) {
      log.event(event, fields -> fields.put("nameserver", String.valueOf(server)));
    }
  }

  private void onBytes(byte[] bytes) {
    if (state == State.DONE) {
      return;
    }
    if (DnsMessage.idOf(bytes) != query.id()) {
      onStray();
      return;
    }
    DnsMessage message;
    try {
      message = DnsMessage.read(bytes);
    } catch (DnsFormatException e) {
      fail(malformed(e.getMessage(), e));
      return;
    }
    if (query.isAnsweredBy(message)) {
      onAnswer(message);
    } else if (message.isResponse() && message.questions() == 0 && isEdnsRefused(message)) {
      retryPlain();
    } else if (state == State.DATAGRAM && query.isAnsweredButForCaseBy(message)) {
      startTcp();
    } else {
      onStray();
    }
  }

  /** On a stream nobody but the server can have said it; of a datagram anybody. */
  private void onStray() {
    if (state == State.STREAM || ++stray > MAX_STRAY) {
      fail(malformed("what came is no answer to the question", null));
    }
  }

  private void onAnswer(DnsMessage message) {
    if (message.truncated()) {
      if (state == State.STREAM) {
        fail(malformed("an answer over TCP that is cut short", null));
      } else {
        startTcp();
      }
      return;
    }
    if (isEdnsRefused(message)) {
      retryPlain();
      return;
    }
    NetException refusal = ResponseCodes.failure(message.rcode(), server);
    if (refusal != null) {
      fail(refusal);
    } else {
      finish();
      outcome.onAnswer(this, message);
    }
  }

  private boolean isEdnsRefused(DnsMessage message) {
    int code = message.rcode();
    return !plain && (code == ResponseCodes.FORMAT_ERROR || code == ResponseCodes.NOT_IMPLEMENTED);
  }

  private void retryPlain() {
    plain = true;
    if (state == State.STREAM) {
      cancelDeadline();
      startTcp();
    } else {
      closeSocket();
      query = newQuery(DnsQuery.Extras.NOTHING);
      start();
    }
  }

  private void onBroken(Throwable cause) {
    fail(
        new NetException(
            NetError.DNS_SERVER_FAILED, "the DNS server " + server + " cannot be asked", cause));
  }

  private NetException malformed(@Nullable String why, @Nullable Throwable cause) {
    return new NetException(
        NetError.DNS_MALFORMED_RESPONSE, "the DNS server " + server + ": " + why, cause);
  }

  private void fail(NetException error) {
    if (state != State.DONE) {
      finish();
      outcome.onFailed(this, error);
    }
  }

  private void finish() {
    state = State.DONE;
    cancelDeadline();
    closeSocket();
  }

  /** No outcome follows. */
  void close() {
    finish();
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  private void closeSocket() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
