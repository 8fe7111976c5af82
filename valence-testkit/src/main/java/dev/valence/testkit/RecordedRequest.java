package dev.valence.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client sent: kept by the server for the test to look at. */
public final class RecordedRequest {
  private final String method;
  private final String target;
  private final String version;
  private final HeaderLines pseudoHeaders;
  private final HeaderLines headers;
  private final ServerConnection connection;
  private volatile byte[] body = new byte[0];

  RecordedRequest(
      String method,
      String target,
      String version,
      HeaderLines pseudoHeaders,
      HeaderLines headers,
      ServerConnection connection) {
    this.method = method;
    this.target = target;
    this.version = version;
    this.pseudoHeaders = pseudoHeaders;
    this.headers = headers;
    this.connection = connection;
  }

  /** The method as sent. */
  public String method() {
    return method;
  }

  /** The request target as sent: the second word of the request line, or {@code :path}. */
  public String target() {
    return target;
  }

  /** The target up to the first question mark. */
  public String path() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  /** What follows the first question mark; null when there is none. */
  public @Nullable String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? null : target.substring(mark + 1);
  }

  /** {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2}. */
  public String version() {
    return version;
  }

  /** The pseudo headers of HTTP/2 in wire order; empty for HTTP/1. */
  public HeaderLines pseudoHeaders() {
    return pseudoHeaders;
  }

  /** The header lines in wire order and wire case, without pseudo headers. */
  public HeaderLines headers() {
    return headers;
  }

  /** The first value of a header, compared without case; null when it was not sent. */
  public @Nullable String header(String name) {
    return headers.first(name);
  }

  /** The {@code Host} header or {@code :authority}; null when neither was sent. */
  public @Nullable String authority() {
    String authority = pseudoHeaders.first(":authority");
    return authority != null ? authority : headers.first("host");
  }

  /** The connection it came on. */
  public ServerConnection connection() {
    return connection;
  }

  /** The body as far as the handler read it with {@link Exchange#body()}; otherwise empty. */
  public byte[] body() {
    return body.clone();
  }

  /** {@link #body()} as UTF-8 text. */
  public String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }

  void record(byte[] read) {
    body = read;
  }

  boolean expectsContinue() {
    String expect = headers.first("expect");
    return expect != null && expect.toLowerCase(Locale.ROOT).equals("100-continue");
  }

  @Override
  public String toString() {
    return method + " " + target + " " + version + " " + headers;
  }
}
