package dev.valence.ipc.renderer;

import dev.valence.ipc.message.IpcArguments;

/** Hears what renderers whose host this one is send with {@code sendToHost}. */
@FunctionalInterface
public interface GuestMessageListener {
  /**
   * A message has come.
   *
   * @param rendererId who sent it
   */
  void onMessage(int rendererId, String channel, IpcArguments args);
}
