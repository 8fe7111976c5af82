package dev.valence.interception;

import dev.valence.webrequest.BeforeRedirectDetails;
import dev.valence.webrequest.CompletedDetails;
import dev.valence.webrequest.ErrorOccurredDetails;
import dev.valence.webrequest.ResponseStartedDetails;
import dev.valence.webrequest.SendHeadersDetails;

/** Sees requests and never delays them. Called on the event thread, in order. */
public interface TrafficObserver {
  /** A hop is about to be sent, or to be answered by the cache, with these header fields. */
  default void onRequest(SendHeadersDetails details) {}

  /** The request goes on to another URL. */
  default void onRedirect(BeforeRedirectDetails details) {}

  /** The response goes to its asker. */
  default void onResponse(ResponseStartedDetails details) {}

  /** The request has ended well. */
  default void onCompleted(CompletedDetails details) {}

  /** The request has failed or was given up. */
  default void onFailed(ErrorOccurredDetails details) {}

  /**
   * A message of a WebSocket goes to the server or to the program. WebSockets that were opened
   * while nobody wanted their messages are not shown.
   */
  default void onMessage(MessageDetails details) {}
}
