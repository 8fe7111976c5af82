package dev.valence.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.net.cookie.Cookie;
import dev.valence.net.cookie.CookieDetails;
import dev.valence.net.cookie.SameSite;
import dev.valence.net.http.Credentials;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestCookiesTest {
  /** The two ways to ask for the session's cookies. */
  enum OptIn {
    USE_SESSION_COOKIES,
    CREDENTIALS_INCLUDE;

    RequestOptions.Builder options() {
      return this == USE_SESSION_COOKIES
          ? RequestOptions.builder().useSessionCookies(true)
          : RequestOptions.builder().credentials(Credentials.INCLUDE);
    }
  }

  private final Valence valence =
      Valence.builder().trustedRoots(TestAuthority.shared().certificate()).build();
  private final Session session = valence.session().fromPartition("cookies");
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        TestServer.start(
            exchange -> {
              var reply =
                  exchange.reply(200).header("x-cookie", String.valueOf(exchange.header("cookie")));
              String set = exchange.request().query();
              if (set != null) {
                reply.header("Set-Cookie", set.replace("&", "; "));
              }
              reply.text("x");
            });
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  private IncomingMessage send(RequestOptions.Builder options, String url) {
    RequestProbe probe =
        RequestProbe.of(valence.net().request(options.session(session).url(url).build()));
    probe.request().end();
    IncomingMessage message = probe.response();
    probe.closed();
    return message;
  }

  private void set(String url, String name, String value) {
    RequestProbe.get(
        session.cookies().set(CookieDetails.builder().url(url).name(name).value(value).build()));
  }

  private List<Cookie> stored() {
    return RequestProbe.get(session.cookies().get());
  }

  @Test
  void n143_s057_ownCookieHeader() throws Exception {
    RequestProbe.get(
        session
            .cookies()
            .set(
                CookieDetails.builder()
                    .url(server.origin())
                    .name("test")
                    .value("11111")
                    .expirationDate(0.0)
                    .build()));
    ClientRequest request =
        valence
            .net()
            .request(RequestOptions.builder().session(session).url(server.url("/")).build());
    request.setHeader("Cookie", "test=12345");
    assertThat(request.getHeader("Cookie")).isEqualTo("test=12345");
    RequestProbe probe = RequestProbe.of(request);
    request.end();
    assertThat(probe.response().header("x-cookie")).isEqualTo("test=12345");
  }

  @Test
  void s058_n257_noCookiesUnlessAskedFor() {
    set(server.origin(), "wild_cookie", "1");
    assertThat(send(RequestOptions.builder(), server.url("/?a=1")).header("x-cookie"))
        .isEqualTo("null");
    assertThat(stored()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void n145_n150_s059_n254_cookiesAreSent(OptIn optIn) {
    set(server.origin(), "wild_cookie", "7");
    assertThat(send(optIn.options(), server.url("/")).header("x-cookie"))
        .isEqualTo("wild_cookie=7");
  }

  @ParameterizedTest
  @EnumSource
  void n146_n151_s061_s062_cookiesAreKept(OptIn optIn) {
    send(optIn.options(), server.url("/?foo=bar"));
    assertThat(stored()).hasSize(1);
    Cookie cookie = stored().get(0);
    assertThat(cookie.name()).isEqualTo("foo");
    assertThat(cookie.value()).isEqualTo("bar");
    assertThat(cookie.domain()).isEqualTo("127.0.0.1");
    assertThat(cookie.hostOnly()).isTrue();
    assertThat(cookie.path()).isEqualTo("/");
    assertThat(cookie.secure()).isFalse();
    assertThat(cookie.httpOnly()).isFalse();
    assertThat(cookie.session()).isTrue();
    assertThat(cookie.sameSite()).isEqualTo(SameSite.UNSPECIFIED);
    assertThat(cookie.expirationDate()).isNull();
  }

  private void sameSite(RequestOptions.Builder options, String attribute, SameSite kept) {
    assertThat(send(options, server.url("/?same=site&SameSite=" + attribute)).header("x-cookie"))
        .isEqualTo("null");
    assertThat(stored()).extracting(Cookie::sameSite).containsExactly(kept);
    assertThat(send(options, server.url("/")).header("x-cookie")).isEqualTo("same=site");
  }

  @Test
  void n147_s063_laxWithSessionCookies() {
    sameSite(OptIn.USE_SESSION_COOKIES.options(), "Lax", SameSite.LAX);
  }

  @Test
  void s065_laxWithCredentials() {
    sameSite(OptIn.CREDENTIALS_INCLUDE.options(), "Lax", SameSite.LAX);
  }

  @Test
  void n153_s066_strictWithCredentials() {
    sameSite(OptIn.CREDENTIALS_INCLUDE.options(), "Strict", SameSite.STRICT);
  }

  @ParameterizedTest
  @EnumSource
  void n149_n154_s067_cookiesAreChosenAnewForEachHop(OptIn optIn) throws Exception {
    // SameSite=None needs Secure, and Secure needs a trustworthy place: loopback hosts are such.
    try (TestServer second =
            TestServer.start(
                exchange ->
                    exchange
                        .reply(200)
                        .header("x-cookie", String.valueOf(exchange.header("cookie")))
                        .empty());
        TestServer first =
            TestServer.start(
                exchange ->
                    exchange
                        .reply(302)
                        .header("x-cookie", String.valueOf(exchange.header("cookie")))
                        .header("location", second.url("localhost", "/"))
                        .empty())) {
      for (String origin : List.of("http://127.0.0.1", "http://localhost")) {
        RequestProbe.get(
            session
                .cookies()
                .set(
                    CookieDetails.builder()
                        .url(origin)
                        .name("wild_cookie")
                        .value(origin.substring(7))
                        .sameSite(SameSite.NO_RESTRICTION)
                        .expirationDate(Instant.now().plusSeconds(1000))
                        .build()));
      }
      ClientRequest request =
          valence.net().request(optIn.options().session(session).url(first.url("/")).build());
      RequestProbe probe = RequestProbe.of(request);
      List<String> firstHop = new ArrayList<>();
      request.on(
          ClientRequest.REDIRECT,
          (status, method, url, headers) -> {
            firstHop.addAll(headers.get("x-cookie"));
            request.followRedirect();
          });
      request.end();
      assertThat(probe.response().header("x-cookie")).isEqualTo("wild_cookie=localhost");
      assertThat(firstHop).containsExactly("wild_cookie=127.0.0.1");
    }
  }

  @Test
  void n030_n031_n255_omitSendsAndKeepsNothing() {
    set(server.origin(), "wild_cookie", "1");
    RequestOptions.Builder omit = RequestOptions.builder().credentials(Credentials.OMIT);
    assertThat(send(omit, server.url("/?other=1")).header("x-cookie")).isEqualTo("null");
    assertThat(stored()).hasSize(1);
  }

  @Test
  void n258_credentialsWinOverUseSessionCookies() {
    set(server.origin(), "wild_cookie", "1");
    assertThat(
            send(
                    RequestOptions.builder().credentials(Credentials.OMIT).useSessionCookies(true),
                    server.url("/"))
                .header("x-cookie"))
        .isEqualTo("null");
    assertThat(
            send(
                    RequestOptions.builder()
                        .credentials(Credentials.INCLUDE)
                        .useSessionCookies(false),
                    server.url("/"))
                .header("x-cookie"))
        .isEqualTo("wild_cookie=1");
  }

  @Test
  void sameOriginLooksAtTheOrigin() {
    set(server.origin(), "wild_cookie", "1");
    RequestOptions.Builder own =
        RequestOptions.builder().credentials(Credentials.SAME_ORIGIN).origin(server.origin());
    assertThat(send(own, server.url("/")).header("x-cookie")).isEqualTo("wild_cookie=1");
    RequestOptions.Builder foreign =
        RequestOptions.builder().credentials(Credentials.SAME_ORIGIN).origin("http://other.test");
    assertThat(send(foreign, server.url("/")).header("x-cookie")).isEqualTo("null");
  }

  @Test
  void sameOriginEndsWhereARedirectLeavesTheOrigin() throws Exception {
    try (TestServer other =
        TestServer.start(
            exchange ->
                exchange
                    .reply(200)
                    .header("x-cookie", String.valueOf(exchange.header("cookie")))
                    .header("Set-Cookie", "kept=no")
                    .empty())) {
      set(other.origin(), "wild_cookie", "1");
      try (TestServer first =
          TestServer.start(
              exchange -> exchange.reply(302).header("Location", other.url("/")).empty())) {
        RequestOptions.Builder options =
            RequestOptions.builder().credentials(Credentials.SAME_ORIGIN).origin(first.origin());
        assertThat(send(options, first.url("/")).header("x-cookie")).isEqualTo("null");
        assertThat(first.takeRequest().header("cookie")).isEqualTo("wild_cookie=1");
        assertThat(stored()).hasSize(1);
      }
    }
  }
}
