package dev.valence.bench.ipc;

import dev.valence.ipc.IpcHub;
import dev.valence.ipc.mapping.JsToJava;
import dev.valence.ipc.process.Renderer;
import dev.valence.ipc.process.RendererOptions;
import java.util.Objects;

/** {@code ipcRenderer} in one JVM, {@code ipcMain} in another. */
final class ValenceContender implements Contender {
  private final IpcHub hub = IpcHub.builder().build();
  private final Renderer renderer;
  private long received;

  ValenceContender() {
    hub.ipcMain().handle("echo", (event, args) -> args.get(0));
    hub.ipcMain().on("send", (event, args) -> received++);
    RendererOptions options =
        RendererOptions.builder()
            .jvmArguments("-Xms512m", "-Xmx512m", "-XX:-UsePerfData")
            .jvmArguments(System.getProperty("bench.renderer", "-XX:+UseSerialGC").split(" "))
            .build();
    renderer = hub.renderers().spawn(ValenceRenderer.class, options).ready().join();
  }

  @Override
  public String name() {
    return "valence-ipc";
  }

  @Override
  public long[] measure(Kind kind, int count, int bytes) {
    long before = received;
    Object nanos = renderer.invoke("measure", kind.name(), count, bytes).join();
    if (kind == Kind.PIPELINED && received - before != count) {
      throw new IllegalStateException(received - before + " messages came of " + count);
    }
    return Objects.requireNonNull(JsToJava.as(nanos, long[].class));
  }

  @Override
  public void close() {
    hub.close();
  }
}
