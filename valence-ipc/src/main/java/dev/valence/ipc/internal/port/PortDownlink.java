package dev.valence.ipc.internal.port;

import dev.valence.ipc.internal.wire.Payload;

/**
 * What the hub tells a process of its ports. Called with the hub's lock held: an implementation
 * queues, in order, and neither blocks nor runs code of the user.
 */
public interface PortDownlink {
  /**
   * A message for a port that is there.
   *
   * @param number 1 for the first message that the port ever gets
   * @param ports the ports that come with it; theirs is the receiver once it has consumed it
   */
  void message(long port, long number, Payload message, long[] ports);

  /** The port's channel has ended, after all messages that were told. */
  void closed(long port);

  /** Sends what was queued; called without the lock, and may wait. */
  void flush();
}
