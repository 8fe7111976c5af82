package dev.valence.ipc.renderer;

import dev.valence.ipc.port.MessagePortMain;
import java.util.List;

/**
 * A message of the main process or of another renderer.
 *
 * @param sender the {@code ipcRenderer} that got it
 * @param senderId the renderer that sent it with {@code sendTo}; 0 for the main process
 * @param ports that came with it, not started; never null
 */
public record IpcRendererEvent(IpcRenderer sender, int senderId, List<MessagePortMain> ports) {
  /** An event; the list is copied. */
  public IpcRendererEvent {
    ports = List.copyOf(ports);
  }
}
