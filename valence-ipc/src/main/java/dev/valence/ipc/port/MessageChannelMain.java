package dev.valence.ipc.port;

/**
 * Two ports that are each other's other end. What is posted on one arrives at the other, wherever
 * that has been sent to.
 */
public interface MessageChannelMain {
  /** One end. */
  MessagePortMain port1();

  /** The other end. */
  MessagePortMain port2();
}
