package dev.valence.interception;

import dev.valence.fetch.Body;
import dev.valence.fetch.Headers;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an interceptor does with a response. Immutable. */
public sealed interface ResponseAction {
  /** The response goes on as it is. */
  static ResponseAction proceed() {
    return Change.NOTHING;
  }

  /** The response goes on with exactly these header fields. */
  static ResponseAction headers(Headers headers) {
    return Change.NOTHING.withHeaders(headers);
  }

  /**
   * The response goes on with another body. What {@code Content-Encoding} and {@code
   * Content-Length} say is of the old one; the new one is not decoded.
   */
  static ResponseAction body(Body body) {
    return Change.NOTHING.withBody(body);
  }

  /**
   * The response goes on with another status.
   *
   * @param status 200 to 999
   * @throws IllegalArgumentException for another status
   */
  static ResponseAction status(int status, String statusText) {
    return Change.NOTHING.withStatus(status, statusText);
  }

  /** The request fails with {@code net::ERR_BLOCKED_BY_CLIENT}. */
  static ResponseAction cancel() {
    return fail(
        new NetException(NetError.BLOCKED_BY_CLIENT, "an interceptor cancelled the request", null));
  }

  /** The request fails with this. */
  static ResponseAction fail(NetException reason) {
    return new Fail(Objects.requireNonNull(reason, "reason"));
  }

  /** Fails. */
  record Fail(NetException reason) implements ResponseAction {}

  /**
   * Goes on, changed.
   *
   * @param status 0 leaves it
   * @param statusText counts with a status only
   * @param headers null leaves them
   * @param body null leaves it
   */
  record Change(int status, String statusText, @Nullable Headers headers, @Nullable Body body)
      implements ResponseAction {
    private static final Change NOTHING = new Change(0, "", null, null);

    /**
     * The same with another status.
     *
     * @throws IllegalArgumentException when it is not 200 to 999
     */
    public Change withStatus(int newStatus, String newStatusText) {
      if (newStatus < 200 || newStatus > 999) {
        throw new IllegalArgumentException(
            "a response has a status of 200 to 999, not " + newStatus);
      }
      return new Change(newStatus, newStatusText, headers, body);
    }

    /** The same with other header fields. */
    public Change withHeaders(Headers newHeaders) {
      return new Change(status, statusText, newHeaders.copy(), body);
    }

    /** The same with another body. */
    public Change withBody(Body newBody) {
      return new Change(status, statusText, headers, Objects.requireNonNull(newBody, "body"));
    }
  }
}
