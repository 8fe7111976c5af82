package dev.valence.cli.command;

import dev.valence.fetch.AbortController;
import dev.valence.fetch.AbortSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C. The command hears of it by {@link #signal} and ends: it closes what is open and removes
 * what is half written. The process waits for that, but not long. Any thread.
 */
public final class Interruption {
  private static final long GRACE_SECONDS = 3;

  private final AbortController controller = new AbortController();
  private final CountDownLatch ended = new CountDownLatch(1);

  public Interruption() {}

  /** Aborted when the user interrupts. */
  public AbortSignal signal() {
    return controller.signal();
  }

  /** The user interrupts. */
  public void interrupt() {
    controller.abort();
  }

  /** From now on the end of the process, other than by {@link #ended}, is an interruption. */
  public void installHook() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::endOfProcess, "valence-interruption"));
  }

  /** The command has ended. */
  public void ended() {
    ended.countDown();
  }

  private void endOfProcess() {
    if (ended.getCount() == 0) {
      return;
    }
    interrupt();
    try {
      if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
