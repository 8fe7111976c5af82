package dev.valence.internal.websocket;

import dev.valence.net.NetException;
import dev.valence.websocket.CloseEvent;
import dev.valence.websocket.ReconnectPolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a WebSocket with a {@link ReconnectPolicy} remembers from one connection to the next: the
 * attempts, and the messages that wait. Guarded by the WebSocket.
 */
final class Reconnection {
  /** A message that waits for a connection. */
  record Waiting(boolean text, byte[] payload) {}

  /** So many may wait, so that empty ones are bounded, too. */
  private static final int MOST_MESSAGES = 100_000;

  private final ReconnectPolicy policy;
  private final ArrayDeque<Waiting> messages = new ArrayDeque<>();
  private long waitingBytes;
  private int attempts;
  private boolean wasOpen;
  private long openedAt;

  Reconnection(ReconnectPolicy policy) {
    this.policy = policy;
  }

  void opened(long now) {
    wasOpen = true;
    openedAt = now;
  }

  /** Whether another attempt follows this end; it is counted then. */
  boolean goesOn(CloseEvent end, @Nullable NetException failure, long now) {
    if (wasOpen && now - openedAt >= policy.stableAfter().toNanos()) {
      attempts = 0;
    }
    wasOpen = false;
    if (attempts >= policy.maxAttempts() || !policy.retries(end, failure)) {
      return false;
    }
    attempts++;
    return true;
  }

  /** The number of the attempt that follows. */
  int attempt() {
    return attempts;
  }

  Duration delay() {
    return policy.delay(attempts);
  }

  /** Whether the policy allows to keep a message. */
  boolean hasRoomFor(byte[] payload) {
    return policy.bufferBytes() > 0
        && waitingBytes + payload.length <= policy.bufferBytes()
        && messages.size() < MOST_MESSAGES;
  }

  /** Keeps a message. */
  void keep(boolean text, byte[] payload) {
    messages.add(new Waiting(text, payload));
    waitingBytes += payload.length;
  }

  boolean hasWaiting() {
    return !messages.isEmpty();
  }

  @Nullable Waiting next() {
    Waiting next = messages.poll();
    if (next != null) {
      waitingBytes -= next.payload().length;
    }
    return next;
  }

  long waitingBytes() {
    return waitingBytes;
  }
}
