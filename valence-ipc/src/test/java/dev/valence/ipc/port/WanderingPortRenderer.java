package dev.valence.ipc.port;

import dev.valence.ipc.message.IpcArguments;
import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.IpcRendererEvent;
import dev.valence.ipc.renderer.RendererProcess;
import java.util.List;
import java.util.Random;

/**
 * A renderer of {@link WanderingPorts}: answers each message of a port with the same, and after
 * some of them sends the port on: by its channel to the main process, in a message on a port to the
 * main process, or in one on a port to another renderer.
 */
final class WanderingPortRenderer {
  private static final RendererProcess PROCESS = RendererProcess.current();
  private static final IpcRenderer IPC = PROCESS.ipcRenderer();
  private static final Random RANDOM = new Random(PROCESS.id());

  private static MessagePortMain carrier;
  private static MessagePortMain neighbour;

  private WanderingPortRenderer() {}

  public static void main(String[] args) {
    PROCESS
        .eventThread()
        .execute(
            () -> {
              IPC.on("carrier", (event, arguments) -> carrier = event.ports().get(0));
              IPC.on("neighbour", WanderingPortRenderer::neighbour);
              IPC.on(
                  "take",
                  (event, arguments) -> take(arguments.get(0, int.class), event.ports().get(0)));
              IPC.handle("add", (event, arguments) -> arguments.get(0, int.class) + 1);
              IPC.send("ready");
            });
  }

  private static void neighbour(IpcRendererEvent event, IpcArguments arguments) {
    MessagePortMain port = event.ports().get(0);
    neighbour = port;
    port.on(
        MessagePortMain.MESSAGE,
        message -> take(message.dataAs(int.class), message.ports().get(0)));
    port.on(
        MessagePortMain.CLOSE,
        () -> {
          if (neighbour == port) {
            neighbour = null;
          }
        });
    port.start();
  }

  private static void take(int name, MessagePortMain port) {
    int stay = 20 + RANDOM.nextInt(60);
    port.on(
        MessagePortMain.MESSAGE,
        new java.util.function.Consumer<>() {
          private int seen;

          @Override
          public void accept(MessageEvent event) {
            port.postMessage(event.data());
            if (++seen == stay) {
              sendOn(name, port);
            }
          }
        });
    port.start();
  }

  private static void sendOn(int name, MessagePortMain port) {
    int dice = RANDOM.nextInt(3);
    if (dice == 0 && neighbour != null) {
      neighbour.postMessage(name, List.of(port));
    } else if (dice == 1 && carrier != null) {
      carrier.postMessage(name, List.of(port));
    } else {
      IPC.postMessage("moved", name, List.of(port));
    }
  }
}
