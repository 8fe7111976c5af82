package dev.valence.net.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireNamesTest {
  @Test
  void n265_referrerPoliciesHaveElectronsNames() {
    assertThat(Arrays.stream(ReferrerPolicy.values()).map(ReferrerPolicy::wireName))
        .containsExactly(
            "",
            "no-referrer",
            "no-referrer-when-downgrade",
            "origin",
            "origin-when-cross-origin",
            "unsafe-url",
            "same-origin",
            "strict-origin",
            "strict-origin-when-cross-origin");
    for (ReferrerPolicy policy : ReferrerPolicy.values()) {
      assertThat(ReferrerPolicy.ofWireName(policy.wireName())).isSameAs(policy);
    }
    assertThat(ReferrerPolicy.UNSET.orDefault())
        .isSameAs(ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN);
    assertThatThrownBy(() -> ReferrerPolicy.ofWireName("always"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("referrerPolicy")
        .hasMessageEndingWith("not 'always'");
  }

  @Test
  void n266_cacheModesHaveElectronsNames() {
    assertThat(Arrays.stream(CacheMode.values()).map(CacheMode::wireName))
        .containsExactly(
            "default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached");
    for (CacheMode mode : CacheMode.values()) {
      assertThat(CacheMode.ofWireName(mode.wireName())).isSameAs(mode);
    }
    assertThatThrownBy(() -> CacheMode.ofWireName("No-Store"))
        .hasMessageEndingWith("not 'No-Store'");
  }

  @Test
  void prioritiesHaveElectronsNamesFromLeastToMostUrgent() {
    assertThat(Arrays.stream(RequestPriority.values()).map(RequestPriority::wireName))
        .containsExactly("throttled", "idle", "lowest", "low", "medium", "highest");
    for (RequestPriority priority : RequestPriority.values()) {
      assertThat(RequestPriority.ofWireName(priority.wireName())).isSameAs(priority);
    }
    assertThatThrownBy(() -> RequestPriority.ofWireName("urgent\n"))
        .hasMessageEndingWith("not 'urgent\\n'");
  }

  /** Rows N121 to N131: the whole table, the rows between them included. */
  @ParameterizedTest
  @CsvSource({
    "THROTTLED, true, 'u=5, i'",
    "THROTTLED, false, u=5",
    "IDLE, true, 'u=4, i'",
    "IDLE, false, u=4",
    "LOWEST, true, i",
    "LOWEST, false,",
    "LOW, true, 'u=2, i'",
    "LOW, false, u=2",
    "MEDIUM, true, 'u=1, i'",
    "MEDIUM, false, u=1",
    "HIGHEST, true, 'u=0, i'",
    "HIGHEST, false, u=0",
  })
  void thePriorityHeaderLeavesDefaultsOut(
      RequestPriority priority, boolean incremental, String header) {
    assertThat(priority.headerValue(incremental)).isEqualTo(header);
  }

  @Test
  void redirectModesAndCredentialsHaveElectronsNames() {
    for (RedirectMode mode : RedirectMode.values()) {
      assertThat(RedirectMode.ofWireName(mode.wireName())).isSameAs(mode);
    }
    assertThatThrownBy(() -> RedirectMode.ofWireName("maybe"))
        .hasMessage("redirect mode should be one of follow, error or manual, not 'maybe'");
    assertThat(Arrays.stream(Credentials.values()).map(Credentials::wireName))
        .containsExactly("include", "omit", "same-origin");
    for (Credentials credentials : Credentials.values()) {
      assertThat(Credentials.ofWireName(credentials.wireName())).isSameAs(credentials);
    }
    assertThatThrownBy(() -> Credentials.ofWireName(""))
        .hasMessage("credentials should be one of 'include', 'omit', 'same-origin', not ''");
  }
}
