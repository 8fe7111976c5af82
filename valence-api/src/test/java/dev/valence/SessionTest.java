package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.net.cookie.CookieDetails;
import dev.valence.net.http.Credentials;
import dev.valence.testkit.RecordedRequest;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final int WAIT_SECONDS = 20;

  private final Valence valence = Valence.builder().build();

  @AfterEach
  void close() {
    valence.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private static RecordedRequest fetched(TestServer server, Session session) throws Exception {
    get(get(session.fetch(server.url("/"))).bytes());
    return server.takeRequest();
  }

  @Test
  void s025_closingConnectionsFailsWhatRuns() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.leaveUnanswered())) {
      Session session = valence.session().fromPartition("close");
      CompletableFuture<Response> fetch = session.fetch(server.url("/"));
      server.takeRequest();
      get(session.closeAllConnections());
      assertThatThrownBy(() -> get(fetch))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("net::ERR_ABORTED");
      server.awaitOpenConnections(0);
    }
  }

  @Test
  void s026_preconnectChecksItsArguments() {
    Session session = valence.session().defaultSession();
    for (String url : new String[] {"", "no url", "ftp://a/", null}) {
      assertThatThrownBy(() -> session.preconnect(url))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Must pass non-empty valid url to session.preconnect.");
    }
    for (int sockets : new int[] {0, 7}) {
      assertThatThrownBy(() -> session.preconnect("http://a/", sockets))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("numSocketsToPreconnect is outside range [1,6]");
    }
  }

  @Test
  void s026_preconnectOpensConnections() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      Session session = valence.session().defaultSession();
      get(session.preconnect(server.url("/any/path"), 3));
      server.awaitOpenConnections(3);
      get(get(session.fetch(server.url("/"))).bytes());
      assertThat(server.connectionCount()).isEqualTo(3);
    }
  }

  @Test
  void s027_preconnectHasAnEventForPages() throws Exception {
    assertThat(Session.PRECONNECT.name()).isEqualTo("preconnect");
    Session session = valence.session().defaultSession();
    session.on(Session.PRECONNECT, (event, url, allowCredentials) -> {});
    assertThat(session.listenerCount(Session.PRECONNECT)).isEqualTo(1);
    session.removeAllListeners();
    assertThat(session.listenerCount(Session.PRECONNECT)).isZero();
  }

  @Test
  void s030_theUserAgentIsKept() {
    Session session = valence.session().fromPartition("agent");
    session.setUserAgent("test-agent");
    assertThat(session.getUserAgent()).isEqualTo("test-agent");
    assertThat(valence.session().defaultSession().getUserAgent()).contains("Valence/");
  }

  @Test
  void s031_agentAndLanguagesAreSent() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      Session session = valence.session().fromPartition("languages");
      session.setUserAgent("test-agent", "en-US,fr,de");
      RecordedRequest seen = fetched(server, session);
      assertThat(seen.header("user-agent")).isEqualTo("test-agent");
      assertThat(seen.header("accept-language")).isEqualTo("en-US,fr;q=0.9,de;q=0.8");
    }
  }

  @Test
  void s034_withoutLanguagesTheHeaderIsLeftAlone() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      Session session = valence.session().fromPartition("languages");
      session.setUserAgent("one");
      assertThat(fetched(server, session).header("accept-language")).isNull();
      session.setUserAgent("two", "de");
      session.setUserAgent("three");
      RecordedRequest seen = fetched(server, session);
      assertThat(seen.header("accept-language")).isEqualTo("de");
      assertThat(seen.header("user-agent")).isEqualTo("three");
    }
  }

  @Test
  void anAgentThatBreaksTheWireIsRefused() {
    Session session = valence.session().defaultSession();
    assertThatThrownBy(() -> session.setUserAgent("a\r\nX: b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> session.setUserAgent("a", "en;q=1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theBuildersAgentIsForNewSessions() {
    try (Valence named = Valence.builder().userAgent("My App/1").build()) {
      assertThat(named.session().fromPartition("x").getUserAgent()).isEqualTo("My App/1");
    }
  }

  @Test
  void s069_fetchSendsCookiesByItself() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      Session session = valence.session().fromPartition("cookies");
      get(
          session
              .cookies()
              .set(
                  CookieDetails.builder()
                      .url(server.url("/"))
                      .name("wild_cookie")
                      .value("1")
                      .build()));
      assertThat(fetched(server, session).header("cookie")).isEqualTo("wild_cookie=1");
      for (Credentials mode : Credentials.values()) {
        RequestInit init = RequestInit.builder().credentials(mode).build();
        get(get(session.fetch(server.url("/"), init)).bytes());
        assertThat(server.takeRequest().header("cookie"))
            .as(mode.wireName())
            .isEqualTo(mode == Credentials.OMIT ? null : "wild_cookie=1");
      }
    }
  }

  @Test
  void sameOriginLeavesCookiesOutForAnotherOrigin() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> exchange.reply(200).header("Set-Cookie", "from=server").text("x"))) {
      Session session = valence.session().fromPartition("cookies");
      RequestInit foreign = RequestInit.builder().header("Origin", "https://other.example").build();
      get(get(session.fetch(server.url("/"), foreign)).bytes());
      assertThat(get(session.cookies().get())).isEmpty();
      RequestInit own = RequestInit.builder().header("Origin", server.origin()).build();
      get(get(session.fetch(server.url("/"), own)).bytes());
      assertThat(get(session.cookies().get())).hasSize(1);
    }
  }

  @Test
  void trustedRootsAreTrusted() throws Exception {
    try (TestServer server =
            TestServer.builder().tls().http2().start(exchange -> exchange.respond(200, "safe"));
        Valence trusting =
            Valence.builder().trustedRoots(TestAuthority.shared().certificate()).build()) {
      Response response = get(trusting.net().fetch(server.url("/")));
      assertThat(get(response.text())).isEqualTo("safe");
      assertThat(response.httpVersion()).hasToString("2.0");
      assertThatThrownBy(() -> get(valence.net().fetch(server.url("/"))))
          .hasMessageContaining("net::ERR_CERT_AUTHORITY_INVALID");
    }
  }
}
