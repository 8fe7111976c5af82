package dev.valence.ipc.internal.port;

/**
 * What ports may take.
 *
 * @param messageBytes of one message
 * @param windowMessages sent to a port, and not yet seen by its listeners
 * @param windowBytes the same in bytes; one message may go beyond
 * @param queueBytes waiting for one port; beyond, its channel is ended
 * @param senderBytes waiting anywhere, of what one process has posted; beyond, the channel that it
 *     posts on is ended
 * @param portsHeld by one process
 * @param portsInMessage in one message
 * @param nesting how deep ports may lie in messages that wait for ports that lie in messages
 */
public record PortLimits(
    int messageBytes,
    int windowMessages,
    long windowBytes,
    long queueBytes,
    long senderBytes,
    int portsHeld,
    int portsInMessage,
    int nesting) {
  /**
   * 64 MiB a message, 128 MiB a queue, 256 MiB a sender, 65,536 ports a process, 1,024 a message.
   */
  public static final PortLimits DEFAULT =
      new PortLimits(
          (64 << 20) - (64 << 10), 256, 1 << 20, 128 << 20, 256 << 20, 65_536, 1_024, 1_000);
}
