package dev.valence.net.scheme;

import org.jspecify.annotations.Nullable;

/** Which schemes have a handler. */
@FunctionalInterface
public interface SchemeHandlers {
  /**
   * The handler of a scheme. Called on any thread, for each hop; must not block.
   *
   * @param scheme in lower case
   * @param builtInOnly whether the asker passes handlers of the program by ({@code
   *     bypassCustomProtocolHandlers})
   * @return null where the network answers, or nobody does
   */
  @Nullable SchemeHandler find(String scheme, boolean builtInOnly);
}
