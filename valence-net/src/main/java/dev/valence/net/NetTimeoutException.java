package dev.valence.net;

import java.time.Duration;

/** A phase of a request took longer than its limit in {@link Timeouts}. */
public final class NetTimeoutException extends NetException {
  private static final long serialVersionUID = 1L;

  /** The phases that have a limit. */
  public enum Phase {
    CONNECT(NetError.CONNECTION_TIMED_OUT, "no TCP connection"),
    TLS(NetError.TIMED_OUT, "no TLS handshake"),
    /** The limit is that of {@link Timeouts#connect}, for each answer of the proxy. */
    TUNNEL(NetError.TIMED_OUT, "no answer of the proxy to the request for a tunnel"),
    RESPONSE_HEADERS(NetError.TIMED_OUT, "no response headers"),
    IDLE_BODY(NetError.TIMED_OUT, "no byte of the response body");

    private final NetError error;
    private final String missed;

    Phase(NetError error, String missed) {
      this.error = error;
      this.missed = missed;
    }
  }

  private final Phase phase;

  public NetTimeoutException(Phase phase, Duration limit) {
    super(phase.error, phase.missed + " within " + limit.toMillis() + " ms", null);
    this.phase = phase;
  }

  /** Which limit was passed. */
  public Phase phase() {
    return phase;
  }
}
