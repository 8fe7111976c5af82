package dev.valence.ipc.process;

import dev.valence.ipc.main.IpcMainEvent;
import dev.valence.ipc.message.IpcArguments;

/** Hears all messages of a renderer, of any channel. */
@FunctionalInterface
public interface IpcMessageListener {
  /** A message has come. */
  void onMessage(IpcMainEvent event, String channel, IpcArguments args);
}
