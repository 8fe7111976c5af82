package dev.valence.examples.primes;

import dev.valence.ipc.message.InvokeCall;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.RendererProcess;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** The renderer: a JVM of its own, so that the main process stays quick whatever happens here. */
public final class PrimeWorker {
  /** The channel on which it is asked to count. */
  static final String COUNT = "primes:count";

  private PrimeWorker() {}

  /** Waits for calls until the main process leaves it. */
  public static void main(String[] args) {
    IpcRenderer ipc = RendererProcess.current().ipcRenderer();
    // Handlers run on the event thread: long work belongs on another one.
    ipc.handle(
        COUNT,
        (call, values) -> {
          if (!(values.get(0) instanceof Number limit)) {
            throw new IllegalArgumentException("The limit is a number, not " + values.get(0));
          }
          return CompletableFuture.supplyAsync(() -> count(call, limit.longValue()));
        });
  }

  private static long count(InvokeCall call, long limit) {
    PrimeSieve sieve = new PrimeSieve(limit);
    while (sieve.next()) {
      if (call.isCancelled()) {
        throw new CancellationException("stopped at " + sieve.done());
      }
      call.progress((double) sieve.done() / limit);
    }
    return sieve.count();
  }
}
