package dev.valence.examples.primes;

import dev.valence.Valence;
import dev.valence.ipc.message.InvokeOptions;
import dev.valence.ipc.process.Renderer;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleConsumer;

/** The main process's side: starts the renderer and asks it. */
public final class PrimeCounter implements AutoCloseable {
  private final Renderer renderer;

  /** Starts the renderer; the first call waits until it is there. */
  public PrimeCounter(Valence valence) {
    renderer = valence.renderers().spawn(PrimeWorker.class);
  }

  /**
   * How many primes there are below a limit.
   *
   * @param progress hears how far the work is, from 0 to 1, on the event thread
   * @return the count; cancelling it stops the work over there
   */
  public CompletableFuture<Long> count(long limit, DoubleConsumer progress) {
    InvokeOptions options =
        InvokeOptions.builder()
            .onProgress(value -> progress.accept(((Number) value).doubleValue()))
            .build();
    CompletableFuture<Object> call = renderer.invoke(options, PrimeWorker.COUNT, limit);
    CompletableFuture<Long> count = call.thenApply(value -> ((Number) value).longValue());
    count.whenComplete(
        (value, failure) -> {
          if (count.isCancelled()) {
            call.cancel(false);
          }
        });
    return count;
  }

  /** The number of the renderer's process. */
  public long pid() {
    return renderer.pid();
  }

  /** Lets the renderer end. */
  @Override
  public void close() {
    renderer.close();
  }
}
