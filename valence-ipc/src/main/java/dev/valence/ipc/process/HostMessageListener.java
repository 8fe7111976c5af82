package dev.valence.ipc.process;

import dev.valence.ipc.message.IpcArguments;

/** Hears what a renderer sends with {@code sendToHost}. */
@FunctionalInterface
public interface HostMessageListener {
  /** A message has come. */
  void onMessage(String channel, IpcArguments args);
}
