package dev.valence.interception;

/** Which way a message of a WebSocket goes. */
public enum MessageDirection {
  /** From the program to the server. */
  SENT,
  /** From the server to the program. */
  RECEIVED
}
