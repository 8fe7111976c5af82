package dev.valence.internal.webrequest;

import dev.valence.webrequest.WebRequestCallback;
import java.util.function.Predicate;

/**
 * The callback of one question.
 *
 * @param <R> the kind of answer
 */
final class Answer<R> implements WebRequestCallback<R> {
  private final String event;
  private final long id;
  private final Predicate<R> decide;

  /**
   * The callback.
   *
   * @param event of which event
   * @param id of which request
   * @param decide tells whether it was the first answer
   */
  Answer(String event, long id, Predicate<R> decide) {
    this.event = event;
    this.id = id;
    this.decide = decide;
  }

  @Override
  public void call(R response) {
    if (response == null) {
      throw new IllegalArgumentException(
          "the answer to " + event + " is null; proceed() lets the request go on");
    }
    if (!decide.test(response)) {
      throw new IllegalStateException(
          event + " of request " + id + " was answered before; an answer is given once");
    }
  }

  @Override
  public String toString() {
    return "the callback of " + event + " of request " + id;
  }
}
