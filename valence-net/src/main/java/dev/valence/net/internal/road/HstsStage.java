package dev.valence.net.internal.road;

import dev.valence.net.ResponseHead;
import dev.valence.net.internal.hsts.HstsStore;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.url.Url;

/**
 * Strict transport security (RFC 6797 §8.3): plain http to a host that asked for TLS becomes a
 * redirect to https, as in Chromium, before anything is sent.
 */
final class HstsStage implements Stage {
  private final HstsStore hosts;
  private final Runnable onNote;

  /**
   * The stage.
   *
   * @param onNote runs when a host has asked for TLS
   */
  HstsStage(HstsStore hosts, Runnable onNote) {
    this.hosts = hosts;
    this.onNote = onNote;
  }

  @Override
  public void send(Transaction transaction) {
    Url url = transaction.url();
    String host = url.host();
    boolean plain = url.scheme().equals("http") || url.scheme().equals("ws");
    if (host == null || !plain || url.isHostAnIpAddress()) {
      transaction.proceed();
    } else if (hosts.isLoaded()) {
      decide(transaction, host);
    } else {
      hosts.whenLoaded(() -> decide(transaction, host));
    }
  }

  private void decide(Transaction transaction, String host) {
    boolean upgrade = hosts.shouldUpgrade(host);
    if (transaction.log().isCapturing()) {
      transaction
          .log()
          .event(
              NetLogEventType.TRANSPORT_SECURITY_STATE_SHOULD_UPGRADE_TO_SSL,
              fields -> fields.put("host", host).put("should_upgrade_to_ssl", upgrade));
    }
    if (upgrade) {
      transaction.redirectInternally(InternalRedirect.toTls(transaction.url()), "HSTS");
    } else {
      transaction.proceed();
    }
  }

  private static boolean isTls(Url url) {
    return url.scheme().equals("https") || url.scheme().equals("wss");
  }

  @Override
  public void receive(Transaction transaction) {
    ResponseHead sent = transaction.networkHead();
    String host = transaction.url().host();
    if (sent != null && host != null && mayAsk(transaction)) {
      // RFC 6797 §8.1: only the first field counts.
      String field = sent.headers().get("strict-transport-security");
      if (field != null) {
        hosts.note(host, field);
        onNote.run();
      }
    }
    transaction.giveBack();
  }

  /** RFC 6797 §8.1: a name, over TLS, whose certificate has no error, accepted or not. */
  private static boolean mayAsk(Transaction transaction) {
    Url url = transaction.url();
    return isTls(url) && !url.isHostAnIpAddress() && !transaction.certificateError();
  }
}
