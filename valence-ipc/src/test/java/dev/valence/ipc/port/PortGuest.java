package dev.valence.ipc.port;

import dev.valence.ipc.renderer.IpcRenderer;
import dev.valence.ipc.renderer.RendererProcess;
import java.util.List;

/** The renderer of {@link PortsAcrossProcessesTest}: does with ports what the main process asks. */
final class PortGuest {
  private static final RendererProcess PROCESS = RendererProcess.current();
  private static final IpcRenderer IPC = PROCESS.ipcRenderer();

  private PortGuest() {}

  public static void main(String[] args) {
    PROCESS
        .eventThread()
        .execute(
            () -> {
              IPC.on("offer", (event, arguments) -> offer(arguments.get(0)));
              IPC.on("offer to nobody", (event, arguments) -> offerToNobody());
              IPC.on("offer a matryoshka", (event, arguments) -> offerMatryoshka());
              IPC.on("transfer a buffer", (event, arguments) -> transferBuffer());
              IPC.on("double", (event, arguments) -> twice(event.ports().get(0), arguments.get(0)));
              IPC.on(
                  "report",
                  (event, arguments) ->
                      event.ports().forEach(port -> report(port, arguments.get(0))));
              IPC.on("keep", (event, arguments) -> {});
              IPC.on(
                  "send back", (event, arguments) -> IPC.postMessage("back", null, event.ports()));
              IPC.on("tell both ways", (event, arguments) -> tellBothWays(event.ports().get(0)));
              IPC.send("ready");
            });
  }

  private static void offer(Object message) {
    MessageChannelMain channel = PROCESS.messageChannel();
    IPC.postMessage("port", message, List.of(channel.port1()));
    twice(channel.port2(), message);
  }

  private static void offerToNobody() {
    MessageChannelMain channel = PROCESS.messageChannel();
    IPC.postMessage("nobody listens", null, List.of(channel.port1()));
    report(channel.port2(), "offered to nobody");
  }

  private static void offerMatryoshka() {
    MessageChannelMain outer = PROCESS.messageChannel();
    MessageChannelMain inner = PROCESS.messageChannel();
    outer.port2().postMessage(null, List.of(inner.port1()));
    inner.port2().postMessage("matryoshka");
    IPC.postMessage("port", null, List.of(outer.port1()));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void transferBuffer() {
    try {
      IPC.postMessage("port", null, (List) List.of(new byte[10]));
    } catch (IllegalArgumentException e) {
      IPC.send("thrown", e.getMessage());
    }
  }

  private static void twice(MessagePortMain port, Object name) {
    port.on(MessagePortMain.MESSAGE, event -> port.postMessage(2 * event.dataAs(Integer.class)));
    port.on(MessagePortMain.CLOSE, () -> IPC.send("closed", name));
    port.start();
  }

  private static void report(MessagePortMain port, Object name) {
    port.on(
        MessagePortMain.MESSAGE,
        event -> {
          IPC.send("heard", event.data());
          event.ports().forEach(inner -> report(inner, name));
        });
    port.on(MessagePortMain.CLOSE, () -> IPC.send("closed", name));
    port.start();
  }

  private static void tellBothWays(MessagePortMain port) {
    for (int i = 0; i < 200; i += 2) {
      port.postMessage(i);
      IPC.send("by channel", i + 1);
    }
    port.close();
  }
}
