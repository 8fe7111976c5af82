package dev.valence.net.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.url.Url;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The change events and their causes. */
class CookieChangesTest {
  private static final String URL = "https://example.com/";

  private final ManualClock clock = new ManualClock();
  private final CookieStore store = CookieStore.builder().clock(clock).open();
  private final List<String> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() {
    store.addChangeListener(
        (cookie, cause, removed) ->
            events.add(
                cookie.name() + "=" + cookie.value() + " " + cause.wireName() + " " + removed));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void set(String value, long secondsToLive) {
    store
        .set(
            CookieDetails.builder()
                .url(URL)
                .name("a")
                .value(value)
                .expirationDate(clock.instant().plusSeconds(secondsToLive))
                .build())
        .join();
  }

  @Test
  void s079_insertedThenExplicit() {
    set("1", 120);
    store.remove(URL, "a").join();
    assertThat(events).containsExactly("a=1 inserted false", "a=1 explicit true");
  }

  @Test
  void s081_overwriteThenInsertedWithoutChangeOfValue() {
    set("1", 120);
    events.clear();
    set("1", 240);
    assertThat(events)
        .containsExactly("a=1 overwrite true", "a=1 inserted-no-value-change-overwrite false");
  }

  @Test
  void s082_anExpiredCookieOnlyRemoves() {
    set("1", 120);
    events.clear();
    set("1", -1);
    assertThat(events).containsExactly("a=1 expired-overwrite true");
    assertThat(store.get(CookieFilter.all()).join()).isEmpty();
  }

  @Test
  void s083_everyCauseAndItsWireName() {
    assertThat(
            Arrays.stream(CookieChangeCause.values())
                .map(CookieChangeCause::wireName)
                .collect(Collectors.toSet()))
        .isEqualTo(
            Set.of(
                "inserted",
                "inserted-no-change-overwrite",
                "inserted-no-value-change-overwrite",
                "explicit",
                "overwrite",
                "expired",
                "evicted",
                "expired-overwrite"));
  }

  @Test
  void anIdenticalCookieIsAnInsertWithoutChange() {
    set("1", 120);
    events.clear();
    set("1", 120);
    assertThat(events)
        .containsExactly("a=1 overwrite true", "a=1 inserted-no-change-overwrite false");
  }

  @Test
  void aNewValueIsAPlainInsert() {
    set("1", 120);
    events.clear();
    set("2", 120);
    assertThat(events).containsExactly("a=1 overwrite true", "a=2 inserted false");
  }

  @Test
  void settingAnExpiredCookieThatIsNotThereSaysNothing() {
    set("1", -1);
    assertThat(events).isEmpty();
  }

  @Test
  void expiryIsNoticedOnAccess() {
    set("1", 120);
    events.clear();
    clock.advance(Duration.ofSeconds(121));
    assertThat(store.cookieHeaderFor(CookieAccess.ofHost(Url.parse(URL)))).isEmpty();
    assertThat(events).containsExactly("a=1 expired true");
  }

  @Test
  void expiryIsNoticedByTheTimer() {
    assertThat(store.nextExpiry()).isNull();
    set("1", 120);
    Instant next = store.nextExpiry();
    assertThat(next).isEqualTo(ManualClock.START.plusSeconds(120));
    events.clear();
    assertThat(store.removeExpired()).isZero();
    clock.advance(Duration.ofMinutes(2));
    assertThat(store.removeExpired()).isEqualTo(1);
    assertThat(events).containsExactly("a=1 expired true");
  }

  @Test
  void evictionIsToldAfterTheInsert() {
    for (int i = 0; i < CookieEviction.MAX_PER_KEY; i++) {
      store.set(CookieDetails.builder().url(URL).name("n" + i).build()).join();
    }
    events.clear();
    store.set(CookieDetails.builder().url(URL).name("last").build()).join();
    assertThat(events).hasSize(1 + 31).startsWith("last= inserted false");
    assertThat(events.get(1)).isEqualTo("n0= evicted true");
    assertThat(store.get(CookieFilter.all()).join()).hasSize(CookieEviction.KEPT_PER_KEY);
  }

  @Test
  void aFailingListenerDoesNotKeepOthersFromHearing() {
    List<String> later = new ArrayList<>();
    store.addChangeListener(
        (cookie, cause, removed) -> {
          throw new IllegalStateException("on purpose");
        });
    CookieChangeListener last = (cookie, cause, removed) -> later.add(cookie.name());
    store.addChangeListener(last);
    set("1", 120);
    store.removeChangeListener(last);
    set("2", 120);
    assertThat(later).containsExactly("a");
  }

  @Test
  void aListenerMayChangeTheStoreAndEventsStayInOrder() {
    store.addChangeListener(
        (cookie, cause, removed) -> {
          if (cookie.name().equals("a") && !removed) {
            store.set(CookieDetails.builder().url(URL).name("echo").build()).join();
          }
        });
    set("1", 120);
    assertThat(events).containsExactly("a=1 inserted false", "echo= inserted false");
  }

  @Test
  void threadsThatChangeTheStoreAtOnceKeepTheOrderOfEachCookie() throws InterruptedException {
    int changes = 4 * (200 + 199);
    List<String> told = new CopyOnWriteArrayList<>();
    CountDownLatch done = new CountDownLatch(changes);
    store.addChangeListener(
        (cookie, cause, removed) -> {
          told.add(cookie.name() + "=" + cookie.value() + " " + cause.wireName());
          done.countDown();
        });
    for (int t = 0; t < 4; t++) {
      String name = "t" + t;
      new Thread(
              () -> {
                for (int i = 0; i < 200; i++) {
                  store
                      .set(CookieDetails.builder().url(URL).name(name).value("v" + i).build())
                      .join();
                }
              })
          .start();
    }
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    for (int t = 0; t < 4; t++) {
      String name = "t" + t;
      List<String> expected = new ArrayList<>(List.of(name + "=v0 inserted"));
      for (int i = 1; i < 200; i++) {
        expected.add(name + "=v" + (i - 1) + " overwrite");
        expected.add(name + "=v" + i + " inserted");
      }
      assertThat(told.stream().filter(event -> event.startsWith(name + "=")).toList())
          .isEqualTo(expected);
    }
  }
}
