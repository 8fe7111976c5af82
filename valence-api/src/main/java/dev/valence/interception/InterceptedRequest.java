package dev.valence.interception;

import dev.valence.fetch.Headers;
import dev.valence.net.http.ResourceType;
import dev.valence.webrequest.UploadData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request in the hands of an interceptor. Any thread. */
public interface InterceptedRequest {
  /** One number for a request over all its hops; the same as in {@code webRequest}. */
  long id();

  /** Where this hop goes. */
  String url();

  /** The method of this hop. */
  String method();

  /** What the request is for. */
  ResourceType resourceType();

  /** The header fields, as the interceptors before have left them. They cannot be changed here. */
  Headers headers();

  /** The request body in its parts; null where there is none. Its streams cannot be read. */
  @Nullable List<UploadData> uploadData();

  /**
   * A copy of the request body as it is sent. Nothing flows before the request goes on; what a
   * login or a retry sends once more is not copied twice.
   *
   * @throws IllegalStateException when the request was given back already
   */
  BodyTap tapBody(TapOptions options);
}
