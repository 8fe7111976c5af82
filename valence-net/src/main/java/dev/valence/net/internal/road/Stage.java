package dev.valence.net.internal.road;

/**
 * One stage of the road. A stage is stateless: what a request carries lies in its {@link
 * Transaction}. It runs on the network thread and must not block; it may suspend, by calling the
 * transaction's next step later.
 */
interface Stage {
  /**
   * On the way out. Goes on with {@link Transaction#proceed}, or ends with {@code respond} or
   * {@code fail}.
   */
  default void send(Transaction transaction) {
    transaction.proceed();
  }

  /**
   * On the way back, when the head of a response has come. Goes on with {@link
   * Transaction#giveBack}.
   */
  default void receive(Transaction transaction) {
    transaction.giveBack();
  }
}
