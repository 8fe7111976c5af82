package dev.valence.ipc.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.ipc.IpcHub;
import dev.valence.ipc.internal.wire.Link;
import dev.valence.ipc.process.RendererLimits;
import dev.valence.ipc.process.RendererOptions;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.RendererProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A renderer that sends more than the main process works off. */
class BackPressureTest {
  private static final int MESSAGES = 400;

  /** Sends 100 MB as fast as it can. */
  static final class Flooder {
    public static void main(String[] args) {
      IpcRenderer ipc = RendererProcess.current().ipcRenderer();
      for (int i = 0; i < MESSAGES; i++) {
        ipc.send("flood", i, new byte[256 << 10]);
      }
      ipc.send("done");
    }
  }

  @Test
  void itsLineIsNotReadWhileTheEventThreadIsBlockedAndNothingIsLost() throws Exception {
    try (IpcHub hub = IpcHub.builder().build()) {
      CountDownLatch release = new CountDownLatch(1);
      List<Object> got = new ArrayList<>();
      CompletableFuture<Object> done = new CompletableFuture<>();
      hub.ipcMain()
          .on(
              "flood",
              (event, args) -> {
                if (got.isEmpty()) {
                  awaitQuietly(release);
                }
                got.add(args.get(0));
              });
      hub.ipcMain().on("done", (event, args) -> done.complete(null));
      SpawnedRenderer renderer =
          (SpawnedRenderer)
              hub.renderers()
                  .spawn(
                      Flooder.class,
                      RendererOptions.builder()
                          .limits(RendererLimits.builder().backlogBytes(2 << 20).build())
                          .build());
      renderer.ready().get(60, TimeUnit.SECONDS);
      Link link = renderer.line.link();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!link.isReadingPaused()) {
        assertThat(System.nanoTime()).as("the line is not held up").isLessThan(end);
        Thread.onSpinWait();
      }
      assertThat(done).isNotDone();
      release.countDown();

      done.get(60, TimeUnit.SECONDS);
      assertThat(got).isEqualTo(IntStream.range(0, MESSAGES).boxed().toList());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
