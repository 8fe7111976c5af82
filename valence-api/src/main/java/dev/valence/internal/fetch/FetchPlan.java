package dev.valence.internal.fetch;

import dev.valence.fetch.Body;
import dev.valence.fetch.Request;
import dev.valence.net.NetworkRequest;
import dev.valence.net.Timeouts;
import dev.valence.net.http.Credentials;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link Request} into what the network understands, as Electron's {@code net.fetch} does.
 */
public final class FetchPlan {
  private FetchPlan() {}

  /**
   * The request for the network.
   *
   * @param acceptLanguage the session's {@code Accept-Language}; null for none
   * @throws IllegalArgumentException when the URL is one of data: or blob:
   */
  public static NetworkRequest of(
      Request request, Timeouts timeouts, @Nullable String acceptLanguage, Executor workers) {
    Url url = request.url();
    refuseLocalData(url);
    HeaderList headers = request.headers().toHeaderList();
    Origin origin = Initiator.of(headers);
    if (acceptLanguage != null && !headers.contains("accept-language")) {
      headers.add("Accept-Language", acceptLanguage);
    }
    // Electron's rule: same-origin without an Origin header is include, as the application itself
    // asks.
    boolean include = request.credentials() != Credentials.OMIT;
    Body body = request.body();
    return NetworkRequest.builder(url)
        .method(request.method())
        .headers(headers)
        .body(body == null ? null : body.open(workers))
        .redirectMode(request.redirect())
        .useCookies(include)
        .useAuthentication(include)
        .credentialsOrigin(request.credentials() == Credentials.SAME_ORIGIN ? origin : null)
        .initiator(origin)
        .referrerPolicy(request.referrerPolicy())
        .cacheMode(request.cache())
        .priority(request.priority(), true)
        .observer(request.observer())
        .timeouts(request.timeouts() == null ? timeouts : request.timeouts())
        .bypassCustomProtocolHandlers(request.bypassCustomProtocolHandlers())
        .build();
  }

  private static void refuseLocalData(Url url) {
    if (url.scheme().equals("data") || url.scheme().equals("blob")) {
      throw new IllegalArgumentException(
          "net.fetch does not support " + url.scheme() + ": URLs, as in Electron");
    }
  }
}
