package dev.valence.ipc.internal.process;

import dev.valence.ipc.internal.channel.EventBatch;
import dev.valence.ipc.internal.wire.Link;
import dev.valence.ipc.process.RendererLimits;
import dev.valence.ipc.process.RendererLimits.Excess;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Holds a renderer up that sends too fast or too much, or ends it. */
final class FloodGate {
  private final SpawnedRenderer renderer;
  private final RendererLimits limits;
  private final @Nullable RateLimit rate;
  private final Backlog backlog;
  private volatile boolean tooFast;
  private volatile boolean tooMuch;

  FloodGate(SpawnedRenderer renderer) {
    this.renderer = renderer;
    limits = renderer.options.limits();
    rate =
        limits.messagesPerSecond() == 0
            ? null
            : new RateLimit(limits.messagesPerSecond(), limits.burst(), System.nanoTime());
    backlog = new Backlog(limits.backlogBytes());
  }

  /** A frame has come; on the thread of the link. */
  void arrived() {
    if (rate == null) {
      return;
    }
    long wait = rate.take(System.nanoTime());
    if (wait == 0) {
      return;
    }
    if (limits.excess() == Excess.END) {
      throw new IllegalStateException(
          "it sends more than " + limits.messagesPerSecond() + " messages a second");
    }
    if (!tooFast) {
      tooFast = true;
      pause();
      resumeLater(wait);
    }
  }

  private void resumeLater(long nanos) {
    renderer
        .hub
        .surroundings()
        .timers()
        .schedule(this::resumeAfterRate, nanos, TimeUnit.NANOSECONDS);
  }

  private void resumeAfterRate() {
    tooFast = false;
    if (!tooMuch) {
      renderer.resumeReading();
    }
  }

  /** Gives a message to the event thread, and watches how much waits there. */
  void handOver(EventBatch batch, int bytes, Runnable task) {
    long weight = bytes + Backlog.EACH;
    switch (backlog.add(weight, !renderer.outgoing.isEmpty())) {
      case GO_ON -> {}
      case PAUSE -> {
        // Before its task is handed over, which will find it so.
        tooMuch = true;
        pause();
      }
      case END ->
          throw new IllegalStateException(
              "more than " + backlog.hardLimit() + " bytes of it wait for the event thread");
    }
    batch.execute(
        () -> {
          try {
            task.run();
          } finally {
            if (backlog.remove(weight) && tooMuch) {
              resumeAfterBacklog();
            }
          }
        });
  }

  private void pause() {
    Link link = renderer.line.link();
    if (link != null) {
      link.pauseReading();
    }
  }

  private void resumeAfterBacklog() {
    tooMuch = false;
    if (!tooFast) {
      renderer.resumeReading();
    }
  }
}
