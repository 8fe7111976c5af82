package dev.valence.net;

/**
 * A response body on its way from the network. Confined to the network thread. Bytes are held, and
 * the server is slowed down, until a sink is attached and while it is paused.
 */
public interface BodyStream {
  /**
   * Attaches the one sink and starts the flow, possibly before this returns.
   *
   * @throws IllegalStateException when there is a sink already
   */
  void subscribe(BodySink sink);

  /** Stops the flow; nothing reaches the sink until {@link #resume}. */
  void pause();

  /** Lets the flow go on, possibly before this returns. */
  void resume();

  /**
   * Gives the rest up: its bytes are released, the sink hears nothing more. Harmless when the body
   * has ended.
   */
  void cancel();
}
