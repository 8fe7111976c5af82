package dev.valence.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.http.RangeDecision.NotModified;
import dev.valence.net.http.RangeDecision.Part;
import dev.valence.net.http.RangeDecision.Parts;
import dev.valence.net.http.RangeDecision.PreconditionFailed;
import dev.valence.net.http.RangeDecision.Unsatisfiable;
import dev.valence.net.http.RangeDecision.Whole;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeRulesTest {
  private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
  private static final String MODIFIED = "Thu, 01 Jan 2026 12:00:00 GMT";
  private static final HeaderList RESPONSE =
      HeaderList.of("ETag", "\"one\"", "Last-Modified", MODIFIED);

  private static RangeDecision decide(String... request) {
    return decide("GET", 100, RESPONSE, request);
  }

  private static RangeDecision decide(
      String method, long length, HeaderList response, String... request) {
    return RangeRules.decide(method, HeaderList.of(request), response, length, NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 0, 10",
    "bytes=90-, 90, 100",
    "bytes=-10, 90, 100",
    "bytes=-1000, 0, 100",
    "bytes=50-1000, 50, 100",
    "bytes=0-0, 0, 1",
    "BYTES=99-99, 99, 100",
    "'bytes= 5-6 ', 5, 7",
  })
  void onePart(String range, long from, long to) {
    assertThat(decide("Range", range)).isEqualTo(new Parts(List.of(new Part(from, to))));
  }

  @Test
  void severalParts() {
    assertThat(decide("Range", "bytes=0-1, 10-11 ,-2"))
        .isEqualTo(new Parts(List.of(new Part(0, 2), new Part(10, 12), new Part(98, 100))));
  }

  @Test
  void partsOutsideAreLeftOut() {
    assertThat(decide("Range", "bytes=500-600,10-11"))
        .isEqualTo(new Parts(List.of(new Part(10, 12))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=200-300", "bytes=-0", "bytes=100-,500-"})
  void nothingWithin(String range) {
    assertThat(decide("Range", range)).isEqualTo(new Unsatisfiable());
  }

  @Test
  void anEmptyWholeHasNoParts() {
    assertThat(decide("GET", 0, RESPONSE, "Range", "bytes=0-")).isEqualTo(new Unsatisfiable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=",
        "bytes=-",
        "bytes=5-4",
        "bytes=a-b",
        "items=0-1",
        "bytes 0-1",
        "bytes=1-2,x",
        "bytes=0-99,0-99",
        "bytes=99999999999999999999-"
      })
  void whatCannotBeReadOrAsksTooMuchGivesTheWhole(String range) {
    assertThat(decide("Range", range)).isEqualTo(new Whole());
  }

  @Test
  void tooManyRangesGiveTheWhole() {
    String ranges = String.join(",", Collections.nCopies(RangeRules.MOST_RANGES + 1, "0-0"));
    assertThat(decide("GET", 1000, RESPONSE, "Range", "bytes=" + ranges)).isEqualTo(new Whole());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "POST", "PUT"})
  void rangesAreForGet(String method) {
    assertThat(decide(method, 100, RESPONSE, "Range", "bytes=0-1")).isEqualTo(new Whole());
  }

  @ParameterizedTest
  @CsvSource({"'\"one\"', true", "'\"two\"', false", "'W/\"one\"', false", "one, false"})
  void ifRangeComparesTagsStrongly(String tag, boolean holds) {
    assertThat(decide("Range", "bytes=0-1", "If-Range", tag) instanceof Parts).isEqualTo(holds);
  }

  @Test
  void aWeakTagProvesNothing() {
    HeaderList weak = HeaderList.of("ETag", "W/\"one\"");
    assertThat(decide("GET", 100, weak, "Range", "bytes=0-1", "If-Range", "W/\"one\""))
        .isEqualTo(new Whole());
  }

  @Test
  void ifRangeWithADateMustBeTheVeryDate() {
    assertThat(decide("Range", "bytes=0-1", "If-Range", MODIFIED)).isInstanceOf(Parts.class);
    String later = "Thu, 01 Jan 2026 12:00:01 GMT";
    assertThat(decide("Range", "bytes=0-1", "If-Range", later)).isEqualTo(new Whole());
    HeaderList fresh = HeaderList.of("Last-Modified", HttpDate.format(NOW));
    assertThat(decide("GET", 100, fresh, "Range", "bytes=0-1", "If-Range", HttpDate.format(NOW)))
        .as("what changed just now may change again within the second")
        .isEqualTo(new Whole());
  }

  @ParameterizedTest
  @CsvSource({
    "If-None-Match, '\"one\"', true",
    "If-None-Match, 'W/\"one\"', true",
    "If-None-Match, '\"two\", \"one\"', true",
    "If-None-Match, *, true",
    "If-None-Match, '\"two\"', false",
    "If-Modified-Since, 'Thu, 01 Jan 2026 12:00:00 GMT', true",
    "If-Modified-Since, 'Thu, 01 Jan 2026 11:59:59 GMT', false",
    "If-Modified-Since, nonsense, false",
  })
  void notModified(String name, String value, boolean same) {
    assertThat(decide(name, value) instanceof NotModified).isEqualTo(same);
    assertThat(decide("HEAD", 100, RESPONSE, name, value) instanceof NotModified).isEqualTo(same);
    assertThat(decide("PUT", 100, RESPONSE, name, value)).isEqualTo(new Whole());
  }

  @Test
  void tagsWinOverDates() {
    assertThat(decide("If-None-Match", "\"two\"", "If-Modified-Since", MODIFIED))
        .isEqualTo(new Whole());
  }

  @ParameterizedTest
  @CsvSource({
    "If-Match, '\"one\"', false",
    "If-Match, *, false",
    "If-Match, 'W/\"one\"', true",
    "If-Match, '\"two\"', true",
    "If-Unmodified-Since, 'Thu, 01 Jan 2026 12:00:00 GMT', false",
    "If-Unmodified-Since, 'Thu, 01 Jan 2026 11:59:59 GMT', true",
  })
  void preconditions(String name, String value, boolean fails) {
    assertThat(decide(name, value) instanceof PreconditionFailed).isEqualTo(fails);
  }
}
