package dev.valence.interception;

import dev.valence.fetch.Headers;
import dev.valence.fetch.Response;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import dev.valence.webrequest.BeforeSendResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an interceptor does with a request. Immutable. */
public sealed interface RequestAction {
  /** The request goes on as it is. */
  static RequestAction proceed() {
    return Proceed.AS_IT_IS;
  }

  /**
   * The request goes on with exactly these header fields.
   *
   * @throws IllegalArgumentException for fields that may not be given; see {@link
   *     BeforeSendResponse#requestHeaders}
   */
  static RequestAction headers(Headers headers) {
    Map<String, String> map = new LinkedHashMap<>();
    headers
        .toHeaderList()
        .forEachField((name, value) -> map.merge(name, value, (a, b) -> a + ", " + b));
    return new Proceed(BeforeSendResponse.requestHeaders(map).requestHeaders());
  }

  /**
   * The request goes to another URL, by an internal redirect.
   *
   * @throws dev.valence.net.url.InvalidUrlException (an IllegalArgumentException) when it is no
   *     absolute URL
   */
  static RequestAction redirect(String url) {
    return new Redirect(Url.parse(url));
  }

  /** The request fails with {@code net::ERR_BLOCKED_BY_CLIENT}. */
  static RequestAction cancel() {
    return fail(
        new NetException(NetError.BLOCKED_BY_CLIENT, "an interceptor cancelled the request", null));
  }

  /** The request fails with this. */
  static RequestAction fail(NetException reason) {
    return new Fail(Objects.requireNonNull(reason, "reason"));
  }

  /**
   * This response answers the request; nothing is sent. It takes the way of any response from here
   * on: cookies are kept, a redirect is followed. A {@code Content-Encoding} is not undone.
   *
   * @param response made by {@link Response#builder} and its like, or fetched from elsewhere; its
   *     body is used up
   */
  static RequestAction respond(Response response) {
    return new Respond(Objects.requireNonNull(response, "response"));
  }

  /**
   * Goes on.
   *
   * @param headers takes the place of all fields; null leaves them
   */
  record Proceed(@Nullable HeaderList headers) implements RequestAction {
    private static final Proceed AS_IT_IS = new Proceed(null);
  }

  /** Goes elsewhere. */
  record Redirect(Url url) implements RequestAction {}

  /** Fails. */
  record Fail(NetException reason) implements RequestAction {}

  /** Is answered. */
  record Respond(Response response) implements RequestAction {}
}
