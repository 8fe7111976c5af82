package dev.valence.ipc.internal.process;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What came of a renderer and waits for the event thread. Above a limit its line is not read until
 * half of it is worked off. A main process that itself waits for this renderer goes on reading: the
 * answer may lie behind what waits; then a limit many times as high ends the renderer.
 */
final class Backlog {
  /** What is to be done after more has come. */
  enum Verdict {
    GO_ON,
    PAUSE,
    END
  }

  private static final long MANY = 16;

  /** What the objects of a message take besides its bytes. */
  static final long EACH = 128;

  private final long limit;
  private final AtomicLong bytes = new AtomicLong();

  Backlog(long limit) {
    this.limit = limit;
  }

  Verdict add(long more, boolean awaited) {
    long now = bytes.addAndGet(more);
    if (now <= limit) {
      return Verdict.GO_ON;
    }
    if (!awaited) {
      return Verdict.PAUSE;
    }
    return now > MANY * limit ? Verdict.END : Verdict.GO_ON;
  }

  /** Some was worked off; whether reading may go on. */
  boolean remove(long less) {
    return bytes.addAndGet(-less) <= limit / 2;
  }

  long hardLimit() {
    return MANY * limit;
  }
}
