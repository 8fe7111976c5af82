package dev.valence.bench.websocket.client;

/** One open WebSocket of a compared client. */
public interface EchoSocket {
  /** Sends the payload; may be called within a call of the listener, by one thread at a time. */
  void send();
}
