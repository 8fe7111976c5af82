package dev.valence.net;

import com.fasterxml.jackson.databind.JsonNode;
import dev.valence.net.http.CacheMode;
import dev.valence.net.http.HeaderList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs one of the public tests and checks it as the package's client does. */
final class CacheTestCase {
  /** What a test is found to be. */
  enum Result {
    PASS,
    /** What the test is about does not hold. */
    FAIL,
    /** What the test builds on does not hold. */
    SETUP
  }

  /** A result and its reason. */
  record Verdict(Result result, String reason) {}

  private static final class Unmet extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean setup;

    Unmet(boolean setup, String reason) {
      super(reason);
      this.setup = setup;
    }
  }

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record Answer(ResponseHead head, String body) {}

  private final RoadClient client;
  private final CacheTestServer server;
  private final Runnable pause;
  private final JsonNode test;
  private final String token;
  private final List<Answer> answers = new ArrayList<>();

  CacheTestCase(
      RoadClient client, CacheTestServer server, Runnable pause, JsonNode test, String token) {
    this.client = client;
    this.server = server;
    this.pause = pause;
    this.test = test;
    this.token = token;
  }

  Verdict run() {
    server.prepare(token, test.get("requests"));
    try {
      for (int i = 0; i < test.get("requests").size(); i++) {
        JsonNode request = test.get("requests").get(i);
        Answer answer = ask(request, i + 1);
        answers.add(answer);
        checkResponse(request, i + 1, answer);
        if (request.has("pause_after")) {
          pause.run();
        }
      }
      checkRequests();
      return new Verdict(Result.PASS, "");
    } catch (Refused asItMust) {
      return new Verdict(Result.PASS, "");
    } catch (Unmet unmet) {
      return new Verdict(unmet.setup ? Result.SETUP : Result.FAIL, unmet.getMessage());
    }
  }

  private Answer ask(JsonNode config, int number) {
    HeaderList headers = new HeaderList();
    for (JsonNode header : config.path("request_headers")) {
      headers.add(header.get(0).asText(), header.get(1).asText().strip());
    }
    headers.add("Test-ID", test.get("id").asText()).add("Req-Num", String.valueOf(number));
    String path = "/test/" + token;
    path += config.has("filename") ? "/" + config.get("filename").asText() : "";
    path += config.has("query_arg") ? "?" + config.get("query_arg").asText() : "";
    RoadCall call = new RoadCall();
    if (config.path("redirect").asText().equals("manual")) {
      call.onRedirect((step, decision) -> decision.deliver());
    }
    client.start(
        server.url(path),
        request ->
            request
                .method(config.path("request_method").asText("GET"))
                .headers(headers)
                .body(
                    config.has("request_body")
                        ? TestBody.of(config.get("request_body").asText())
                        : null)
                .cacheMode(CacheMode.ofWireName(config.path("cache").asText("default"))),
        call);
    try {
      call.whenOver().get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(test.get("id") + ": no end of request " + number, e);
    }
    try {
      return new Answer(call.response(), call.text());
    } catch (AssertionError failed) {
      if (config.path("disconnect").asBoolean()
          && config.path("expected_type").asText().equals("not_cached")) {
        // The package's client takes every rejected fetch for a failure. Here the server hangs up,
        // and the test asks that nothing stale is used: that is met when the request fails.
        throw new Refused();
      }
      throw new Unmet(false, "failed to fetch: " + failed.getMessage());
    }
  }

  private void check(boolean setup, boolean met, String otherwise) {
    if (!met) {
      throw new Unmet(setup, otherwise);
    }
  }

  private static boolean isSetup(JsonNode config, String member) {
    boolean listed = false;
    for (JsonNode name : config.path("setup_tests")) {
      listed |= name.asText().equals(member);
    }
    return config.path("setup").asBoolean() || listed;
  }

  private void checkResponse(JsonNode config, int number, Answer answer) {
    HeaderList headers = answer.head.headers();
    String numbers = headers.getJoined("request-numbers");
    if (numbers != null) {
      Set<String> distinct = new HashSet<>(List.of(numbers.split(" ")));
      check(true, distinct.size() == numbers.split(" ").length, "retry");
    }
    String count = headers.getJoined("server-request-count");
    int served = count == null ? -1 : Integer.parseInt(count);
    String type = config.path("expected_type").asText();
    boolean typeSetup = isSetup(config, "expected_type");
    if (type.equals("cached")) {
      boolean bare304 = answer.head.status() == 304 && served < 0;
      check(
          typeSetup,
          bare304 || served >= 0 && served < number,
          "response " + number + " does not come from cache");
    } else if (type.equals("not_cached")) {
      check(typeSetup, served == number, "response " + number + " comes from cache");
    }
    checkStatus(config, number, answer.head.status());
    checkHeaders(config, number, headers);
    checkBody(config, number, answer);
  }

  private void checkStatus(JsonNode config, int number, int status) {
    String is = "response " + number + " status is " + status;
    if (config.has("expected_status")) {
      check(
          isSetup(config, "expected_status"),
          status == config.get("expected_status").asInt(),
          is + ", not " + config.get("expected_status"));
    } else if (config.has("response_status")) {
      check(true, status == config.get("response_status").get(0).asInt(), is);
    } else if (status == 999) {
      check(
          isSetup(config, "expected_type"),
          false,
          "request " + number + " should have been conditional");
    } else {
      check(true, status == 200, is);
    }
  }

  private void checkHeaders(JsonNode config, int number, HeaderList headers) {
    boolean setup = isSetup(config, "expected_response_headers");
    for (JsonNode header : config.path("expected_response_headers")) {
      String name = header.isTextual() ? header.asText() : header.get(0).asText();
      String value = headers.getJoined(name);
      String is = "response " + number + " header " + name + " is " + value;
      if (header.isTextual()) {
        check(setup, value != null, is);
      } else if (header.size() > 2 && header.get(1).asText().equals(">")) {
        check(setup, value != null && Integer.parseInt(value) > header.get(2).asInt(), is);
      } else if (header.size() > 2) {
        check(setup, value != null && value.equals(headers.getJoined(header.get(2).asText())), is);
      } else {
        String now = headers.get("server-now");
        String expected =
            CacheTestServer.value(
                header,
                config,
                now == null ? 0 : Long.parseLong(now),
                headers.get("server-base-url"));
        check(setup, expected.equals(value), is + ", not " + expected);
      }
    }
    boolean missingSetup = isSetup(config, "expected_response_headers_missing");
    for (JsonNode header : config.path("expected_response_headers_missing")) {
      if (header.isTextual()) {
        check(
            missingSetup,
            !headers.contains(header.asText()),
            "response " + number + " includes " + header.asText());
      }
    }
  }

  private void checkBody(JsonNode config, int number, Answer answer) {
    if (config.has("check_body") && !config.get("check_body").asBoolean()) {
      return;
    }
    int status = answer.head.status();
    String is = "response " + number + " body is " + answer.body;
    if (config.has("expected_response_text")) {
      if (!config.get("expected_response_text").isNull()) {
        check(
            isSetup(config, "expected_response_text"),
            answer.body.equals(config.get("expected_response_text").asText()),
            is);
      }
    } else if (config.has("response_body") && !config.get("response_body").isNull()) {
      check(true, answer.body.equals(config.get("response_body").asText()), is);
    } else if (status != 204
        && status != 304
        && !config.path("request_method").asText().equals("HEAD")) {
      check(true, answer.body.equals(token), is);
    }
  }

  private void checkRequests() {
    List<CacheTestServer.Seen> all = server.seen(token);
    int at = 0;
    for (int i = 0; i < test.get("requests").size(); i++) {
      JsonNode config = test.get("requests").get(i);
      int number = i + 1;
      String type = config.path("expected_type").asText();
      if (type.equals("cached")) {
        continue;
      }
      CacheTestServer.Seen seen = at < all.size() ? all.get(at) : null;
      boolean setup = isSetup(config, "expected_type");
      if (type.equals("not_cached")) {
        check(setup, seen != null && seen.number() == number, number + " comes from cache");
      }
      at++;
      if (type.endsWith("_validated")) {
        String condition = type.startsWith("etag") ? "if-none-match" : "if-modified-since";
        check(setup, seen != null, "request " + number + " wasn't sent to server");
        check(setup, seen.headers().contains(condition), number + " doesn't have " + condition);
      }
      checkRequest(config, number, seen, answers.get(i));
    }
  }

  private void checkRequest(JsonNode config, int number, CacheTestServer.Seen seen, Answer answer) {
    boolean setup = isSetup(config, "expected_request_headers");
    for (JsonNode header : config.path("expected_request_headers")) {
      String name = header.isTextual() ? header.asText() : header.get(0).asText();
      String value = seen == null ? null : seen.headers().getJoined(name);
      boolean met = header.isTextual() ? value != null : header.get(1).asText().equals(value);
      check(setup, met, "request " + number + " header " + name + " is " + value);
    }
    if (seen == null) {
      return;
    }
    for (String[] header : seen.saved()) {
      if (!header[0].equalsIgnoreCase("date") && !isHiddenFromPages(header[0])) {
        String received = answer.head.headers().getJoined(header[0]);
        check(
            true,
            header[1].equals(received),
            "response " + number + " header " + header[0] + " is " + received);
      }
    }
    if (config.has("expected_method")) {
      check(
          isSetup(config, "expected_method"),
          seen.method().equals(config.get("expected_method").asText()),
          "request " + number + " had method " + seen.method());
    }
  }

  private static boolean isHiddenFromPages(String name) {
    return name.equalsIgnoreCase("set-cookie") || name.equalsIgnoreCase("set-cookie2");
  }
}
