package dev.valence.bench.ipc;

import dev.valence.bench.ipc.Contender.Kind;
import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.RendererProcess;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The renderer of {@link ValenceContender}: it measures, on a thread of its own. */
final class ValenceRenderer {
  private ValenceRenderer() {}

  public static void main(String[] args) {
    IpcRenderer ipc = RendererProcess.current().ipcRenderer();
    ipc.handle(
        "measure",
        (call, given) ->
            CompletableFuture.supplyAsync(
                () -> measure(ipc, given), task -> new Thread(task, "measure").start()));
  }

  private static long[] measure(IpcRenderer ipc, IpcArguments given) {
    Kind kind = Kind.valueOf(String.valueOf(given.get(0)));
    int count = (Integer) nonNull(given.get(1));
    int bytes = (Integer) nonNull(given.get(2));
    Object message = bytes == 0 ? "ping" : new byte[bytes];
    if (kind == Kind.PIPELINED) {
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        ipc.send("send", message);
      }
      ipc.invoke("echo", "last").join();
      return new long[] {System.nanoTime() - start};
    }
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      ipc.invoke("echo", message).join();
      nanos[i] = System.nanoTime() - start;
    }
    return nanos;
  }

  private static Object nonNull(@Nullable Object value) {
    return Objects.requireNonNull(value);
  }
}
