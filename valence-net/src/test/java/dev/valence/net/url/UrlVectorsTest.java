package dev.valence.net.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The parser, the setters and domain to ASCII against the public tables of web-platform-tests. */
final class UrlVectorsTest {
  /** Every case that differs: "file: input" to the reason. */
  private static final Map<String, String> DIFFERENT = Map.of();

  private final List<String> failures = new ArrayList<>();
  private int cases;

  @Test
  void urltestdata() throws IOException {
    for (JsonNode test : Vectors.json("urltestdata.json")) {
      if (!test.isObject()) {
        continue;
      }
      cases++;
      String input = test.get("input").asText();
      String base = test.path("base").isTextual() ? test.get("base").asText() : null;
      String name = "urltestdata: " + input + " on " + base;
      Url baseUrl = base == null ? null : Url.tryParse(base);
      Url url =
          base == null
              ? Url.tryParse(input)
              : baseUrl == null ? null : Url.tryParse(input, baseUrl);
      if (test.path("failure").asBoolean()) {
        check(name, "failure", url == null ? "failure" : url.href());
        continue;
      }
      if (url == null) {
        failures.add(name + ": not parsed; expected " + test.get("href").asText());
        continue;
      }
      checkParts(name, test, url);
      if (test.has("origin")) {
        check(name + " origin", test.get("origin").asText(), url.origin().toString());
      }
      Url again = Url.parse(url.href());
      check(name + " again", url.href(), again.href());
      checkParts(name + " again", test, again);
    }
    assertThat(cases).isGreaterThan(500);
    assertThat(failures).isEmpty();
  }

  @Test
  void setters() throws IOException {
    Iterator<Map.Entry<String, JsonNode>> attributes = Vectors.json("setters_tests.json").fields();
    while (attributes.hasNext()) {
      Map.Entry<String, JsonNode> attribute = attributes.next();
      if (attribute.getKey().equals("comment")) {
        continue;
      }
      for (JsonNode test : attribute.getValue()) {
        cases++;
        String value = test.get("new_value").asText();
        Url url = Url.parse(test.get("href").asText());
        String name = "setters: " + attribute.getKey() + " of " + url + " = " + value;
        Url set = set(attribute.getKey(), url, value);
        checkParts(name, test.get("expected"), set);
        check(name + " again", set.href(), Url.parse(set.href()).href());
      }
    }
    assertThat(cases).isGreaterThan(200);
    assertThat(failures).isEmpty();
  }

  @Test
  void toAscii() throws IOException {
    idna("toascii.json");
    assertThat(cases).isGreaterThan(50);
    assertThat(failures).isEmpty();
  }

  @Test
  void idnaTestV2() throws IOException {
    idna("IdnaTestV2.json");
    assertThat(cases).isGreaterThan(2000);
    assertThat(failures).isEmpty();
  }

  @Test
  void percentEncoding() throws IOException {
    for (JsonNode test : Vectors.json("percent-encoding.json")) {
      if (test.isObject()) {
        cases++;
        String input = test.get("input").asText();
        String expected = test.get("output").get("utf-8").asText();
        Url url = Url.parse("https://doesnotmatter.invalid/?" + input + "#" + input);
        check("query " + input, expected, url.query());
        check("fragment " + input, expected, url.fragment());
      }
    }
    assertThat(cases).isGreaterThan(5);
    assertThat(failures).isEmpty();
  }

  private void idna(String file) throws IOException {
    for (JsonNode test : Vectors.json(file)) {
      if (!test.isObject()) {
        continue;
      }
      cases++;
      String input = test.get("input").asText();
      if (input.isEmpty()) {
        // "https:///x" has the host "x": an empty domain cannot be asked for through a URL.
        continue;
      }
      JsonNode output = test.get("output");
      String expected = output.isNull() ? "failure" : output.asText();
      String encoded =
          PercentEncoding.encode(
              new String(input.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8),
              PercentEncodeSet.COMPONENT);
      for (String host : List.of(input, encoded)) {
        if (host.equals(input) && !input.chars().allMatch(UrlVectorsTest::isPlain)) {
          continue;
        }
        Url url = Url.tryParse("https://" + host + "/x");
        String name = file + ": " + input + " as " + host;
        check(name, expected, url == null ? "failure" : url.host());
      }
    }
  }

  /** Whether the character means itself in the host of a URL. */
  private static boolean isPlain(int c) {
    return c > ' ' && "/\\?#@:%".indexOf(c) < 0;
  }

  private static Url set(String attribute, Url url, String value) {
    return switch (attribute) {
      case "href" -> UrlSetters.href(url, value);
      case "protocol" -> UrlSetters.protocol(url, value);
      case "username" -> UrlSetters.username(url, value);
      case "password" -> UrlSetters.password(url, value);
      case "host" -> UrlSetters.host(url, value);
      case "hostname" -> UrlSetters.hostname(url, value);
      case "port" -> UrlSetters.port(url, value);
      case "pathname" -> UrlSetters.pathname(url, value);
      case "search" -> UrlSetters.search(url, value);
      case "hash" -> UrlSetters.hash(url, value);
      default -> throw new AssertionError(attribute);
    };
  }

  private void checkParts(String name, JsonNode expected, Url url) {
    Iterator<Map.Entry<String, JsonNode>> fields = expected.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      String actual = part(field.getKey(), url);
      if (actual != null) {
        check(name + " " + field.getKey(), field.getValue().asText(), actual);
      }
    }
  }

  /** The attribute of the standard's URL class, or null when it is none. */
  private static String part(String attribute, Url url) {
    String host = Objects.requireNonNullElse(url.host(), "");
    String query = Objects.requireNonNullElse(url.query(), "");
    String fragment = Objects.requireNonNullElse(url.fragment(), "");
    return switch (attribute) {
      case "href" -> url.href();
      case "protocol" -> url.scheme() + ":";
      case "username" -> url.username();
      case "password" -> url.password();
      case "host" -> url.port() < 0 ? host : host + ":" + url.port();
      case "hostname" -> host;
      case "port" -> url.port() < 0 ? "" : String.valueOf(url.port());
      case "pathname" -> url.path();
      case "search" -> query.isEmpty() ? "" : "?" + query;
      case "hash" -> fragment.isEmpty() ? "" : "#" + fragment;
      default -> null;
    };
  }

  private void check(String name, String expected, String actual) {
    if (!Objects.equals(expected, actual) && !DIFFERENT.containsKey(name)) {
      failures.add(name + ": expected " + expected + " but was " + actual);
    }
  }
}
