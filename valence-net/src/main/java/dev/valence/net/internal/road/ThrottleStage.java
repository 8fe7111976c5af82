package dev.valence.net.internal.road;

import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.exchange.UpgradedBody;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.throttle.Throttle;
import dev.valence.net.internal.throttle.ThrottledBody;
import java.util.concurrent.TimeUnit;

/** The emulated line: what goes over the network goes over it; what the cache answers does not. */
final class ThrottleStage implements Stage {
  private final Throttle throttle;

  ThrottleStage(Throttle throttle) {
    this.throttle = throttle;
  }

  @Override
  public void send(Transaction transaction) {
    if (!throttle.isOn()) {
      transaction.proceed();
    } else if (throttle.isOffline()) {
      transaction.fail(offline());
    } else {
      transaction.remember(System.nanoTime());
      transaction.requestBody(throttle.upload(transaction.requestBody()));
      transaction.proceed();
    }
  }

  /** What requests hear while the emulated line is cut. */
  static NetException offline() {
    return new NetException(
        NetError.INTERNET_DISCONNECTED, "the session emulates being offline", null);
  }

  @Override
  public void receive(Transaction transaction) {
    Long sent = transaction.recall(Long.class);
    BodyStream body = transaction.body();
    UpgradedBody upgraded = body instanceof UpgradedBody stream ? throttle.stream(stream) : null;
    if (upgraded != null) {
      // It may stand longer than the line is as it is.
      transaction.body(upgraded);
    }
    if (sent == null) {
      transaction.giveBack();
      return;
    }
    ThrottledBody slow = upgraded == null ? throttle.download(body) : null;
    if (slow != null) {
      Pending exchange = transaction.pending();
      transaction.body(slow);
      // The exchange may be over long before the slow body is.
      transaction.waitFor(
          reason -> {
            if (exchange != null) {
              exchange.cancel(reason);
            }
            slow.abort(reason);
          });
    }
    long wait = throttle.latencyNanos() - (System.nanoTime() - sent);
    if (wait <= 0) {
      transaction.giveBack();
      return;
    }
    NetLogWithSource log = transaction.log();
    if (log.isCapturing()) {
      log.begin(
          NetLogEventType.DELEGATE_INFO,
          fields -> fields.put("delegate_blocked_by", "the emulated line"));
    }
    transaction
        .loop()
        .schedule(
            () -> {
              log.end(NetLogEventType.DELEGATE_INFO);
              transaction.giveBack();
            },
            wait,
            TimeUnit.NANOSECONDS);
  }
}
