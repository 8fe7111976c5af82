package dev.valence.internal.har;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.valence.har.HarOptions;
import dev.valence.net.ConnectionFacts;
import dev.valence.net.HttpVersion;
import dev.valence.net.ResponseHead;
import dev.valence.net.ResponseSource;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.FormUrlEncoded;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exchange as an entry of HAR 1.2. Pure. What the cache answers is shown as in Chrome's HAR
 * ({@code front_end/models/har/Log.ts}): {@code _fromCache} where the server was not asked; where
 * it confirmed what is stored, its own 304 and times, with the stored body as the content.
 */
final class HarEntry {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HarExchange seen;
  private final HarOptions options;
  private final String cacheKind;

  private HarEntry(HarExchange seen, HarOptions options, String cacheKind) {
    this.seen = seen;
    this.options = options;
    this.cacheKind = cacheKind;
  }

  static ObjectNode of(HarExchange seen, HarOptions options, String cacheKind) {
    return new HarEntry(seen, options, cacheKind).entry();
  }

  private ObjectNode entry() {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("startedDateTime", seen.started.toString());
    ObjectNode timings = timings();
    entry.put("time", millis(seen.ended - seen.began));
    entry.set("request", request());
    entry.set("response", response());
    ObjectNode cache = JSON.createObjectNode();
    if (seen.confirmed != null) {
      cache.put("comment", "the server confirmed what is stored; the content is the stored one");
    }
    entry.set("cache", cache);
    entry.set("timings", timings);
    ConnectionFacts connection = seen.connection;
    if (connection != null) {
      String address = connection.remoteAddress();
      if (address != null) {
        // HAR's schema wants IPv6 without brackets.
        String host = address.substring(0, address.lastIndexOf(':'));
        entry.put("serverIPAddress", host.replace("[", "").replace("]", ""));
      }
      entry.put("connection", Integer.toString(connection.id()));
    }
    if (isFromCache()) {
      entry.put("_fromCache", cacheKind);
    }
    if (seen.failure != null) {
      entry.put("_error", seen.failure.error().text());
    }
    return entry;
  }

  /** Whether nothing came from the server. */
  private boolean isFromCache() {
    ResponseHead head = seen.head;
    return head != null && head.source() == ResponseSource.CACHE;
  }

  private ObjectNode request() {
    ObjectNode request = JSON.createObjectNode();
    HeaderList headers = seen.requestHeaders == null ? new HeaderList(1) : seen.requestHeaders;
    request.put("method", seen.method);
    request.put("url", url(seen.url.href()));
    request.put("httpVersion", version());
    request.set("cookies", requestCookies(headers));
    request.set("headers", headers(headers));
    request.set("queryString", query());
    String line = seen.requestLine;
    request.put("headersSize", line == null ? -1 : size(line, headers));
    request.put("bodySize", seen.upload.total());
    if (seen.upload.total() > 0 && options.bodies()) {
      request.set("postData", postData(headers));
    }
    return request;
  }

  private ObjectNode postData(HeaderList headers) {
    ObjectNode data = JSON.createObjectNode();
    data.put("mimeType", Objects.requireNonNullElse(headers.get("content-type"), ""));
    data.set("params", JSON.createArrayNode());
    String text = seen.upload.text();
    data.put("text", text == null ? seen.upload.base64() : text);
    if (text == null) {
      data.put("_encoding", "base64");
    }
    if (seen.upload.isCut()) {
      data.put("comment", "only the first bytes of " + seen.upload.total());
    }
    return data;
  }

  private ObjectNode response() {
    ObjectNode response = JSON.createObjectNode();
    ResponseHead head = seen.head;
    HeaderList headers = head == null ? new HeaderList(1) : head.headers();
    response.put("status", head == null ? 0 : head.status());
    response.put("statusText", head == null ? "" : head.reason());
    response.put("httpVersion", head == null ? "" : text(head.version()));
    response.set("cookies", responseCookies(headers));
    response.set("headers", headers(headers));
    response.set("content", content(seen.confirmed == null ? headers : seen.confirmed.headers()));
    response.put(
        "redirectURL",
        seen.redirect == null
            ? url(Objects.requireNonNullElse(headers.get("location"), ""))
            : url(seen.redirect.href()));
    response.put(
        "headersSize",
        head == null || head.version() == HttpVersion.HTTP_2
            ? -1
            : size(text(head.version()) + " " + head.status() + " " + head.reason(), headers));
    response.put("bodySize", head == null ? -1 : isFromCache() ? 0 : seen.encodedBytes);
    return response;
  }

