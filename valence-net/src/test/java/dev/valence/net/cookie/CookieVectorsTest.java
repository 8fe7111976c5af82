package dev.valence.net.cookie;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.valence.net.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The public tables of cookies (http-state), written for RFC 6265. Where RFC 6265bis and Chromium
 * changed a rule since, the case is listed with what is sent instead.
 */
class CookieVectorsTest {
  /** Between the dates that the table takes for past (2007) and for future (2019, 2027). */
  private static final Instant NOW = Instant.parse("2011-01-01T00:00:00Z");

  /** RFC 6265bis §5.6 step 4 and Chromium keep a cookie without a name; RFC 6265 dropped it. */
  private static final Map<String, String> NAMELESS =
      Map.ofEntries(
          entry("0004", "foo"),
          entry("0021", "a=b; x; c=d"),
          entry("0023", "foo"),
          entry("0024", "foo"),
          entry("0025", "foo"),
          entry("0026", "foo"),
          entry("0027", "bar"),
          entry("0028", "foo"),
          entry("CHROMIUM0009", "BLAHHH"),
          entry("CHROMIUM0010", "\"BLA\\\"HHH\""),
          entry("CHROMIUM0012", "ABC"),
          entry("MOZILLA0012", "test=\"fubar! = foo; five"),
          entry("MOZILLA0014", "six"),
          entry("MOZILLA0015", "seven"),
          entry("MOZILLA0016", "eight"),
          entry("MOZILLA0017", "eight; test=six"),
          entry("NAME0017", "a=bar"),
          entry("NAME0023", "foo"),
          entry("NAME0025", "==a=bar"),
          entry("NAME0028", "a"),
          entry("NAME0031", "\"foo"),
          entry("NAME0032", "\"foo\\\"bar"),
          entry("NAME0033", "aaa"));

  /** RFC 6265bis §5.6 step 1 and Chromium refuse NUL and CR; the table cuts the line there. */
  private static final Map<String, String> CONTROL_CHARACTERS =
      Map.of("DISABLED_CHROMIUM0022", "", "DISABLED_CHROMIUM0023", "");

  /** Paths are compared as they are written, as PATH0028 asks; this one asks for the contrary. */
  private static final Map<String, String> ENCODED_PATH = Map.of("DISABLED_PATH0029", "");

  /** RFC 6265bis §5.6.3: an empty Domain, being the last, makes a host cookie. */
  private static final Map<String, String> EMPTY_DOMAIN = Map.of("OPTIONAL_DOMAIN0042", "foo=bar");

  @Test
  void parserTable() throws IOException {
    Map<String, String> differences = new TreeMap<>();
    int cases = 0;
    for (JsonNode test : read("parser.json")) {
      cases++;
      String sent = headerFor(test);
      if (!sent.equals(headerOf(test.get("sent")))) {
        differences.put(test.get("test").textValue(), sent);
      }
    }

    Map<String, String> expected = new TreeMap<>(NAMELESS);
    expected.putAll(CONTROL_CHARACTERS);
    expected.putAll(ENCODED_PATH);
    expected.putAll(EMPTY_DOMAIN);
    assertThat(differences).isEqualTo(expected);
    assertThat(cases).isEqualTo(222);
  }

  private static String headerFor(JsonNode test) {
    String query = "?" + test.get("test").textValue();
    Url setter = Url.parse("http://home.example.org:8888/cookie-parser" + query);
    String sentTo =
        test.has("sent-to") ? test.get("sent-to").textValue() : "/cookie-parser-result" + query;
    try (CookieStore store = CookieStore.builder().clock(() -> NOW).open()) {
      List<String> lines = new ArrayList<>();
      test.get("received").forEach(line -> lines.add(field(line.textValue())));
      store.setFromResponse(CookieAccess.ofHost(setter), lines, null);
      String header = store.cookieHeaderFor(CookieAccess.ofHost(setter.resolve(sentTo)));
      return new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
  }

  /** As it comes off the wire: one char a byte. */
  private static String field(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String headerOf(JsonNode sent) {
    List<String> pairs = new ArrayList<>();
    sent.forEach(
        pair -> pairs.add(pair.get("name").textValue() + "=" + pair.get("value").textValue()));
    return String.join("; ", pairs);
  }

  @Test
  void dateTables() throws IOException {
    int cases = 0;
    for (String file : List.of("dates-examples.json", "dates-bsd-examples.json")) {
      for (JsonNode test : read(file)) {
        cases++;
        String text = test.get("test").textValue();
        JsonNode expected = test.get("expected");
        Instant date =
            expected.isNull()
                ? null
                : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(expected.textValue()));
        assertThat(CookieDate.parse(text)).as(text).isEqualTo(date);
      }
    }
    assertThat(cases).isEqualTo(70);
  }

  private static JsonNode read(String file) throws IOException {
    Path path = Path.of(System.getProperty("valence.vectors", ""), "cookies", file);
    boolean there = Files.exists(path);
    if (!there) {
      System.out.println("Skipped: no public vectors cookies/" + file);
    }
    assumeTrue(there, "no public vectors");
    return JsonMapper.builder()
        .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
        .build()
        .readTree(path.toFile());
  }
}
