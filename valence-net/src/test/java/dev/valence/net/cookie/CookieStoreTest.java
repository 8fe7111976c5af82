package dev.valence.net.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.valence.net.site.Site;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of Electron's cookie behaviours that the store alone can show. */
class CookieStoreTest {
  private final ManualClock clock = new ManualClock();
  private final CookieStore store =
      CookieStore.builder().clock(clock).cookieableSchemes(Set.of("app")).open();

  @AfterEach
  void close() {
    store.close();
  }

  private static CookieDetails.Builder details(String url) {
    return CookieDetails.builder().url(url);
  }

  private Cookie set(CookieDetails.Builder details) {
    return store.set(details.build()).join();
  }

  private List<Cookie> get(CookieFilter.Builder filter) {
    return store.get(filter.build()).join();
  }

  private List<String> names(CookieFilter.Builder filter) {
    return get(filter).stream().map(Cookie::name).toList();
  }

  private void respond(String url, String... lines) {
    store.setFromResponse(CookieAccess.ofHost(Url.parse(url)), List.of(lines), null);
  }

  private String header(String url) {
    return store.cookieHeaderFor(CookieAccess.ofHost(Url.parse(url)));
  }

  private void assertRefused(CookieDetails.Builder details, String message) {
    assertThatThrownBy(() -> store.set(details.build()).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(CookieException.class)
        .hasMessage(message);
  }

  @Test
  void s035_cookiesIgnorePorts() {
    respond("http://127.0.0.1:8080/", "0=0");
    List<Cookie> found = get(CookieFilter.builder().url("http://127.0.0.1"));
    assertThat(found).extracting(Cookie::name, Cookie::value).containsExactly(tuple("0", "0"));
  }

  @Test
  void s037_withoutExpirationDateItIsASessionCookie() {
    Cookie cookie = set(details("https://example.com/").name("a").value("1"));
    assertThat(cookie.session()).isTrue();
    assertThat(cookie.expirationDate()).isNull();
  }

  @Test
  void s038_urlAndValueAloneMakeANamelessCookie() {
    set(details("https://example.com/").value("only"));
    Cookie cookie = get(CookieFilter.builder().url("https://example.com/")).get(0);
    assertThat(cookie.name()).isEmpty();
    assertThat(cookie.value()).isEqualTo("only");
    assertThat(header("https://example.com/")).isEqualTo("only");
  }

  private void sameSiteIsKept(String wireName) {
    set(details("https://example.com/").value("v").sameSite(wireName));
    Cookie cookie = get(CookieFilter.builder().url("https://example.com/")).get(0);
    assertThat(cookie.name()).isEmpty();
    assertThat(cookie.value()).isEqualTo("v");
    assertThat(cookie.sameSite().wireName()).isEqualTo(wireName);
  }

  @Test
  void s039_sameSiteUnspecifiedIsKept() {
    sameSiteIsKept("unspecified");
  }

  @Test
  void s041_sameSiteLaxIsKept() {
    sameSiteIsKept("lax");
  }

  @Test
  void s042_sameSiteStrictIsKept() {
    sameSiteIsKept("strict");
  }

  @Test
  void sameSiteNoRestrictionIsKeptAndSecureByDefault() {
    sameSiteIsKept("no_restriction");
    assertThat(get(CookieFilter.builder()).get(0).secure()).isTrue();
  }

  @Test
  void s043_unknownSameSiteIsRefused() {
    assertThatThrownBy(() -> CookieDetails.builder().sameSite("garbage"))
        .isInstanceOf(CookieException.class)
        .hasMessage("Failed to convert 'garbage' to an appropriate cookie same site value");
  }

  @Test
  void s045_emptyUrlIsRefused() {
    assertRefused(
        details("").name("a"),
        "Failed to set cookie - The cookie was set with an invalid Domain attribute.");
  }

  @Test
  void s046_whatIsNoUrlIsRefused() {
    assertRefused(
        details("asdf").name("a"),
        "Failed to set cookie - The cookie was set with an invalid Domain attribute.");
  }

  @Test
  void s047_semicolonInTheValueIsRefused() {
    assertRefused(
        details("https://example.com/").name("a").value("test;test"),
        "Failed to set cookie - The cookie contains ASCII control characters");
  }

  @Test
  void s049_aRemovedCookieIsGone() {
    set(details("https://example.com/").name("a").value("1"));
    assertThat(store.remove("https://example.com/", "a").join()).isEqualTo(1);
    assertThat(get(CookieFilter.builder())).isEmpty();
  }

  @Test
  void s050_anApplicationsOwnSchemeMayHaveCookies() {
    set(details("app://fake-host/page").name("custom").value("1"));
    Cookie cookie = get(CookieFilter.builder().url("app://fake-host/page")).get(0);
    assertThat(cookie.domain()).isEqualTo("fake-host");
    assertThat(cookie.name()).isEqualTo("custom");
  }

  @Test
  void s051_flushCompletesWithoutAFile() {
    set(details("https://example.com/").name("a"));
    assertThat(store.flush()).isCompleted();
  }

  private void secureFilter() {
    set(details("https://example.com/").name("cookie1").value("1").secure(true));
    set(details("https://example.com/").name("cookie2").value("2").secure(false));
    assertThat(names(CookieFilter.builder().secure(true))).containsExactly("cookie1");
    assertThat(names(CookieFilter.builder().secure(false))).containsExactly("cookie2");
  }

  @Test
  void s053_getBySecure() {
    secureFilter();
  }

  @Test
  void n155_getBySecure() {
    secureFilter();
  }

  @Test
  void s054_aForeignDomainIsRefused() {
    assertRefused(
        details("https://electronjs.org").domain("wssss.iamabaddomain.fun").name("cookie1"),
        "Failed to set cookie - The cookie was set with an invalid Domain attribute.");
  }

  private void sessionFilter() {
    set(details("https://example.com/").name("cookie1").value("1"));
    set(
        details("https://example.com/")
            .name("cookie2")
            .value("2")
            .expirationDate(ManualClock.START.getEpochSecond() + 10_000.0));
    assertThat(names(CookieFilter.builder().session(true))).containsExactly("cookie1");
    assertThat(names(CookieFilter.builder().session(false))).containsExactly("cookie2");
  }

  @Test
  void s055_getBySession() {
    sessionFilter();
  }

  @Test
  void n157_getBySession() {
    sessionFilter();
  }

  @Test
  void s057_expirationDateZeroIsTheEpoch() {
    set(details("http://127.0.0.1/").name("wild_cookie").value("1").expirationDate(0));
    assertThat(get(CookieFilter.builder())).isEmpty();
  }

  private void cookieOfAPlainSetCookie() {
    respond("http://127.0.0.1:1234/", "foo=bar");
    Cookie cookie = get(CookieFilter.builder()).get(0);
    assertThat(cookie.name()).isEqualTo("foo");
    assertThat(cookie.value()).isEqualTo("bar");
    assertThat(cookie.domain()).isEqualTo("127.0.0.1");
    assertThat(cookie.hostOnly()).isTrue();
    assertThat(cookie.path()).isEqualTo("/");
    assertThat(cookie.secure()).isFalse();
    assertThat(cookie.httpOnly()).isFalse();
    assertThat(cookie.session()).isTrue();
    assertThat(cookie.expirationDate()).isNull();
    assertThat(cookie.sameSite().wireName()).isEqualTo("unspecified");
  }

  @Test
  void s061_theFieldsOfAPlainSetCookie() {
    cookieOfAPlainSetCookie();
  }

  @Test
  void n146_theFieldsOfAPlainSetCookie() {
    cookieOfAPlainSetCookie();
  }

  private void sameSiteCookieOfTheHostsOwnRequests(String attribute, String wireName) {
    assertThat(header("http://127.0.0.1:1/")).isEmpty();
    respond("http://127.0.0.1:1/", "same=site; SameSite=" + attribute);
    assertThat(get(CookieFilter.builder()).get(0).sameSite().wireName()).isEqualTo(wireName);
    assertThat(header("http://127.0.0.1:1/")).isEqualTo("same=site");
  }

  @Test
  void n147_aLaxCookieGoesWithTheHostsOwnRequests() {
    sameSiteCookieOfTheHostsOwnRequests("Lax", "lax");
  }

  @Test
  void n153_aStrictCookieGoesWithTheHostsOwnRequests() {
    sameSiteCookieOfTheHostsOwnRequests("Strict", "strict");
  }

  @Test
  void n149_eachHostGetsItsOwnCookie() {
    set(details("http://127.0.0.1/").name("wild_cookie").value("1").sameSite("no_restriction"));
    set(details("http://localhost/").name("wild_cookie").value("2").sameSite("no_restriction"));
    assertThat(header("http://127.0.0.1:4000/")).isEqualTo("wild_cookie=1");
    assertThat(header("http://localhost:5000/")).isEqualTo("wild_cookie=2");
  }

  @Test
  void s070_theUrlIsNeeded() {
    assertRefused(CookieDetails.builder().name("a"), "Missing required option 'url'");
  }

  @Test
  void s071_sameSiteIsLaxByDefault() {
    assertThat(set(details("https://example.com/").name("a")).sameSite()).isEqualTo(SameSite.LAX);
    respond("https://example.com/", "b=1");
    assertThat(get(CookieFilter.builder().name("b")).get(0).sameSite())
        .isEqualTo(SameSite.UNSPECIFIED);
  }

  @Test
  void s073_aDomainIsStoredWithItsDot() {
    Cookie widened = set(details("https://example.com/").name("a").domain("example.com"));
    assertThat(widened.domain()).isEqualTo(".example.com");
    assertThat(widened.hostOnly()).isFalse();
    Cookie hostOnly = set(details("https://example.com/").name("b"));
    assertThat(hostOnly.domain()).isEqualTo("example.com");
    assertThat(hostOnly.hostOnly()).isTrue();
  }

  @Test
  void s074_theFieldsOfACookie() {
    set(
        details("https://www.example.com/")
            .name("a")
            .value("1")
            .domain("example.com")
            .path("/p")
            .secure(true)
            .httpOnly(true)
            .expirationDate(1_800_000_000.25)
            .sameSite("strict"));
    Cookie cookie = get(CookieFilter.builder()).get(0);
    assertThat(cookie.domain()).isEqualTo(".example.com");
    assertThat(cookie.path()).isEqualTo("/p");
    assertThat(cookie.secure() && cookie.httpOnly()).isTrue();
    assertThat(cookie.session()).isFalse();
    assertThat(cookie.expirationDate()).isEqualTo(Instant.ofEpochMilli(1_800_000_000_250L));
    assertThat(cookie.creationTime()).isEqualTo(ManualClock.START);
  }

  @Test
  void s075_allConditionsOfAFilterMustHold() {
    set(details("https://example.com/a/").name("x").value("1").path("/a").secure(true));
    set(details("https://example.com/a/").name("x").value("2").path("/a/b").httpOnly(true));
    set(details("https://example.com/a/").name("y").value("3").path("/a"));
    assertThat(get(CookieFilter.builder())).hasSize(3);
    assertThat(get(CookieFilter.builder().name("x"))).hasSize(2);
    assertThat(get(CookieFilter.builder().name("x").path("/a"))).hasSize(1);
    assertThat(get(CookieFilter.builder().url("https://example.com/a/b"))).hasSize(3);
    assertThat(get(CookieFilter.builder().url("https://example.com/a"))).hasSize(2);
    assertThat(get(CookieFilter.builder().url("http://example.com/a"))).hasSize(1);
    assertThat(get(CookieFilter.builder().url("https://example.com/"))).isEmpty();
    assertThat(get(CookieFilter.builder().url("no url"))).isEmpty();
    assertThat(get(CookieFilter.builder().name("x").httpOnly(true).secure(true))).isEmpty();
  }

  @Test
  void s077_removingNothingIsNoError() {
    assertThat(store.remove("https://example.com/", "none").join()).isZero();
  }

  @Test
  void removeTakesOnlyWhatTheUrlCouldCarry() {
    set(details("https://example.com/").name("a").value("1").path("/p"));
    set(details("https://www.example.com/").name("a").value("1"));
    assertThat(store.remove("https://example.com/", "a").join()).isZero();
    assertThat(store.remove("https://example.com/p/q", "a").join()).isEqualTo(1);
    assertThat(get(CookieFilter.builder())).hasSize(1);
  }

  private void domainFilter(String url, String domain, String filter, int expected) {
    set(details(url).domain(domain).name("a").value("1"));
    assertThat(get(CookieFilter.builder().domain(filter))).hasSize(expected);
  }

  @Test
  void s085_getByTheSameDomain() {
    domainFilter("http://example.com", "example.com", "example.com", 1);
  }

  @Test
  void s086_getByASubdomain() {
    domainFilter("http://sub.example.com", ".example.com", "sub.example.com", 1);
  }

  @Test
  void s087_aSetDomainIsWidened() {
    domainFilter("http://sub.example.com", "example.com", "sub.example.com", 1);
  }

  @Test
  void s089_getByTheDottedDomain() {
    domainFilter("http://example.com", ".example.com", ".example.com", 1);
  }

  @Test
  void s090_theCaseOfADomainDoesNotMatter() {
    domainFilter("http://example.com", "Example.com", "example.com", 1);
  }

  @Test
  void s091_getByAnAddress() {
    domainFilter("http://127.0.0.1", "127.0.0.1", "127.0.0.1", 1);
  }

  @ParameterizedTest
  @CsvSource({"a.b.example.com,1", "b.example.com,1", "example.com,1", "otherexample.com,0"})
  void s093_theSuffixRespectsTheDot(String filter, int expected) {
    domainFilter("http://a.b.example.com", ".example.com", filter, expected);
  }

  @Test
  void s094_domainsAreKeptApart() {
    set(details("https://example.com/").name("a").domain("example.com"));
    set(details("https://other.com/").name("b").domain("other.com"));
    assertThat(names(CookieFilter.builder().domain("example.com"))).containsExactly("a");
    assertThat(names(CookieFilter.builder().domain("other.com"))).containsExactly("b");
    assertThat(names(CookieFilter.builder())).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void n158_getByHttpOnly() {
    set(details("https://example.com/").name("cookie1").value("1").httpOnly(true));
    set(details("https://example.com/").name("cookie2").value("2").httpOnly(false));
    assertThat(names(CookieFilter.builder().httpOnly(true))).containsExactly("cookie1");
    assertThat(names(CookieFilter.builder().httpOnly(false))).containsExactly("cookie2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative", "/a;b", "/a\u0001"})
  void aPathThatIsNoneIsRefused(String path) {
    assertThatThrownBy(() -> set(details("https://example.com/").name("a").value("1").path(path)))
        .hasCauseInstanceOf(CookieException.class);
  }

  @Test
  void anOddPathIsPercentEncoded() {
    assertThat(set(details("https://example.com/").name("a").path("/a b?c#d")).path())
        .isEqualTo("/a%20b%3Fc%23d");
  }

  @Test
  void setMayNotReplaceAnHttpOnlyCookieUnlessItIsOne() {
    respond("https://example.com/", "a=1; HttpOnly; SameSite=Lax");
    assertRefused(
        details("https://example.com/").name("a").value("2"),
        "Failed to set cookie - The cookie would have overwritten an HttpOnly cookie, and was not"
            + " allowed to do so.");
    set(details("https://example.com/").name("a").value("3").httpOnly(true));
    assertThat(header("https://example.com/")).isEqualTo("a=3");
  }

  @Test
  void aSecureCookieIsLeftAloneByInsecureOnes() {
    respond("https://example.com/", "a=1; Secure; Domain=example.com");
    List<CookieInclusion> inclusions = new ArrayList<>();
    store.setFromResponse(
        CookieAccess.ofHost(Url.parse("http://www.example.com/")),
        List.of("a=2", "b=2", "a"),
        null,
        result -> inclusions.add(result.inclusion()));
    assertThat(inclusions)
        .containsExactly(
            CookieInclusion.EXCLUDE_OVERWRITE_SECURE,
            CookieInclusion.INCLUDE,
            CookieInclusion.INCLUDE);
    assertRefused(
        details("http://example.com/").name("a").value("3").domain("example.com"),
        "Failed to set cookie - The cookie would have overwritten a Secure cookie, and was not"
            + " allowed to do so.");
  }

  @Test
  void theHeaderHasTheLongestPathFirstThenTheOldest() {
    respond(
        "https://www.example.com/a/b",
        "c=1; Path=/",
        "d=2; Path=/a",
        "e=3; Path=/a/b",
        "f=4; Path=/a; Domain=example.com",
        "g=5; Path=/",
        "d=2; Path=/a; Secure");
    assertThat(header("https://www.example.com/a/b/c")).isEqualTo("e=3; d=2; f=4; c=1; g=5");
  }

  @Test
  void aNewValueMovesACookieBehindTheOthers() {
    respond("https://example.com/", "a=1", "b=1", "a=2");
    assertThat(header("https://example.com/")).isEqualTo("b=1; a=2");
  }

  @Test
  void freshCookiesWithoutSameSiteGoWithAPostFromAnotherSite() {
    respond("https://example.com/", "a=1", "b=1; SameSite=Lax");
    Url url = Url.parse("https://example.com/");
    CookieAccess post =
        CookieAccess.of(
            url, Site.of(url), Origin.of(Url.parse("https://b.org")), "POST", true, null);
    assertThat(store.cookieHeaderFor(post)).isEqualTo("a=1");
    clock.advance(Duration.ofMinutes(2).plusSeconds(1));
    assertThat(store.cookieHeaderFor(post)).isEmpty();
    assertThat(store.explain(post))
        .extracting(CookieDecision::inclusion)
        .containsExactly(
            CookieInclusion.EXCLUDE_SAMESITE_UNSPECIFIED_TREATED_AS_LAX,
            CookieInclusion.EXCLUDE_SAMESITE_LAX);
  }

  @Test
  void partitionsAreKeptApart() {
    CookieAccess underTop = frame("https://top.org", "https://top.org");
    CookieAccess underOther = frame("https://other.org", "https://other.org");
    String attributes = "; Secure; SameSite=None; Partitioned";
    store.setFromResponse(underTop, List.of("p=1" + attributes), null);
    store.setFromResponse(underOther, List.of("p=2" + attributes), null);
    respond("https://x.org/", "q=3; Secure; SameSite=None", "p=4" + attributes);

    assertThat(store.cookieHeaderFor(underTop)).isEqualTo("p=1; q=3");
    assertThat(store.cookieHeaderFor(underOther)).isEqualTo("p=2; q=3");
    assertThat(header("https://x.org/")).isEqualTo("q=3; p=4");
    assertThat(store.explain(underTop))
        .extracting(CookieDecision::inclusion)
        .containsExactly(
            CookieInclusion.INCLUDE,
            CookieInclusion.EXCLUDE_OTHER_PARTITION,
            CookieInclusion.INCLUDE,
            CookieInclusion.EXCLUDE_OTHER_PARTITION);
  }

  private static CookieAccess frame(String top, String partition) {
    return CookieAccess.of(
        Url.parse("https://x.org/"),
        Site.of(Url.parse(top)),
        null,
        "GET",
        false,
        new CookiePartitionKey(partition, true));
  }

  @Test
  void importTakesAllOrNothing() {
    Cookie good = Cookie.builder("a", "1", ".example.com", "/").build();
    Cookie bad = Cookie.builder("b", "1", ".com", "/").build();
    assertThatThrownBy(() -> store.importAll(List.of(good, bad)).join())
        .hasCauseInstanceOf(CookieException.class);
    assertThat(get(CookieFilter.builder())).isEmpty();
    Cookie over = good.toBuilder().expirationDate(Instant.EPOCH).build();
    assertThat(store.importAll(List.of(good, over)).join()).isEqualTo(1);
    assertThat(header("https://www.example.com/")).isEqualTo("a=1");
  }

  @Test
  void bytesOutsideAsciiAreUtf8AndComeBackUnchanged() {
    respond("https://example.com/", "a=\u00c3\u00a4\u00e2\u0098\u0083", "b=J\u00e9r\u00f4me");
    assertThat(get(CookieFilter.builder().name("a")).get(0).value()).isEqualTo("\u00e4\u2603");
    assertThat(header("https://example.com/"))
        .isEqualTo("a=\u00c3\u00a4\u00e2\u0098\u0083; b=J\u00e9r\u00f4me");
    set(details("https://example.com/").name("a").value("\u2603"));
    assertThat(header("https://example.com/")).endsWith("a=\u00e2\u0098\u0083");
  }

  @Test
  void afterCloseChangesFail() {
    store.close();
    assertThat(store.set(details("https://example.com/").name("a").build()))
        .isCompletedExceptionally();
  }

  @Test
  void noMessageAndNoTextShowsAValue() {
    CookieDetails details = details("https://example.com/").name("a").value("secret").build();
    assertThat(details.toString()).doesNotContain("secret");
    assertThat(store.set(details).join().toString()).doesNotContain("secret");
  }
}
