package dev.valence.ipc.renderer;

import dev.valence.ipc.message.IpcArguments;

/** Hears messages of a channel. */
@FunctionalInterface
public interface IpcRendererListener {
  /** A message has come. */
  void onMessage(IpcRendererEvent event, IpcArguments args);
}
