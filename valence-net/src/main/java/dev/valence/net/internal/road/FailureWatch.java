package dev.valence.net.internal.road;

/** A stage's memory that has to hear when its request ends without a response. */
interface FailureWatch {
  /**
   * The request is over.
   *
   * @param cancelled whether its asker gave it up, so that another may have more luck
   */
  void onFailed(boolean cancelled);
}
