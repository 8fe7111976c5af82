package dev.valence.interception;

import dev.valence.fetch.Headers;
import dev.valence.net.http.ResourceType;
import org.jspecify.annotations.Nullable;

/** A response in the hands of an interceptor. Any thread. */
public interface InterceptedResponse {
  /** The number of the request. */
  long id();

  /** The URL that answered. */
  String url();

  /** The method that it was asked with. */
  String method();

  /** What the request is for. */
  ResourceType resourceType();

  /** The status code. */
  int status();

  /** The reason phrase; empty for none. */
  String statusText();

  /** The header fields, as the interceptors before have left them. They cannot be changed here. */
  Headers headers();

  /** Whether the body comes out of the HTTP cache. */
  boolean fromCache();

  /** The address that the request was sent to; null for none. */
  @Nullable String ip();

  /**
   * A copy of the body, decoded, as its reader gets it. Nothing flows before somebody reads the
   * response.
   *
   * @throws IllegalStateException when the response was given back already
   */
  BodyTap tapBody(TapOptions options);
}
