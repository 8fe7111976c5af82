package dev.valence.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.http.RedirectDecision.Next;
import dev.valence.net.http.RedirectDecision.NotARedirect;
import dev.valence.net.http.RedirectDecision.Refused;
import dev.valence.net.url.Url;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectRulesTest {
  private static final Url HERE = Url.parse("http://a.test:8080/dir/page?q=1");

  @ParameterizedTest
  @CsvSource({
    "301, GET, GET",
    "301, HEAD, HEAD",
    "301, POST, GET",
    "301, PUT, PUT",
    "301, DELETE, DELETE",
    "302, GET, GET",
    "302, HEAD, HEAD",
    "302, POST, GET",
    "302, PUT, PUT",
    "302, OPTIONS, OPTIONS",
    "303, GET, GET",
    "303, HEAD, HEAD",
    "303, POST, GET",
    "303, PUT, GET",
    "303, DELETE, GET",
    "307, GET, GET",
    "307, HEAD, HEAD",
    "307, POST, POST",
    "307, PUT, PUT",
    "308, GET, GET",
    "308, POST, POST",
    "308, PATCH, PATCH",
  })
  void theMethodChangesAsInFetch(int status, String method, String next) {
    Next hop = next(status, method, "/there");
    assertThat(hop.method()).isEqualTo(next);
    assertThat(hop.dropsBody()).isEqualTo(!method.equals(next));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 200, 204, 300, 304, 305, 306, 309, 400, 500})
  void otherStatusesAreNoRedirects(int status) {
    assertThat(decide(status, "GET", "/there", 0)).isEqualTo(new NotARedirect());
  }

  @Test
  void withoutATargetTheResponseIsOrdinary() {
    assertThat(RedirectRules.decide(302, new HeaderList(), "GET", HERE, 0))
        .isEqualTo(new NotARedirect());
    assertThat(decide(302, "GET", "", 0)).isEqualTo(new NotARedirect());
  }

  @ParameterizedTest
  @CsvSource({
    "/200, http://a.test:8080/200",
    "other, http://a.test:8080/dir/other",
    "?x, http://a.test:8080/dir/page?x",
    "//b.test/y, http://b.test/y",
    "https://b.test, https://b.test/",
    "../up/./z, http://a.test:8080/up/z",
    "own-scheme:anything, own-scheme:anything",
    "http://b.test/a b, http://b.test/a%20b",
  })
  void theTargetIsResolvedAgainstTheRedirectingUrl(String location, String target) {
    assertThat(next(302, "GET", location).url().href()).isEqualTo(target);
  }

  @Test
  void bytesOutsideAsciiArePercentEncodedAsTheyCame() {
    assertThat(next(302, "GET", latin1("/caf\u00e9")).url().href())
        .isEqualTo("http://a.test:8080/caf%C3%A9");
    assertThat(next(302, "GET", "/caf\u00e9").url().href()).isEqualTo("http://a.test:8080/caf%E9");
    assertThat(next(302, "GET", "/\u4f60").url().href()).isEqualTo("http://a.test:8080/%E4%BD%A0");
    assertThat(next(302, "GET", latin1("http://b\u00fccher.test/")).url().host())
        .isEqualTo("xn--bcher-kva.test");
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.test/x#old, /y, http://a.test/y#old",
    "http://a.test/x#old, /y#new, http://a.test/y#new",
    "http://a.test/x#old, /y#, http://a.test/y#",
    "http://a.test/x, /y, http://a.test/y",
    "http://a.test/x#, /y, http://a.test/y#",
    "http://a.test/x#old, https://b.test/?q, https://b.test/?q#old",
  })
  void theFragmentIsInheritedWhereTheTargetHasNone(String from, String location, String target) {
    RedirectDecision decision =
        RedirectRules.decide(302, HeaderList.of("Location", location), "GET", Url.parse(from), 0);
    assertThat(((Next) decision).url().href()).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///",
        "file:///etc/passwd",
        "about:blank",
        "blob:http://a.test:8080/d3958f5c-0777-0845-9dcf-2cb28783acaf",
        "data:text/plain,x",
        "FILE:/x",
        "filesystem:http://a.test/x",
        "chrome://settings",
        "devtools://devtools/x"
      })
  void serversMayNotLeadToLocalData(String location) {
    assertThat(refused(decide(302, "GET", location, 0)).error())
        .isEqualTo(NetError.UNSAFE_REDIRECT);
  }

  @Test
  void aFileMayLeadToAFile() {
    RedirectDecision decision =
        RedirectRules.decide(
            302, HeaderList.of("Location", "file:///target"), "GET", Url.parse("file:///from"), 0);
    assertThat(((Next) decision).url().href()).isEqualTo("file:///target");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://", "http://a b/", "http://[::1", "http://x:99999/", "//"})
  void aTargetThatIsNoUrlFailsTheRequest(String location) {
    Refused refused = refused(decide(302, "GET", location, 0));
    assertThat(refused.error()).isEqualTo(NetError.INVALID_REDIRECT);
    assertThat(refused.detail()).contains(location);
  }

  @Test
  void twentyRedirectsAreFollowedAndNoMore() {
    assertThat(decide(302, "GET", "/x", 19)).isInstanceOf(Next.class);
    assertThat(refused(decide(302, "GET", "/x", 20)).error())
        .isEqualTo(NetError.TOO_MANY_REDIRECTS);
    assertThat(decide(200, "GET", "/x", 20)).isInstanceOf(NotARedirect.class);
  }

  @Test
  void twoTargetsAreRefusedUnlessTheyAreOne() {
    HeaderList two = HeaderList.of("Location", "/a", "location", "/b");
    assertThat(refused(RedirectRules.decide(302, two, "GET", HERE, 0)).error())
        .isEqualTo(NetError.RESPONSE_HEADERS_MULTIPLE_LOCATION);
    HeaderList same = HeaderList.of("Location", "/a", "location", "/a");
    assertThat(RedirectRules.decide(302, same, "GET", HERE, 0)).isInstanceOf(Next.class);
  }

  @Test
  void headersOfTheBodyGoWithTheBody() {
    HeaderList headers =
        HeaderList.of(
            "X-A", "1",
            "Content-Type", "text/plain",
            "content-length", "3",
            "Content-Encoding", "gzip",
            "Content-Language", "en",
            "Content-Location", "/x",
            "Origin", "http://a.test:8080",
            "X-B", "2");
    assertThat(next(303, "POST", "/x").headers(headers))
        .isEqualTo(HeaderList.of("X-A", "1", "X-B", "2"));
    assertThat(next(307, "POST", "/x").headers(headers)).isEqualTo(headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://b.test:8080/", "https://a.test:8080/", "http://a.test/", "own:x"})
  void loginsAreNotToldToAnotherOrigin(String location) {
    HeaderList headers =
        HeaderList.of(
            "Authorization", "Basic x", "Cookie", "a=b", "X-A", "1", "Origin", "http://a.test");
    Next hop = next(302, "GET", location);
    assertThat(hop.crossOrigin()).isTrue();
    assertThat(hop.headers(headers)).isEqualTo(HeaderList.of("X-A", "1", "Origin", "null"));
    assertThat(next(302, "GET", "/same").headers(headers)).isEqualTo(headers);
  }

  @Test
  void fetchMetadataDoesNotLeaveTrustworthyUrls() {
    HeaderList headers = HeaderList.of("Sec-Fetch-Mode", "cors", "sec-ch-ua", "x", "X-A", "1");
    RedirectDecision leaving =
        RedirectRules.decide(
            302,
            HeaderList.of("Location", "http://b.test/"),
            "GET",
            Url.parse("https://a.test/"),
            0);
    assertThat(((Next) leaving).headers(headers)).isEqualTo(HeaderList.of("X-A", "1"));
    assertThat(next(302, "GET", "http://b.test/").headers(headers)).isEqualTo(headers);
  }

  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static RedirectDecision decide(int status, String method, String location, int followed) {
    return RedirectRules.decide(
        status, HeaderList.of("Location", location), method, HERE, followed);
  }

  private static Next next(int status, String method, String location) {
    RedirectDecision decision = decide(status, method, location, 0);
    assertThat(decision).isInstanceOf(Next.class);
    return (Next) decision;
  }

  private static Refused refused(RedirectDecision decision) {
    assertThat(decision).isInstanceOf(Refused.class);
    return (Refused) decision;
  }
}
