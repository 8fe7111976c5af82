package dev.valence.net.websocket;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits and habits of one WebSocket.
 *
 * @param maxMessageBytes the largest message taken, after decompression; a larger one ends the
 *     connection with 1009
 * @param maxFrameBytes the largest frame taken, as it is on the wire
 * @param closeTimeout how long the closing handshake may take without any progress
 * @param pingInterval how long the line may be silent before a ping is sent; when the next interval
 *     ends without a sign of life the connection has failed. Zero for no pings
 * @param compression what is offered of {@code permessage-deflate}; null offers none
 */
public record WebSocketSettings(
    int maxMessageBytes,
    long maxFrameBytes,
    Duration closeTimeout,
    Duration pingInterval,
    @Nullable PerMessageDeflate compression) {
  /** 100 MiB a message or frame, 10 s for the closing handshake, no pings, compression offered. */
  public static final WebSocketSettings DEFAULT =
      new WebSocketSettings(
          100 << 20, 100 << 20, Duration.ofSeconds(10), Duration.ZERO, PerMessageDeflate.DEFAULT);

  /** The largest message that Java can hold as one array. */
  public static final int LARGEST_MESSAGE = Integer.MAX_VALUE - 16;

  public WebSocketSettings {
    if (maxMessageBytes < 1 || maxMessageBytes > LARGEST_MESSAGE) {
      throw new IllegalArgumentException(
          "maxMessageBytes is 1 to " + LARGEST_MESSAGE + ", not " + maxMessageBytes);
    }
    if (maxFrameBytes < 1) {
      throw new IllegalArgumentException("maxFrameBytes is at least 1, not " + maxFrameBytes);
    }
    if (closeTimeout.isNegative() || closeTimeout.isZero()) {
      throw new IllegalArgumentException("closeTimeout is more than zero, not " + closeTimeout);
    }
    if (pingInterval.isNegative()) {
      throw new IllegalArgumentException("pingInterval is not negative: " + pingInterval);
    }
  }
}
