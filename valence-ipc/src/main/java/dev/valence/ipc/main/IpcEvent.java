package dev.valence.ipc.main;

import org.jspecify.annotations.Nullable;

/** What all events of {@code ipcMain} have: who sent. */
public interface IpcEvent {
  /** {@code frame}: what sent it. */
  default String type() {
    return "frame";
  }

  /** The number of the operating system's process that sent it. */
  long processId();

  /** The number of the frame in its process, see {@link WebFrameMain#routingId}. */
  int frameId();

  /** Who sent it, as a whole; {@code send} of it goes to its main frame. */
  Sender sender();

  /**
   * The frame that sent it; null once that is gone. Who must not trust every sender asks its {@code
   * url} or {@code origin}, never the message.
   */
  @Nullable WebFrameMain senderFrame();
}
