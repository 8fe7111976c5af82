package dev.valence.net.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.http.HeaderList;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacScheduleTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  @ParameterizedTest
  @CsvSource({"1, PT8S", "2, PT32S", "3, PT2M", "4, PT4H", "5, PT4H", "1000000, PT4H"})
  void failuresWaitLongerAndLonger(int failures, Duration expected) {
    assertThat(PacSchedule.afterFailure(failures)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                   | PT12H",
        "cache-control: max-age=3600          | PT1H",
        "cache-control: MAX-AGE=\"3600\"      | PT1H",
        "cache-control: private, max-age=600  | PT10M",
        "cache-control: max-age=5             | PT1M",
        "cache-control: max-age=0             | PT1M",
        "cache-control: max-age=-1            | PT1M",
        "cache-control: max-age=              | PT1M",
        "cache-control: max-age=86400         | PT12H",
        "cache-control: max-age=99999999999999| PT12H",
        "cache-control: no-store              | PT1M",
        "cache-control: no-cache, max-age=600 | PT1M",
        "cache-control: private               | PT12H",
        "expires: Wed, 04 Mar 2026 06:06:07 GMT | PT1H",
        "expires: Wed, 04 Mar 2026 04:06:07 GMT | PT1M",
        "expires: 0                           | PT1M",
        "expires: Wed, 04 Mar 2026 06:06:07 GMT; date: Wed, 04 Mar 2026 05:36:07 GMT | PT30M",
        "expires: Wed, 04 Mar 2026 06:06:07 GMT; date: nonsense | PT1H",
        "cache-control: max-age=600; expires: Wed, 04 Mar 2026 06:06:07 GMT | PT10M",
      })
  void aScriptIsKeptAsLongAsItIsFresh(String fields, Duration expected) {
    HeaderList headers = new HeaderList();
    for (String field : fields.split("; ", -1)) {
      int colon = field.indexOf(':');
      if (colon > 0) {
        headers.add(field.substring(0, colon), field.substring(colon + 1).strip());
      }
    }
    assertThat(PacSchedule.afterSuccess(headers, NOW)).isEqualTo(expected);
  }
}
