package dev.valence.cookies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.net.cookie.Cookie;
import dev.valence.net.cookie.CookieDetails;
import dev.valence.net.cookie.CookieException;
import dev.valence.net.cookie.CookieFileException;
import dev.valence.net.cookie.CookieFilter;
import dev.valence.net.cookie.SameSite;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookiesTest {
  private static final int WAIT_SECONDS = 20;
  private static final String URL = "http://127.0.0.1/";

  @TempDir Path folder;

  private final Valence valence = Valence.builder().build();
  private final Cookies cookies = valence.session().fromPartition("cookies").cookies();

  @AfterEach
  void close() {
    valence.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private static CookieDetails.Builder details(String name) {
    return CookieDetails.builder().url(URL).name(name).value("1");
  }

  private List<String> names(CookieFilter.Builder filter) throws Exception {
    return get(cookies.get(filter.build())).stream().map(Cookie::name).toList();
  }

  private void assertRefused(CookieDetails details, String text) {
    assertThatThrownBy(() -> get(cookies.set(details)))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(CookieException.class)
        .hasMessageContaining(text);
  }

  @Test
  void s037_withoutExpiryItIsASessionCookie() throws Exception {
    get(cookies.set(details("a").build()));
    Cookie cookie = get(cookies.get()).get(0);
    assertThat(cookie.session()).isTrue();
    assertThat(cookie.expirationDate()).isNull();
  }

  @Test
  void s038_theNameMayBeLeftOut() throws Exception {
    get(cookies.set(CookieDetails.builder().url(URL).value("1").build()));
    Cookie cookie = get(cookies.get()).get(0);
    assertThat(cookie.name()).isEmpty();
    assertThat(cookie.value()).isEqualTo("1");
  }

  @ParameterizedTest
  @EnumSource(value = SameSite.class, mode = EnumSource.Mode.EXCLUDE, names = "NO_RESTRICTION")
  void s039_s041_s042_sameSiteIsEchoed(SameSite sameSite) throws Exception {
    get(cookies.set(CookieDetails.builder().url(URL).value("1").sameSite(sameSite).build()));
    assertThat(get(cookies.get()).get(0).sameSite()).isEqualTo(sameSite);
  }

  @Test
  void s043_anUnknownSameSiteIsRefused() {
    assertThatThrownBy(() -> CookieDetails.builder().sameSite("garbage"))
        .hasMessage("Failed to convert 'garbage' to an appropriate cookie same site value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "asdf"})
  void s045_s046_aUrlThatIsNoneIsRefused(String url) {
    assertRefused(
        CookieDetails.builder().url(url).name("a").value("b").build(),
        "Failed to set cookie - The cookie was set with an invalid Domain attribute.");
  }

  @Test
  void s047_controlCharactersAreRefused() {
    assertRefused(
        details("a").value("test;test").build(),
        "Failed to set cookie - The cookie contains ASCII control characters");
  }

  @Test
  void s049_removedCookiesAreGone() throws Exception {
    get(cookies.set(details("a").build()));
    get(cookies.remove(URL, "a"));
    assertThat(get(cookies.get())).isEmpty();
  }

  @Test
  void s051_flushCompletes() throws Exception {
    get(cookies.set(details("a").build()));
    get(cookies.flushStore());
  }

  @Test
  void s078_flushedCookiesAreThereAgain() throws Exception {
    Instant expiry = Instant.now().plusSeconds(1000);
    try (Valence first = Valence.builder().userData(folder).build()) {
      Session session = first.session().fromPartition("persist:kept");
      get(session.cookies().set(details("kept").expirationDate(expiry).build()));
      get(session.cookies().set(details("session").build()));
      get(session.cookies().flushStore());
    }
    try (Valence second = Valence.builder().userData(folder).build()) {
      Session session = second.session().fromPartition("persist:kept");
      assertThat(get(session.cookies().get())).extracting(Cookie::name).containsExactly("kept");
    }
  }

  @Test
  void s053_n155_secureFilter() throws Exception {
    get(
        cookies.set(
            CookieDetails.builder()
                .url("https://127.0.0.1/")
                .name("cookie1")
                .secure(true)
                .build()));
    get(cookies.set(details("cookie2").secure(false).build()));
    assertThat(names(CookieFilter.builder().secure(true))).containsExactly("cookie1");
    assertThat(names(CookieFilter.builder().secure(false))).containsExactly("cookie2");
  }

  @Test
  void s054_aForeignDomainIsRefused() {
    assertRefused(
        CookieDetails.builder()
            .url("https://electronjs.org")
            .domain("wssss.iamabaddomain.fun")
            .name("cookie1")
            .build(),
        "The cookie was set with an invalid Domain attribute");
  }

  @Test
  void s055_n157_sessionFilter() throws Exception {
    get(cookies.set(details("cookie1").build()));
    get(cookies.set(details("cookie2").expirationDate(Instant.now().plusSeconds(10000)).build()));
    assertThat(names(CookieFilter.builder().session(true))).containsExactly("cookie1");
    assertThat(names(CookieFilter.builder().session(false))).containsExactly("cookie2");
  }

  @Test
  void n158_httpOnlyFilter() throws Exception {
    get(cookies.set(details("cookie1").httpOnly(true).build()));
    get(cookies.set(details("cookie2").httpOnly(false).build()));
    assertThat(names(CookieFilter.builder().httpOnly(true))).containsExactly("cookie1");
    assertThat(names(CookieFilter.builder().httpOnly(false))).containsExactly("cookie2");
  }

  @Test
  void s070_theUrlIsRequired() {
    assertRefused(CookieDetails.builder().name("a").build(), "Missing required option 'url'");
  }

  @Test
  void s071_sameSiteIsLaxByDefault() throws Exception {
    get(cookies.set(details("a").build()));
    assertThat(get(cookies.get()).get(0).sameSite()).isEqualTo(SameSite.LAX);
  }

  @Test
  void s073_s074_aDomainWidensACookie() throws Exception {
    get(
        cookies.set(
            CookieDetails.builder()
                .url("http://example.com/a/b")
                .name("wide")
                .domain("example.com")
                .build()));
    get(cookies.set(CookieDetails.builder().url("http://example.com/").name("narrow").build()));
    Cookie wide = get(cookies.get(CookieFilter.builder().name("wide").build())).get(0);
    assertThat(wide.domain()).isEqualTo(".example.com");
    assertThat(wide.hostOnly()).isFalse();
    Cookie narrow = get(cookies.get(CookieFilter.builder().name("narrow").build())).get(0);
    assertThat(narrow.domain()).isEqualTo("example.com");
    assertThat(narrow.hostOnly()).isTrue();
    assertThat(narrow.path()).isEqualTo("/");
  }

  @Test
  void s035_s075_theUrlFilterIgnoresPorts() throws Exception {
    get(
        cookies.set(
            CookieDetails.builder().url("http://127.0.0.1:8080/").name("0").value("0").build()));
    assertThat(names(CookieFilter.builder().url("http://127.0.0.1"))).containsExactly("0");
    assertThat(names(CookieFilter.builder().url("http://127.0.0.1").name("1"))).isEmpty();
    assertThat(get(cookies.get(CookieFilter.all()))).hasSize(1);
  }

  @Test
  void s077_removingNothingIsNoFailure() throws Exception {
    get(cookies.remove(URL, "none"));
    get(cookies.remove("no url", "none"));
  }

  private record Change(String name, String cause, boolean removed, Thread thread) {}

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    cookies.on(
        Cookies.CHANGED,
        (event, cookie, cause, removed) ->
            changes.add(
                new Change(cookie.name(), cause.wireName(), removed, Thread.currentThread())));
    return changes;
  }

  private void settleEvents() throws Exception {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    valence.eventThread().execute(() -> passed.complete(null));
    get(passed);
  }

  @Test
  void s079_changedTellsOfComingAndGoing() throws Exception {
    List<Change> changes = changes();
    get(cookies.set(details("foo").build()));
    get(cookies.remove(URL, "foo"));
    settleEvents();
    assertThat(changes)
        .extracting(c -> c.name() + " " + c.cause() + " " + c.removed())
        .containsExactly("foo inserted false", "foo explicit true");
    assertThat(changes).allMatch(c -> c.thread().getName().equals("valence-events"));
  }

  @Test
  void s081_changedTellsOfNewAttributes() throws Exception {
    Instant now = Instant.now();
    get(cookies.set(details("foo").expirationDate(now.plusSeconds(120)).build()));
    settleEvents();
    List<Change> changes = changes();
    get(cookies.set(details("foo").expirationDate(now.plusSeconds(240)).build()));
    settleEvents();
    assertThat(changes)
        .extracting(c -> c.cause() + " " + c.removed())
        .containsExactly("overwrite true", "inserted-no-value-change-overwrite false");
  }

  @Test
  void s082_changedTellsOfAnExpiredOverwrite() throws Exception {
    get(cookies.set(details("foo").expirationDate(Instant.now().plusSeconds(120)).build()));
    settleEvents();
    List<Change> changes = changes();
    get(cookies.set(details("foo").expirationDate(Instant.EPOCH.plusSeconds(1)).build()));
    settleEvents();
    assertThat(changes)
        .extracting(c -> c.cause() + " " + c.removed())
        .containsExactly("expired-overwrite true");
  }

  @ParameterizedTest
  @CsvSource({
    "s085,http://example.com,example.com,example.com,1",
    "s086,http://sub.example.com,.example.com,sub.example.com,1",
    "s087,http://sub.example.com,example.com,sub.example.com,1",
    "s089,http://example.com,.example.com,.example.com,1",
    "s090,http://example.com,Example.com,example.com,1",
    "s091,http://127.0.0.1,127.0.0.1,127.0.0.1,1",
    "s093,http://a.b.example.com,.example.com,a.b.example.com,1",
    "s093,http://a.b.example.com,.example.com,b.example.com,1",
    "s093,http://a.b.example.com,.example.com,example.com,1",
    "s093,http://a.b.example.com,.example.com,otherexample.com,0"
  })
  void s085_s086_s087_s089_s090_s091_s093_domainFilter(
      String row, String url, String domain, String asked, int found) throws Exception {
    get(cookies.set(CookieDetails.builder().url(url).domain(domain).name("a").build()));
    assertThat(names(CookieFilter.builder().domain(asked))).as(row).hasSize(found);
  }

  @Test
  void s094_eachDomainHasItsOwn() throws Exception {
    get(cookies.set(CookieDetails.builder().url("http://example.com").name("1").build()));
    get(cookies.set(CookieDetails.builder().url("http://other.com").name("2").build()));
    assertThat(names(CookieFilter.builder().domain("example.com"))).containsExactly("1");
    assertThat(names(CookieFilter.builder().domain("other.com"))).containsExactly("2");
    assertThat(names(CookieFilter.builder())).hasSize(2);
  }

  @Test
  void cookiesGoOutAndComeInAsFiles() throws Exception {
    get(cookies.set(details("a").expirationDate(Instant.now().plusSeconds(100)).build()));
    get(cookies.set(details("b").build()));
    Cookies other = valence.session().fromPartition("other").cookies();
    assertThat(get(other.importNetscape(get(cookies.exportNetscape())))).isEqualTo(2);
    assertThat(get(other.get())).extracting(Cookie::name).containsExactlyInAnyOrder("a", "b");
    Cookies third = valence.session().fromPartition("third").cookies();
    assertThat(get(third.importJson(get(other.exportJson())))).isEqualTo(2);
    assertThat(get(third.get())).extracting(Cookie::name).containsExactlyInAnyOrder("a", "b");
    assertThatThrownBy(() -> get(third.importNetscape("no cookie file")))
        .cause()
        .isInstanceOf(CookieFileException.class);
    assertThatThrownBy(() -> get(third.importJson("{")))
        .cause()
        .isInstanceOf(CookieFileException.class);
  }
}
