package dev.valence.request;

import org.jspecify.annotations.Nullable;

/** The answer to a {@link ClientRequest#LOGIN}: once, now or later, from any thread. */
public interface LoginCallback {
  /**
   * Logs in. Without a user name or without a password, nobody does.
   *
   * @param username for NTLM also {@code DOMAIN\\user}
   * @throws IllegalStateException when the question was answered already
   * @throws IllegalArgumentException when one has a control character, or is longer than 4,096
   *     characters; the question stays open
   */
  void call(@Nullable String username, @Nullable String password);

  /**
   * Nobody logs in: the response that asks is delivered.
   *
   * @throws IllegalStateException when the question was answered already
   */
  default void call() {
    call(null, null);
  }
}
