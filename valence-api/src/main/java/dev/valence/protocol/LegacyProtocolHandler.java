package dev.valence.protocol;

/** Answers the requests of a scheme through a callback, as Electron's older families do. */
@FunctionalInterface
public interface LegacyProtocolHandler {
  /**
   * Answers now or later. Called on the event thread, when all of the request's body is there. What
   * this throws fails the request with {@code net::ERR_UNEXPECTED}.
   */
  void handle(ProtocolRequest request, ProtocolCallback callback) throws Exception;
}
