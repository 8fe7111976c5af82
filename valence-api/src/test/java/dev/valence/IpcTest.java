package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.ipc.port.MessageChannelMain;
import dev.valence.ipc.port.MessagePortMain;
import dev.valence.ipc.process.Renderer;
import dev.valence.ipc.process.RendererExit;
import dev.valence.ipc.process.RendererOptions;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.RendererProcess;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** IPC of a {@code Valence}: on its event thread, ended with it. */
class IpcTest {
  /** A renderer that says hello and answers. */
  static final class Child {
    public static void main(String[] args) {
      IpcRenderer ipc = RendererProcess.current().ipcRenderer();
      ipc.handle("double", (call, given) -> 2 * given.get(0, Integer.class));
      ipc.invoke("hello", args[0]).thenAccept(answer -> ipc.send("heard", answer)).join();
    }
  }

  @Test
  void aRendererOfAValence() throws Exception {
    Renderer renderer;
    CompletableFuture<Object> heard = new CompletableFuture<>();
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    try (Valence valence = Valence.builder().build()) {
      CompletableFuture<Thread> eventThread = new CompletableFuture<>();
      valence.eventThread().execute(() -> eventThread.complete(Thread.currentThread()));
      valence
          .ipcMain()
          .handle(
              "hello",
              (event, args) -> {
                thread.complete(Thread.currentThread());
                return "hello " + args.get(0);
              });
      valence.ipcMain().on("heard", (event, args) -> heard.complete(args.get(0)));
      renderer =
          valence
              .renderers()
              .spawn(Child.class, RendererOptions.builder().arguments("you").build());

      assertThat(heard.get(60, TimeUnit.SECONDS)).isEqualTo("hello you");
      assertThat(thread.join().getName()).isEqualTo(eventThread.join().getName());
      assertThat(renderer.invoke("double", 4).get(60, TimeUnit.SECONDS)).isEqualTo(8);
      assertThat(valence.renderers().all()).containsExactly(renderer);
    }
    assertThat(renderer.exited()).isDone();
    assertThat(renderer.exited().join().reason()).isEqualTo(RendererExit.Reason.CLEAN_EXIT);
  }

  @Test
  void aChannelOfAValence() throws Exception {
    try (Valence valence = Valence.builder().build()) {
      MessageChannelMain channel = valence.messageChannel();
      CompletableFuture<Object> got = new CompletableFuture<>();
      channel.port2().on(MessagePortMain.MESSAGE, event -> got.complete(event.data()));
      channel.port2().start();
      channel.port1().postMessage("over");

      assertThat(got.get(60, TimeUnit.SECONDS)).isEqualTo("over");
    }
  }

  @Test
  void aClosedValenceStartsNoRenderer() {
    Valence valence = Valence.builder().build();
    valence.close();

    assertThatThrownBy(() -> valence.renderers().spawn(Child.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This is closed: no renderer is started");
  }
}