  private ObjectNode content(HeaderList headers) {
    ObjectNode content = JSON.createObjectNode();
    content.put("size", seen.content.total());
    if (seen.content.total() > 0 && seen.confirmed == null && !isFromCache()) {
      content.put("compression", seen.content.total() - seen.encodedBytes);
    }
    content.put("mimeType", Objects.requireNonNullElse(headers.get("content-type"), ""));
    if (options.bodies() && !seen.content.isEmpty()) {
      String text = seen.content.text();
      content.put("text", text == null ? seen.content.base64() : text);
      if (text == null) {
        content.put("encoding", "base64");
      }
      if (seen.content.isCut()) {
        content.put("comment", "only the first bytes of " + seen.content.total());
      }
    }
    return content;
  }

  private ObjectNode timings() {
    ConnectionFacts connection = seen.connection;
    double dns = -1;
    double ssl = -1;
    double tcp = -1;
    if (connection != null && !connection.reused()) {
      dns = millis(connection.resolving());
      ssl = millis(connection.handshake());
      tcp = millis(connection.connecting());
    }
    double connect = tcp < 0 ? -1 : tcp + Math.max(0, ssl);
    double waited = between(seen.began, seen.connected == 0 ? seen.ended : seen.connected);
    ObjectNode timings = JSON.createObjectNode();
    timings.put("blocked", Math.max(0, waited - Math.max(0, dns) - Math.max(0, connect)));
    timings.put("dns", dns);
    timings.put("connect", connect);
    timings.put("ssl", ssl);
    timings.put("send", between(seen.connected, seen.sent));
    timings.put("wait", between(seen.sent, seen.answered));
    timings.put("receive", between(seen.answered, seen.ended));
    return timings;
  }

  private static double between(long from, long to) {
    return from == 0 || to == 0 ? 0 : millis(Math.max(0, to - from));
  }

  private static double millis(long nanos) {
    return nanos / 1_000 / 1e3;
  }

  private static double millis(@Nullable Duration duration) {
    return duration == null ? -1 : millis(duration.toNanos());
  }

  private ArrayNode headers(HeaderList headers) {
    ArrayNode list = JSON.createArrayNode();
    headers.forEachField(
        (name, value) -> {
          String shown = options.secrets() ? value : HarMask.header(name, value);
          list.addObject().put("name", name).put("value", shown);
        });
    return list;
  }

  private ArrayNode query() {
    ArrayNode list = JSON.createArrayNode();
    String query = seen.url.query();
    if (query != null) {
      FormUrlEncoded.parse(query)
          .forEach(
              pair ->
                  list.addObject()
                      .put("name", pair.name())
                      .put("value", options.maskQuery() ? HarMask.MASK : pair.value()));
    }
    return list;
  }

  private ArrayNode requestCookies(HeaderList headers) {
    ArrayNode list = JSON.createArrayNode();
    for (String line : headers.getAll("cookie")) {
      for (String pair : line.split(";", -1)) {
        list.add(cookie(pair.strip()));
      }
    }
    return list;
  }

  private ArrayNode responseCookies(HeaderList headers) {
    ArrayNode list = JSON.createArrayNode();
    for (String line : headers.getAll("set-cookie")) {
      int end = line.indexOf(';');
      // Name and value only; the header's line has the attributes.
      list.add(cookie(end < 0 ? line : line.substring(0, end)));
    }
    return list;
  }

  private ObjectNode cookie(String pair) {
    int equals = pair.indexOf('=');
    String value = pair.substring(equals + 1);
    return JSON.createObjectNode()
        .put("name", equals < 0 ? "" : pair.substring(0, equals))
        .put("value", options.secrets() ? value : HarMask.MASK);
  }

  private String url(String address) {
    String shown = options.secrets() ? address : HarMask.url(address);
    int query = shown.indexOf('?');
    return options.maskQuery() && query >= 0 ? shown.substring(0, query + 1) + HarMask.MASK : shown;
  }

  private String version() {
    return seen.connection == null ? "" : text(seen.connection.version());
  }

  private static String text(HttpVersion version) {
    return version == HttpVersion.HTTP_2 ? "HTTP/2" : "HTTP/" + version;
  }

  private static long size(String line, HeaderList headers) {
    long size = line.length() + 4L;
    for (int i = 0; i < headers.size(); i++) {
      size += headers.name(i).length() + headers.value(i).length() + 4L;
    }
    return size;
  }
}
