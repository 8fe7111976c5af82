package dev.valence.ipc.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.ipc.IpcHub;
import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.process.Renderer;
import dev.valence.ipc.process.RendererExit;
import dev.valence.ipc.process.RendererOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Renderers that say of ports what they cannot say: they alone bear the harm. */
class ForgedPortsTest {
  private static final long PATIENCE_SECONDS = 300;

  private final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
  private final IpcHub hub =
      IpcHub.builder().uncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown)).build();

  @AfterEach
  void end() {
    hub.close();
  }

  @Test
  void aForgedWordEndsTheRendererAndNothingElse() throws Exception {
    MessageChannelMain bystander = hub.messageChannel();
    Map<String, String> forgeries = new LinkedHashMap<>();
    forgeries.put("posts on a port of the main process", "port 0:1, which it does not hold");
    forgeries.put("closes a port of the main process", "port 0:1, which it does not hold");
    forgeries.put("transfers a port of the main process", "port 0:1, which it does not hold");
    forgeries.put(
        "sends a port of the main process by channel", "port 0:1, which it does not hold");
    forgeries.put("opens ports of others", "cannot open the ports 0:101 and 0:102");
    forgeries.put("opens a port twice", "cannot open the ports");
    forgeries.put("transfers a port twice", "twice, or on itself");
    forgeries.put("has seen what was not sent", "cannot have seen message 5");
    forgeries.put("sends a list of 65,535 ports", "65535 ports in one message");
    forgeries.put("opens ports without end", "holds 131072 ports already");
    Map<String, Renderer> renderers = new LinkedHashMap<>();
    for (String what : forgeries.keySet()) {
      renderers.put(what, spawn(what));
    }

    for (Map.Entry<String, Renderer> forger : renderers.entrySet()) {
      RendererExit exit = forger.getValue().exited().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(exit.reason())
          .as("%s: %s", forger.getKey(), exit.message())
          .isEqualTo(RendererExit.Reason.INTEGRITY_FAILURE);
      assertThat(exit.message()).contains(forgeries.get(forger.getKey()));
    }
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    bystander.port1().on(MessagePortMain.MESSAGE, event -> heard.add(event.data()));
    bystander.port1().on(MessagePortMain.CLOSE, () -> heard.add("close"));
    bystander.port1().start();
    bystander.port2().postMessage("still here");
    assertThat(next(heard)).isEqualTo("still here");
    assertThat(uncaught).isEmpty();
  }

  @Test
  void bytesThatAreNoValueAreReportedAndTheNextMessageComes() throws Exception {
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    hub.ipcMain()
        .on(
            "port",
            (event, args) -> {
              MessagePortMain port = event.ports().get(0);
              port.on(MessagePortMain.MESSAGE, message -> heard.add(message.data()));
              port.start();
            });
    spawn("posts bytes that are no value");
    assertThat(next(heard)).isEqualTo("forged");
    assertThat(next(uncaught)).isInstanceOf(DataCloneException.class);
  }

  @Test
  void aFloodEndsItsChannelAndNotTheRenderer() throws Exception {
    BlockingQueue<MessagePortMain> ports = new LinkedBlockingQueue<>();
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    BlockingQueue<String> all = new LinkedBlockingQueue<>();
    hub.ipcMain().on("port", (event, args) -> ports.addAll(event.ports()));
    hub.ipcMain().on("posted all", (event, args) -> all.add("all"));
    Renderer renderer = spawn("posts without end");
    MessagePortMain port = next(ports);
    assertThat(next(all)).isEqualTo("all");
    port.on(MessagePortMain.MESSAGE, event -> heard.add("message"));
    port.on(MessagePortMain.CLOSE, () -> heard.add("close"));
    port.start();

    int messages = 0;
    while (next(heard).equals("message")) {
      messages++;
    }
    assertThat(messages).as("what was taken arrives, the rest is gone").isBetween(100, 127);
    assertThat(renderer.isDestroyed()).isFalse();
  }

  private Renderer spawn(String what) {
    return hub.renderers()
        .spawn(
            PortForger.class,
            RendererOptions.builder()
                .arguments(what)
                .jvmArguments("-Xmx64m")
                .startTimeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .build());
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(next).as("what was awaited").isNotNull();
    return next;
  }
}
