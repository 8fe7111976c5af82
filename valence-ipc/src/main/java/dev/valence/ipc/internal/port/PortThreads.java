package dev.valence.ipc.internal.port;

import dev.valence.ipc.port.MessagePortMain;

/** Tells where the events of a port run. */
public final class PortThreads {
  private PortThreads() {}

  /**
   * Whether the caller is on the thread that a port's messages come by, and must not wait there.
   */
  public static boolean isEventThreadOf(MessagePortMain port) {
    return port instanceof PortHandle handle && handle.isOnEventThread();
  }
}
