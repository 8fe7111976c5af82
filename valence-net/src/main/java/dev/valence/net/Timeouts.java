package dev.valence.net;

import java.time.Duration;

/**
 * How long each phase of a request may take. {@link Duration#ZERO} means no limit. Limits are kept
 * to within 100 ms.
 *
 * @param connect name look-up done, until a TCP connection stands, and again for each answer of a
 *     proxy that is asked for a tunnel; default 30 s
 * @param tls until the TLS handshake is done, with the server or with a proxy; default 30 s
 * @param responseHeaders from the request's last byte to the head of the response; default no limit
 * @param idleBody the longest silence within a response body that the reader waits for; default no
 *     limit
 */
public record Timeouts(
    Duration connect, Duration tls, Duration responseHeaders, Duration idleBody) {
  /** Chromium's habit: connecting ends, a slow server may take its time. */
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ZERO, Duration.ZERO);

  /**
   * @throws IllegalArgumentException when a duration is negative
   */
  public Timeouts {
    check("connect", connect);
    check("tls", tls);
    check("responseHeaders", responseHeaders);
    check("idleBody", idleBody);
  }

  /** The same limits with another one for connecting. */
  public Timeouts withConnect(Duration limit) {
    return new Timeouts(limit, tls, responseHeaders, idleBody);
  }

  /** The same limits with another one for the TLS handshake. */
  public Timeouts withTls(Duration limit) {
    return new Timeouts(connect, limit, responseHeaders, idleBody);
  }

  /** The same limits with another one for the wait for a response's head. */
  public Timeouts withResponseHeaders(Duration limit) {
    return new Timeouts(connect, tls, limit, idleBody);
  }

  /** The same limits with another one for silence within a body. */
  public Timeouts withIdleBody(Duration limit) {
    return new Timeouts(connect, tls, responseHeaders, limit);
  }

  private static void check(String name, Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException(
          "time-out " + name + " must not be negative: " + limit + "; zero means no limit");
    }
  }
}
