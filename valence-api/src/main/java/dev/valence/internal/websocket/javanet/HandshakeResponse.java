package dev.valence.internal.websocket.javanet;

import dev.valence.net.HttpVersion;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a server answered instead of opening a WebSocket; the body is not read. */
record HandshakeResponse(URI uri, int statusCode, HttpHeaders headers, HttpClient.Version version)
    implements HttpResponse<@Nullable Void> {
  static HandshakeResponse of(Url url, ResponseHead head) {
    URI uri = URI.create("http" + url.withoutCredentials().href().substring("ws".length()));
    HttpClient.Version version =
        head.version() == HttpVersion.HTTP_2
            ? HttpClient.Version.HTTP_2
            : HttpClient.Version.HTTP_1_1;
    return new HandshakeResponse(uri, head.status(), headers(head.headers()), version);
  }

  private static HttpHeaders headers(HeaderList fields) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    fields.forEachField(
        (name, value) -> values.computeIfAbsent(name, unused -> new ArrayList<>()).add(value));
    return HttpHeaders.of(values, (name, value) -> true);
  }

  @Override
  public HttpRequest request() {
    return HttpRequest.newBuilder(uri).build();
  }

  @Override
  public Optional<HttpResponse<@Nullable Void>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public @Nullable Void body() {
    return null;
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return Optional.empty();
  }
}
