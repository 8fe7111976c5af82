package dev.valence.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconnectPolicyTest {
  /** Always the longest wait. */
  private static final RandomGenerator LONGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return -1;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  @ParameterizedTest
  @CsvSource({
    "1,1000",
    "2,2000",
    "3,4000",
    "4,8000",
    "5,16000",
    "6,30000",
    "7,30000",
    "40,30000",
    "70,30000",
    "2147483647,30000"
  })
  void theLongestWaitsDouble(int attempt, long millis) {
    ReconnectPolicy policy = ReconnectPolicy.builder().random(LONGEST).build();

    assertThat(policy.delay(attempt)).isEqualTo(Duration.ofMillis(millis).minusNanos(1));
  }

  @Test
  void theJitterIsFull() {
    ReconnectPolicy policy =
        ReconnectPolicy.builder()
            .initialDelay(Duration.ofMillis(100))
            .random(new Random(1))
            .build();
    Set<Long> tenths = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      Duration delay = policy.delay(3);
      assertThat(delay).isBetween(Duration.ZERO, Duration.ofMillis(400));
      tenths.add(delay.toMillis() / 40);
    }
    assertThat(tenths).hasSize(10);
    ReconnectPolicy atOnce =
        ReconnectPolicy.builder().initialDelay(Duration.ZERO).maxDelay(Duration.ZERO).build();
    assertThat(atOnce.delay(5)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "1000,false", "1001,true", "1002,false", "1003,false", "1005,false", "1007,false",
    "1008,false", "1009,false", "1011,false", "1012,true", "1013,true", "1014,false",
    "3000,false", "4999,false"
  })
  void theCodesThatAreRetried(int code, boolean retried) {
    CloseEvent end = new CloseEvent(code, "", true);

    assertThat(ReconnectPolicy.defaults().retries(end, null)).isEqualTo(retried);
    assertThat(ReconnectPolicy.builder().closeCodes(4000).build().retries(end, null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECTION_REFUSED,true",
    "CONNECTION_CLOSED,true",
    "CONNECTION_RESET,true",
    "NAME_NOT_RESOLVED,true",
    "INTERNET_DISCONNECTED,true",
    "TIMED_OUT,true",
    "INVALID_RESPONSE,true",
    "ABORTED,true",
    "PROXY_CONNECTION_FAILED,true",
    "CONTEXT_SHUT_DOWN,false",
    "BLOCKED_BY_CLIENT,false",
    "CERT_AUTHORITY_INVALID,false",
    "CERT_DATE_INVALID,false",
    "WS_PROTOCOL_ERROR,false",
    "MSG_TOO_BIG,false",
    "FAILED,false"
  })
  void theFailuresThatAreRetried(NetError error, boolean retried) {
    CloseEvent end = new CloseEvent(1006, error.text(), false);

    assertThat(ReconnectPolicy.defaults().retries(end, new NetException(error))).isEqualTo(retried);
  }

  @Test
  void wrongValuesAreRefused() {
    assertThatThrownBy(() -> ReconnectPolicy.builder().maxAttempts(0))
        .hasMessageContaining("maxAttempts is at least 1, not 0");
    assertThatThrownBy(() -> ReconnectPolicy.builder().initialDelay(Duration.ofMillis(-1)))
        .hasMessageContaining("initialDelay");
    assertThatThrownBy(() -> ReconnectPolicy.builder().maxDelay(Duration.ofDays(400)))
        .hasMessageContaining("maxDelay");
    assertThatThrownBy(() -> ReconnectPolicy.builder().bufferBytes(-1))
        .hasMessageContaining("bufferBytes");
    assertThatThrownBy(() -> ReconnectPolicy.builder().maxDelay(Duration.ofMillis(1)).build())
        .hasMessageContaining("less than initialDelay");
  }
}
