package dev.valence.protocol;

import dev.valence.fetch.Response;

/** Answers the requests of a scheme. Called on the event thread. */
@FunctionalInterface
public interface ProtocolHandler {
  /**
   * Answers at once. What takes its time belongs into an {@link AsyncProtocolHandler}, or into the
   * body of the response.
   *
   * @return the response; where it is a mistake, the request fails with {@code
   *     net::ERR_UNEXPECTED}, as it does where this throws. A {@link dev.valence.net.NetException}
   *     fails the request as it is
   */
  Response handle(ProtocolRequest request) throws Exception;
}
