package dev.valence.ipc.internal.call;

import dev.valence.ipc.internal.wire.Frame;

/** Where frames go out. */
@FunctionalInterface
public interface FrameSink {
  /**
   * Sends a frame.
   *
   * @throws dev.valence.ipc.internal.wire.LinkClosedException when the line has ended
   * @throws dev.valence.ipc.internal.wire.FrameTooLargeException when it is too long
   */
  void send(Frame frame);
}
