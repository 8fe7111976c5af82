package dev.valence.internal.download;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the steps of one download one at a time, in order, on threads that may block. */
final class Mailbox implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final Executor threads;
  private final ArrayDeque<Runnable> steps = new ArrayDeque<>();
  private boolean running;

  Mailbox(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable step) {
    synchronized (this) {
      steps.add(step);
      if (running) {
        return;
      }
      running = true;
    }
    threads.execute(this::run);
  }

  private void run() {
    for (Runnable step = next(); step != null; step = next()) {
      try {
        step.run();
      } catch (RuntimeException | Error e) {
        LOG.error("a step of a download threw", e);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable step = steps.poll();
    running = step != null;
    return step;
  }
}
