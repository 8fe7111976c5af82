package dev.valence.internal.websocket;

import dev.valence.internal.fetch.Initiator;
import dev.valence.internal.request.ClientRequestImpl.Surroundings;
import dev.valence.net.NetworkRequest;
import dev.valence.net.Timeouts;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import dev.valence.websocket.WebSocketOptions;

/** The request that a WebSocket begins with, as far as its asker decides. */
public final class HandshakeRequest {
  private HandshakeRequest() {}

  static NetworkRequest of(Url url, WebSocketOptions options, Surroundings surroundings) {
    return of(url, options.headers(), options, surroundings);
  }

  /**
   * The request.
   *
   * @param headers in place of those of the options; taken over
   */
  public static NetworkRequest of(
      Url url, HeaderList headers, WebSocketOptions options, Surroundings surroundings) {
    Origin origin = options.origin() != null ? options.origin() : Initiator.of(headers);
    if (origin == null) {
      headers.set("Origin", WebSocketRules.httpForm(url).origin().toString());
    } else if (options.origin() != null) {
      headers.set("Origin", origin.toString());
    }
    String language = surroundings.acceptLanguage();
    if (language != null && !headers.contains("accept-language")) {
      headers.add("Accept-Language", language);
    }
    Timeouts timeouts = options.timeouts();
    // Without an origin given it is the server's own, which is the same site as the URL: as if the
    // application itself asked.
    return NetworkRequest.builder(url)
        .headers(headers)
        .useCookies(options.useSessionCookies())
        .initiator(origin)
        .timeouts(timeouts == null ? surroundings.timeouts() : timeouts)
        .build();
  }
}
