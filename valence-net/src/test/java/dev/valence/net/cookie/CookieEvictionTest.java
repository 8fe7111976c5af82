package dev.valence.net.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CookieEvictionTest {
  private static final long NOW = Cookie.micros(ManualClock.START);
  private static final long DAY = 24L * 60 * 60 * 1_000_000;

  private final List<StoredCookie> cookies = new ArrayList<>();

  /** Adds cookies, each accessed later than the one before. */
  private void add(int count, CookiePriority priority, boolean secure) {
    for (int i = 0; i < count; i++) {
      int number = cookies.size();
      cookies.add(
          new StoredCookie(
              Cookie.builder("c" + number, "v", "x.org", "/")
                  .priority(priority)
                  .secure(secure)
                  .lastAccessMicros(NOW - 60 * DAY + number)
                  .build()));
    }
  }

  private static long count(List<StoredCookie> victims, CookiePriority priority, boolean secure) {
    return victims.stream()
        .map(StoredCookie::cookie)
        .filter(cookie -> cookie.priority() == priority && cookie.secure() == secure)
        .count();
  }

  @Test
  void aKeyKeepsUpTo180() {
    add(180, CookiePriority.MEDIUM, false);
    assertThat(CookieEviction.ofKey(cookies)).isEmpty();
  }

  @Test
  void aKeyWithMoreIsBroughtDownTo150FromTheLeastRecent() {
    add(181, CookiePriority.MEDIUM, false);
    assertThat(CookieEviction.ofKey(cookies)).isEqualTo(cookies.subList(0, 31));
  }

  @Test
  void lowPriorityGoesFirstDownToItsQuota() {
    add(100, CookiePriority.HIGH, false);
    add(41, CookiePriority.LOW, false);
    add(40, CookiePriority.MEDIUM, false);
    List<StoredCookie> victims = CookieEviction.ofKey(cookies);
    // Low leaves 30 of 41; medium has fewer than its 50; high gives the rest.
    assertThat(count(victims, CookiePriority.LOW, false)).isEqualTo(11);
    assertThat(count(victims, CookiePriority.MEDIUM, false)).isZero();
    assertThat(count(victims, CookiePriority.HIGH, false)).isEqualTo(20);
  }

  @Test
  void theInsecureGoBeforeTheSecure() {
    add(100, CookiePriority.MEDIUM, true);
    add(81, CookiePriority.MEDIUM, false);
    List<StoredCookie> victims = CookieEviction.ofKey(cookies);
    assertThat(victims).hasSize(31);
    assertThat(count(victims, CookiePriority.MEDIUM, false)).isEqualTo(31);
  }

  @Test
  void secureHighPriorityComesLast() {
    add(120, CookiePriority.HIGH, true);
    add(61, CookiePriority.MEDIUM, true);
    List<StoredCookie> victims = CookieEviction.ofKey(cookies);
    // Medium leaves its 50, then high gives the rest.
    assertThat(count(victims, CookiePriority.MEDIUM, true)).isEqualTo(11);
    assertThat(count(victims, CookiePriority.HIGH, true)).isEqualTo(20);
  }

  @Test
  void theWholeIsBroughtDownTo3000OldOnesOnly() {
    add(1000, CookiePriority.MEDIUM, true);
    add(2301, CookiePriority.MEDIUM, false);
    List<StoredCookie> victims = CookieEviction.ofAll(cookies, NOW);
    assertThat(victims).isEqualTo(cookies.subList(1000, 1301));
    assertThat(CookieEviction.ofAll(cookies.subList(0, 3300), NOW)).isEmpty();
  }

  @Test
  void cookiesAccessedWithin30DaysStay() {
    add(3301, CookiePriority.MEDIUM, false);
    cookies.forEach(stored -> stored.accessedAt(NOW - 29 * DAY));
    assertThat(CookieEviction.ofAll(cookies, NOW)).isEmpty();
    cookies.get(7).accessedAt(NOW - 31 * DAY);
    assertThat(CookieEviction.ofAll(cookies, NOW)).containsExactly(cookies.get(7));
  }

  @Test
  void aPartitionKeeps180CookiesAnd10KiB() {
    add(181, CookiePriority.HIGH, true);
    assertThat(CookieEviction.ofPartition(cookies)).containsExactly(cookies.get(0));
    cookies.clear();
    for (int i = 0; i < 6; i++) {
      cookies.add(
          new StoredCookie(
              Cookie.builder("n" + i, "v".repeat(2000), "x.org", "/")
                  .lastAccessMicros(NOW + i)
                  .build()));
    }
    assertThat(CookieEviction.ofPartition(cookies)).containsExactly(cookies.get(0));
  }
}
