package dev.valence.net.scheme;

/** Answers the requests of one scheme in place of the network. */
@FunctionalInterface
public interface SchemeHandler {
  /**
   * Takes one hop of a request over. Called on the network thread; must not block.
   *
   * @param answer to be answered once, now or later, from any thread
   */
  void handle(SchemeRequest request, SchemeAnswer answer);
}
