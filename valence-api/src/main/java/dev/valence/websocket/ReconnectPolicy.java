package dev.valence.websocket;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When and how often a WebSocket whose connection was lost connects again; given by {@link
 * WebSocketOptions.Builder#reconnect}. Immutable; one may serve many WebSockets.
 *
 * <p>Before attempt n it waits a random time between zero and {@code initialDelay * 2^(n-1)}, at
 * most {@code maxDelay}: exponential back-off with full jitter, so that the clients of a server
 * that restarts do not come back all at once. Attempts are counted anew once a connection was open
 * for {@code stableAfter}: a server that accepts and closes at once is not stormed.
 */
public final class ReconnectPolicy {
  /** Ends after which a server is there again, as a rule. */
  private static final Set<Integer> TRANSIENT =
      // Going away, no goodbye, service restart, try again later.
      Set.of(1001, 1006, 1012, 1013);

  /** Failures that the next connection would meet as well, or that somebody wanted. */
  private static final Set<NetError> LASTING =
      Set.of(
          NetError.CONTEXT_SHUT_DOWN,
          NetError.BLOCKED_BY_CLIENT,
          NetError.FAILED,
          NetError.WS_PROTOCOL_ERROR,
          NetError.MSG_TOO_BIG,
          NetError.DISALLOWED_URL_SCHEME,
          NetError.UNSAFE_PORT,
          NetError.SSL_PROTOCOL_ERROR,
          NetError.SSL_VERSION_OR_CIPHER_MISMATCH,
          NetError.SSL_CLIENT_AUTH_CERT_NEEDED);

  private static final ReconnectPolicy DEFAULTS = builder().build();

  private final Duration initialDelay;
  private final Duration maxDelay;
  private final int maxAttempts;
  private final Duration stableAfter;
  private final Set<Integer> closeCodes;
  private final int bufferBytes;
  private final RandomGenerator random;

  private ReconnectPolicy(Builder from) {
    this.initialDelay = from.initialDelay;
    this.maxDelay = from.maxDelay;
    this.maxAttempts = from.maxAttempts;
    this.stableAfter = from.stableAfter;
    this.closeCodes = from.closeCodes;
    this.bufferBytes = from.bufferBytes;
    this.random = from.random;
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * From 1 s to 30 s, without end, for the codes 1001, 1006, 1012 and 1013; sends in between are
   * refused.
   */
  public static ReconnectPolicy defaults() {
    return DEFAULTS;
  }

  /** How many attempts may follow each other without a stable connection. */
  public int maxAttempts() {
    return maxAttempts;
  }

  /** How long a connection has to be open for the attempts to be counted anew. */
  public Duration stableAfter() {
    return stableAfter;
  }

  /** How many bytes of messages may wait for a connection. */
  public int bufferBytes() {
    return bufferBytes;
  }

  /**
   * Whether a connection that ended so is followed by another. Of those that ended with 1006, those
   * whose failure would come again are not: bad certificates, other TLS than the server's, broken
   * frames, too long messages, what a listener or interceptor stopped, the end of the session.
   *
   * @param failure why the connection was not closed cleanly; null where it was
   */
  public boolean retries(CloseEvent end, @Nullable NetException failure) {
    return closeCodes.contains(end.code())
        && (failure == null
            || !(LASTING.contains(failure.error()) || failure.error().isCertificateError()));
  }

  /**
   * A wait before an attempt; another one at each call.
   *
   * @param attempt 1 for the first after a connection
   */
  public Duration delay(int attempt) {
    long longest = maxDelay.toNanos();
    long initial = initialDelay.toNanos();
    int doublings = attempt - 1;
    long bound =
        doublings >= Long.numberOfLeadingZeros(Math.max(1, initial)) - 1
            ? longest
            : Math.min(longest, initial << doublings);
    return Duration.ofNanos(bound == 0 ? 0 : random.nextLong(bound));
  }

  /** Collects a policy. A wrong value is refused where it is given. */
  public static final class Builder {
    private Duration initialDelay = Duration.ofSeconds(1);
    private Duration maxDelay = Duration.ofSeconds(30);
    private int maxAttempts = Integer.MAX_VALUE;
    private Duration stableAfter = Duration.ofSeconds(5);
    private Set<Integer> closeCodes = TRANSIENT;
    private int bufferBytes;
    private RandomGenerator random =
        () -> java.util.concurrent.ThreadLocalRandom.current().nextLong();

    private Builder() {}

    /** The longest wait before a first attempt; 1 s by default. */
    public Builder initialDelay(Duration value) {
      initialDelay = notNegative("initialDelay", value);
      return this;
    }

    /** The longest wait before any attempt; 30 s by default. */
    public Builder maxDelay(Duration value) {
      maxDelay = notNegative("maxDelay", value);
      return this;
    }

    /**
     * How many attempts may follow each other without a stable connection; without end by default.
     * Then the WebSocket is closed.
     */
    public Builder maxAttempts(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("maxAttempts is at least 1, not " + value);
      }
      maxAttempts = value;
      return this;
    }

    /** How long a connection has to be open for the attempts to be counted anew; 5 s by default. */
    public Builder stableAfter(Duration value) {
      stableAfter = notNegative("stableAfter", value);
      return this;
    }

    /**
     * The close codes that are followed by another connection; 1001, 1006, 1012, 1013 by default.
     */
    public Builder closeCodes(Integer... codes) {
      closeCodes = Set.of(codes);
      return this;
    }

    /**
     * How many bytes of messages may wait while there is no connection. They are sent in their
     * order when it is open again, behind what listeners of {@code open} send. Zero, the default,
     * refuses to send meanwhile, as the standard does while a WebSocket connects.
     */
    public Builder bufferBytes(int value) {
      if (value < 0) {
        throw new IllegalArgumentException("bufferBytes is not negative: " + value);
      }
      bufferBytes = value;
      return this;
    }

    /** Where the jitter comes from; any thread may ask it. For tests. */
    public Builder random(RandomGenerator value) {
      random = Objects.requireNonNull(value, "random");
      return this;
    }

    private static Duration notNegative(String name, Duration value) {
      if (value.isNegative() || value.compareTo(Duration.ofDays(365)) > 0) {
        throw new IllegalArgumentException(name + " is 0 to 365 days, not " + value);
      }
      return value;
    }

    /**
     * The policy.
     *
     * @throws IllegalArgumentException when {@code maxDelay} is less than {@code initialDelay}
     */
    public ReconnectPolicy build() {
      if (maxDelay.compareTo(initialDelay) < 0) {
        throw new IllegalArgumentException(
            "maxDelay, " + maxDelay + ", is less than initialDelay, " + initialDelay);
      }
      return new ReconnectPolicy(this);
    }
  }
}
