package dev.valence.net.internal.pool;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetTimeoutException;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.netlog.SocketRecord;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Happy eyeballs (RFC 8305 §5): addresses are tried in order, each next one when the one before has
 * failed or, in a race, has taken 250 ms; the first connection wins and the others are closed.
 * Confined to the network thread.
 */
final class AddressRace {
  /** The connection attempt delay of RFC 8305 §5, as Chromium has it. */
  private static final long HEAD_START_MILLIS = 250;

  /** Hears the outcome, once. */
  interface Outcome {
    void onConnected(Channel channel);

    void onFailed(NetException error);

    /** For whom the race is run, in the net log. */
    NetLogWithSource log();
  }

  private final Bootstrap bootstrap;
  private final EventLoop loop;
  private final List<InetSocketAddress> addresses;
  private final boolean race;
  private final Duration limit;
  private final Outcome outcome;
  private final List<ChannelFuture> attempts = new ArrayList<>(2);
  private @Nullable ScheduledFuture<?> nextAttempt;
  private @Nullable ScheduledFuture<?> deadline;
  private @Nullable Throwable lastFailure;
  private int next;
  private int failed;
  private boolean over;

  AddressRace(
      Bootstrap bootstrap,
      EventLoop loop,
      List<InetSocketAddress> addresses,
      boolean race,
      Duration limit,
      Outcome outcome) {
    this.bootstrap = bootstrap;
    this.loop = loop;
    this.addresses = addresses;
    this.race = race;
    this.limit = limit;
    this.outcome = outcome;
  }

  void start() {
    if (addresses.isEmpty()) {
      over = true;
      outcome.onFailed(new NetException(NetError.NAME_NOT_RESOLVED, "no address", null));
      return;
    }
    if (outcome.log().isCapturing()) {
      outcome
          .log()
          .begin(
              NetLogEventType.TCP_CONNECT,
              fields ->
                  fields.put("address_list", addresses.stream().map(SocketRecord::text).toList()));
    }
    if (!limit.isZero()) {
      deadline = loop.schedule(this::onDeadline, limit.toMillis(), TimeUnit.MILLISECONDS);
    }
    tryNext();
  }

  /** Gives up without an answer. */
  void cancel() {
    finish(null);
  }

  private void tryNext() {
    if (over || next == addresses.size()) {
      return;
    }
    InetSocketAddress address = addresses.get(next++);
    ChannelFuture attempt = bootstrap.connect(address);
    attempts.add(attempt);
    NetLogWithSource log = SocketRecord.begin(attempt.channel(), outcome.log()).log();
    if (log.isCapturing()) {
      log.begin(
          NetLogEventType.TCP_CONNECT_ATTEMPT,
          fields -> fields.put("address", SocketRecord.text(address)));
    }
    if (race && next < addresses.size()) {
      nextAttempt = loop.schedule(this::tryNext, HEAD_START_MILLIS, TimeUnit.MILLISECONDS);
    }
    attempt.addListener(done -> onAttemptDone(attempt));
  }

  private void onAttemptDone(ChannelFuture attempt) {
    SocketRecord socket = SocketRecord.of(attempt.channel());
    if (socket != null && socket.log().isCapturing()) {
      logAttempt(socket.log(), attempt);
    }
    if (over) {
      attempt.channel().close();
      return;
    }
    if (attempt.isSuccess()) {
      finish(attempt);
      outcome.onConnected(attempt.channel());
      return;
    }
    lastFailure = attempt.cause();
    if (++failed == addresses.size()) {
      finish(null);
      outcome.onFailed(toNetException(lastFailure));
    } else if (next < addresses.size()) {
      if (nextAttempt != null) {
        nextAttempt.cancel(false);
      }
      tryNext();
    }
  }

  private void logAttempt(NetLogWithSource log, ChannelFuture attempt) {
    if (attempt.isSuccess()) {
      Channel channel = attempt.channel();
      log.end(
          NetLogEventType.TCP_CONNECT_ATTEMPT,
          fields ->
              fields
                  .put("local_address", SocketRecord.text(channel.localAddress()))
                  .put("remote_address", SocketRecord.text(channel.remoteAddress())));
    } else {
      NetException reason =
          attempt.isCancelled() || over
              ? new NetException(NetError.ABORTED)
              : toNetException(attempt.cause());
      log.endWithError(NetLogEventType.TCP_CONNECT_ATTEMPT, reason);
    }
  }

  private void onDeadline() {
    if (!over) {
      finish(null);
      outcome.onFailed(new NetTimeoutException(NetTimeoutException.Phase.CONNECT, limit));
    }
  }

  private void finish(@Nullable ChannelFuture winner) {
    if (!over) {
      outcome.log().end(NetLogEventType.TCP_CONNECT);
    }
    over = true;
    if (nextAttempt != null) {
      nextAttempt.cancel(false);
    }
    if (deadline != null) {
      deadline.cancel(false);
    }
    for (ChannelFuture attempt : attempts) {
      if (attempt != winner) {
        attempt.channel().close();
      }
    }
  }

  private NetException toNetException(@Nullable Throwable failure) {
    String tried = "tried " + addresses;
    if (failure instanceof NoRouteToHostException) {
      return new NetException(NetError.ADDRESS_UNREACHABLE, tried, failure);
    }
    String text = failure == null ? "" : String.valueOf(failure.getMessage());
    if (text.contains("unreachable")) {
      return new NetException(NetError.ADDRESS_UNREACHABLE, tried, failure);
    }
    if (text.contains("timed out")) {
      return new NetException(NetError.CONNECTION_TIMED_OUT, tried, failure);
    }
    if (text.contains("reset")) {
      return new NetException(NetError.CONNECTION_RESET, tried, failure);
    }
    if (text.contains("Too many open files")) {
      return new NetException(
          NetError.INSUFFICIENT_RESOURCES,
          "too many open files; raise the limit of file descriptors",
          failure);
    }
    if (failure instanceof ConnectException || text.contains("refused")) {
      return new NetException(NetError.CONNECTION_REFUSED, tried, failure);
    }
    return new NetException(NetError.CONNECTION_FAILED, tried, failure);
  }
}
