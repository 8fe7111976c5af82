package dev.valence.net.internal.websocket;

import dev.valence.net.websocket.WebSocketTransport;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far a connection reads ahead of who takes its messages: up to {@link
 * WebSocketTransport#READ_AHEAD} bytes; then it pauses until half of that is taken. Whoever takes a
 * message tells so on his own thread, without a task for the network thread, unless reading has to
 * go on.
 */
final class ReadAhead {
  /** What a message costs beside its bytes, so that empty ones count as well. */
  private static final int MESSAGE_OVERHEAD = 64;

  private static final long RESUME_BELOW = WebSocketTransport.READ_AHEAD / 2;

  private final AtomicLong untaken = new AtomicLong();
  private final AtomicBoolean paused = new AtomicBoolean();

  /** A message was read. Network thread. */
  void read(int payloadBytes) {
    untaken.addAndGet((long) payloadBytes + MESSAGE_OVERHEAD);
  }

  /** Whether to read on; if not, {@link #taken} says when. Network thread. */
  boolean takesMore() {
    if (paused.get()) {
      return false;
    }
    if (untaken.get() < WebSocketTransport.READ_AHEAD) {
      return true;
    }
    paused.set(true);
    // What was taken just now did not see the pause.
    return untaken.get() < RESUME_BELOW && paused.compareAndSet(true, false);
  }

  /**
   * A message was taken. Any thread.
   *
   * @return whether reading has paused and can go on: told to one caller only
   */
  boolean taken(int payloadBytes) {
    long left = untaken.addAndGet(-((long) payloadBytes + MESSAGE_OVERHEAD));
    return left < RESUME_BELOW && paused.get() && paused.compareAndSet(true, false);
  }
}
