package dev.valence.net;

/** A started request. */
public interface NetworkCall {
  /**
   * Ends the request, from any thread. Its delegate or the sink of its body hears of {@code
   * reason}, unless the request is over already.
   */
  void cancel(NetException reason);
}
