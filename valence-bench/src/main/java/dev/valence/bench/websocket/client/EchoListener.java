package dev.valence.bench.websocket.client;

/** Hears what comes back, on a thread of the client's choice, one call at a time. */
public interface EchoListener {
  /**
   * A whole message.
   *
   * @param size in bytes, or characters of text
   */
  void onMessage(int size);

  /** The socket has failed or was closed. */
  void onFailed(Throwable cause);
}
