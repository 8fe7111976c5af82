package dev.valence.net;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.HttpDate;
import dev.valence.testkit.RawConnection;
import dev.valence.testkit.RawServer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Answers as the server of the package {@code http-cache-tests} does, byte for byte where it
 * counts.
 */
final class CacheTestServer implements AutoCloseable {
  private static final Set<String> DATES =
      Set.of("date", "expires", "last-modified", "if-modified-since", "if-unmodified-since");
  private static final DateTimeFormatter RFC_850 =
      DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** What the server saw of one request, and said. */
  record Seen(
      int number, String method, HeaderList headers, List<String[]> saved, HeaderList sent) {}

  private final Map<String, JsonNode> cases = new ConcurrentHashMap<>();
  private final Map<String, List<Seen>> seen = new ConcurrentHashMap<>();
  private final LongSupplier clock;
  private final RawServer server;

  CacheTestServer(LongSupplier clock) throws IOException {
    this.clock = clock;
    this.server = RawServer.start(this::serve);
  }

  String url(String path) {
    return server.url(path);
  }

  void prepare(String token, JsonNode requests) {
    cases.put(token, requests);
    seen.put(token, new CopyOnWriteArrayList<>());
  }

  List<Seen> seen(String token) {
    return seen.get(token);
  }

  @Override
  public void close() {
    server.close();
  }

  private void serve(RawConnection connection) throws IOException {
    try {
      while (true) {
        String[] lines = connection.readHead().split("\r\n");
        HeaderList headers = new HeaderList();
        for (int i = 1; i < lines.length; i++) {
          int colon = lines[i].indexOf(':');
          headers.add(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
        }
        String length = headers.get("content-length");
        if (length != null) {
          connection.read(Integer.parseInt(length));
        }
        String[] request = lines[0].split(" ");
        if (!answer(connection, request[0], request[1], headers)) {
          return;
        }
      }
    } catch (EOFException end) {
      // The client has closed the connection.
      return;
    }
  }

  private boolean answer(RawConnection connection, String method, String target, HeaderList request)
      throws IOException {
    String token = target.split("[/?]")[2];
    JsonNode requests = cases.get(token);
    List<Seen> before = seen.get(token);
    int serverNumber = before.size() + 1;
    int number = Integer.parseInt(request.get("req-num"));
    JsonNode config = requests.get(number - 1);
    String[] status = status(config, before, request);
    long now = clock.getAsLong();

    HeaderList response =
        HeaderList.of(
            "Server-Base-Url", target,
            "Server-Request-Count", String.valueOf(serverNumber),
            "Client-Request-Count", String.valueOf(number),
            "Server-Now", String.valueOf(now));
    List<String[]> saved = new ArrayList<>();
    for (JsonNode header : config.path("response_headers")) {
      String name = header.get(0).asText();
      response.add(name, value(header, config, now, target));
      if (header.size() < 3 || header.get(2).asBoolean()) {
        saved.removeIf(other -> other[0].equals(name));
        saved.add(new String[] {name, response.getJoined(name)});
      }
    }
    if (!response.contains("content-type")) {
      response.add("Content-Type", "text/plain");
    }
    if (!response.contains("date")) {
      response.add("Date", HttpDate.format(Instant.ofEpochMilli(now)));
    }
    before.add(new Seen(number, method, request, saved, response));
    response.add(
        "Request-Numbers",
        before.stream().map(one -> String.valueOf(one.number)).collect(Collectors.joining(" ")));
    if (config.path("disconnect").asBoolean()) {
      connection.reset();
      return false;
    }
    write(connection, method, status, response, config, token);
    // A coding that nobody knows ends with the connection.
    return !response.contains("transfer-encoding");
  }

  private static void write(
      RawConnection connection,
      String method,
      String[] status,
      HeaderList response,
      JsonNode config,
      String token)
      throws IOException {
    boolean hasBody = !status[0].equals("204") && !status[0].equals("304");
    String body = config.path("response_body").asText("");
    body = !hasBody ? "" : body.isEmpty() || body.equals("null") ? token : body;
    if (hasBody
        && !response.contains("content-length")
        && !response.contains("transfer-encoding")) {
      response.add("Content-Length", String.valueOf(body.length()));
    }
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status[0] + " " + status[1] + "\r\n");
    response.forEachField(
        (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("\r\n");
    if (!method.equals("HEAD")) {
      head.append(body);
    }
    connection.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String[] status(JsonNode config, List<Seen> before, HeaderList request) {
    String[] status = {"200", "OK"};
    if (config.has("response_status")) {
      status[0] = config.get("response_status").get(0).asText();
      status[1] = config.get("response_status").get(1).asText();
    }
    if (!before.isEmpty() && config.path("expected_type").asText().endsWith("validated")) {
      HeaderList previous = before.get(before.size() - 1).sent;
      boolean same =
          holds(previous.get("last-modified"), request.get("if-modified-since"))
              || holds(previous.get("etag"), request.get("if-none-match"));
      return same
          ? new String[] {"304", "Not Modified"}
          : new String[] {"999", "304 Not Generated"};
    }
    return status;
  }

  private static boolean holds(String validator, String condition) {
    return validator != null && validator.equals(condition);
  }

  /** The value of a header as the package's {@code fixupHeader} makes it. */
  static String value(JsonNode header, JsonNode config, long serverNow, String baseUrl) {
    String name = header.get(0).asText().toLowerCase(Locale.ROOT);
    if (DATES.contains(name) && header.get(1).isInt()) {
      Instant date = Instant.ofEpochMilli(serverNow).plusSeconds(header.get(1).asLong());
      for (JsonNode rfc850 : config.path("rfc850date")) {
        if (rfc850.asText().equals(name)) {
          return RFC_850.format(date);
        }
      }
      return HttpDate.format(date);
    }
    if ((name.equals("location") || name.equals("content-location"))
        && config.path("magic_locations").asBoolean()) {
      String path = header.get(1).asText();
      return path.isEmpty() ? baseUrl : baseUrl + "/" + path;
    }
    return header.get(1).asText();
  }
}
