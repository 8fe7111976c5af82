package dev.valence.ipc.main;

import dev.valence.ipc.message.IpcArguments;

/** Hears messages of a channel. */
@FunctionalInterface
public interface IpcMainListener {
  /** A message has come. */
  void onMessage(IpcMainEvent event, IpcArguments args);
}
