package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.valence.net.CacheTestCase.Result;
import dev.valence.net.CacheTestCase.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The public HTTP caching tests; see the README beside their definitions. */
final class HttpCacheTestsTest {
  private static final String FOLDER = "/http-cache-tests/";
  private static final Map<String, Verdict> VERDICTS = new HashMap<>();
  private static final Map<String, JsonNode> TESTS = new TreeMap<>();

  @BeforeAll
  static void runAll() throws IOException {
    AtomicLong ahead = new AtomicLong();
    try (CacheTestServer server =
            new CacheTestServer(() -> System.currentTimeMillis() + ahead.get());
        RoadClient client =
            RoadClient.with()
                .cacheStore(loop -> new TestCacheStore())
                .clock(() -> Instant.ofEpochMilli(System.currentTimeMillis() + ahead.get()))
                .start()) {
      int number = 0;
      for (JsonNode suite : new ObjectMapper().readTree(text("tests.json"))) {
        for (JsonNode test : suite.get("tests")) {
          if (!test.path("browser_skip").asBoolean()) {
            String id = test.get("id").asText();
            // As long as the UUIDs of the package: some tests state lengths that are shorter.
            String token = String.format("00000000-0000-4000-8000-%012d", ++number);
            Runnable pause = () -> ahead.addAndGet(3000);
            TESTS.put(id, test);
            VERDICTS.put(id, new CacheTestCase(client, server, pause, test, token).run());
          }
        }
      }
    }
  }

  @AfterAll
  static void forget() {
    VERDICTS.clear();
    TESTS.clear();
  }

  @TestFactory
  List<DynamicTest> eachAsExpected() throws IOException {
    Map<String, Result> expectations = expectations();
    assertThat(TESTS.keySet()).containsAll(expectations.keySet());
    List<DynamicTest> all = new ArrayList<>();
    TESTS.forEach(
        (id, test) ->
            all.add(
                DynamicTest.dynamicTest(
                    id + " [" + kind(test) + "]",
                    () ->
                        assertThat(VERDICTS.get(id).result())
                            .as(VERDICTS.get(id).reason())
                            .isEqualTo(expectations.getOrDefault(id, Result.PASS)))));
    return all;
  }

  /** Chrome passes 109 of these 147 by the results that the package itself brings. */
  @Test
  void moreRequiredTestsPassThanInChromium() {
    long required = TESTS.values().stream().filter(test -> kind(test).equals("required")).count();
    assertThat(passed("required")).as("of " + required).isGreaterThan(required * 95 / 100);
  }

  private static long passed(String kind) {
    return TESTS.entrySet().stream()
        .filter(test -> kind(test.getValue()).equals(kind))
        .filter(test -> VERDICTS.get(test.getKey()).result() == Result.PASS)
        .count();
  }

  private static String kind(JsonNode test) {
    return test.path("kind").asText("required");
  }

  /** Lines of an id and a result; behind a number sign stands why. */
  private static Map<String, Result> expectations() throws IOException {
    Map<String, Result> expectations = new HashMap<>();
    for (String line : text("expectations.txt").split("\n")) {
      String plain = line.replaceAll("#.*", "").strip();
      if (!plain.isEmpty()) {
        String[] words = plain.split("\\s+");
        expectations.put(words[0], Result.valueOf(words[1].toUpperCase(Locale.ROOT)));
      }
    }
    return expectations;
  }

  private static String text(String name) throws IOException {
    try (InputStream in = HttpCacheTestsTest.class.getResourceAsStream(FOLDER + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
