package dev.valence.ipc.internal.process;

import dev.valence.ipc.main.WebFrameMain;
import dev.valence.ipc.port.MessagePortMain;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The only frame of a renderer that is a process. */
final class MainFrame implements WebFrameMain {
  private static final int ONLY = 1;

  private final SpawnedRenderer renderer;
  private final String url;
  private final String token = UUID.randomUUID().toString();

  MainFrame(SpawnedRenderer renderer, String url) {
    this.renderer = renderer;
    this.url = url;
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public String origin() {
    return "null";
  }

  @Override
  public long processId() {
    return renderer.pid();
  }

  @Override
  public int routingId() {
    return ONLY;
  }

  @Override
  public String frameToken() {
    return token;
  }

  @Override
  public @Nullable WebFrameMain parent() {
    return null;
  }

  @Override
  public boolean detached() {
    return renderer.isDestroyed();
  }

  @Override
  public void send(String channel, @Nullable Object... args) {
    renderer.send(channel, args);
  }

  @Override
  public void postMessage(
      String channel,
      @Nullable Object message,
      List<? extends @Nullable MessagePortMain> transfer) {
    renderer.postMessage(channel, message, transfer);
  }

  @Override
  public String toString() {
    return "WebFrameMain[" + url() + "]";
  }
}
