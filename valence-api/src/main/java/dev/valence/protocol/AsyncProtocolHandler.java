package dev.valence.protocol;

import dev.valence.fetch.Response;
import java.util.concurrent.CompletionStage;

/** Answers the requests of a scheme later. Called on the event thread. */
@FunctionalInterface
public interface AsyncProtocolHandler {
  /**
   * Begins to answer.
   *
   * @return the response to come. It is cancelled when nobody waits for it any more; a response
   *     that comes nevertheless is closed. Without an answer the request waits until its asker
   *     gives it up, or until its limit for response headers
   * @see ProtocolHandler#handle
   */
  CompletionStage<? extends Response> handle(ProtocolRequest request) throws Exception;
}
