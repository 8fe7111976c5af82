package dev.valence.webrequest;

/**
 * What a listener that was asked answers with: once, now or later, from any thread. A request that
 * was given up meanwhile takes no notice.
 *
 * @param <R> the kind of answer
 */
@FunctionalInterface
public interface WebRequestCallback<R> {
  /**
   * Answers.
   *
   * @throws IllegalStateException when the question was answered already
   */
  void call(R response);
}
