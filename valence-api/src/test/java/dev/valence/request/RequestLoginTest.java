package dev.valence.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.fetch.RequestInit;
import dev.valence.net.NetError;
import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.AuthScheme;
import dev.valence.net.http.Credentials;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.RecordedRequest;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestLoginTest {
  /** {@code user:pass}. */
  private static final String RIGHT = "Basic dXNlcjpwYXNz";

  private final Valence valence = Valence.builder().build();
  private final List<AuthChallenge> asked = Collections.synchronizedList(new ArrayList<>());
  private TestServer server;

  /** The option sets of rows N009 to N016. */
  private enum Options {
    NONE,
    INCLUDE,
    INCLUDE_WITHOUT_SESSION_COOKIES;

    RequestOptions.Builder builder() {
      return switch (this) {
        case NONE -> RequestOptions.builder();
        case INCLUDE -> RequestOptions.builder().credentials(Credentials.INCLUDE);
        case INCLUDE_WITHOUT_SESSION_COOKIES ->
            RequestOptions.builder().useSessionCookies(false).credentials(Credentials.INCLUDE);
      };
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(RequestLoginTest::answer);
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  /** As the rows have it: a 401, sent without reading the body, or the body as it came. */
  private static void answer(Exchange exchange) throws IOException {
    String given = exchange.header("authorization");
    if (given == null || (exchange.path().equals("/strict") && !given.equals(RIGHT))) {
      exchange.reply(401).header("WWW-Authenticate", "Basic realm=\"Foo\"").text("unauthenticated");
    } else {
      String body = exchange.bodyText();
      exchange.respond(200, body.isEmpty() ? "ok" : body);
    }
  }

  private RequestProbe probe(RequestOptions.Builder options, String path) {
    return RequestProbe.of(valence.net().request(options.url(server.url(path)).build()));
  }

  private RequestProbe logsIn(RequestProbe probe) {
    probe
        .request()
        .on(
            ClientRequest.LOGIN,
            (info, callback) -> {
              asked.add(info);
              callback.call("user", "pass");
            });
    return probe;
  }

  @ParameterizedTest
  @EnumSource(Options.class)
  void n009_n015_n271_aLoginAnsweredEmptyDeliversThe401(Options options) {
    RequestProbe probe = probe(options.builder(), "/");
    probe.request().on(ClientRequest.LOGIN, (info, callback) -> callback.call());
    probe.request().end();
    probe.closed();

    assertThat(probe.response().statusCode()).isEqualTo(401);
    assertThat(probe.text()).isEqualTo("unauthenticated");
    assertThat(probe.events()).doesNotContain("error");
  }

  @ParameterizedTest
  @EnumSource(Options.class)
  void n010_n013_aBodyIsSentAgain(Options options) throws Exception {
    String body = "x".repeat(1024);
    RequestProbe probe = logsIn(probe(options.builder(), "/"));
    probe.request().end(body);
    probe.closed();

    assertThat(probe.response().statusCode()).isEqualTo(200);
    assertThat(probe.text()).isEqualTo(body);
    assertThat(server.requests()).extracting(RecordedRequest::method).containsExactly("GET", "GET");
  }

  @ParameterizedTest
  @EnumSource(Options.class)
  void n011_n014_n270_aLoginIsAskedForAndOnlyTheLastResponseDelivered(Options options) {
    RequestProbe probe = logsIn(probe(options.builder(), "/"));
    probe.request().end();
    probe.closed();

    assertThat(probe.text()).isEqualTo("ok");
    assertThat(Collections.frequency(probe.events(), "response")).isEqualTo(1);
    AuthChallenge info = asked.get(0);
    assertThat(asked).hasSize(1);
    assertThat(info.realm()).isEqualTo("Foo");
    assertThat(info.scheme().wireName()).isEqualTo("basic");
    assertThat(info.isProxy()).isFalse();
    assertThat(info.host()).isEqualTo("127.0.0.1");
    assertThat(info.port()).isEqualTo(server.port());
    assertThat(info.firstAttempt()).isTrue();
  }

  @Test
  void n017_n255_credentialsOmitNeverAsks() {
    RequestProbe probe = logsIn(probe(RequestOptions.builder().credentials(Credentials.OMIT), "/"));
    probe.request().end();
    probe.closed();

    assertThat(asked).isEmpty();
    assertThat(probe.response().statusCode()).isEqualTo(401);
    assertThat(probe.response().header("www-authenticate")).isEqualTo("Basic realm=\"Foo\"");
  }

  @Test
  void n135_n137_n139_s169_s170_n254_n257_anotherRequestUsesTheSessionsLogin() {
    // A client of the same session stands in for the page that logs in first.
    RequestProbe first = logsIn(probe(RequestOptions.builder(), "/"));
    first.request().end();
    first.closed();
    asked.clear();
    for (Options options : Options.values()) {
      RequestProbe probe = logsIn(probe(options.builder(), "/"));
      probe.request().end();
      probe.closed();
      assertThat(probe.response().statusCode()).isEqualTo(200);
    }

    assertThat(asked).isEmpty();
    // Once known, a login is sent unasked.
    assertThat(server.requestCount()).isEqualTo(2 + 3);
  }

  @Test
  void n141_s171_credentialsOmitDoesNotUseTheSessionsLogin() {
    RequestProbe first = logsIn(probe(RequestOptions.builder(), "/"));
    first.request().end();
    first.closed();
    asked.clear();
    RequestProbe probe = logsIn(probe(RequestOptions.builder().credentials(Credentials.OMIT), "/"));
    probe.request().end();
    probe.closed();

    assertThat(asked).isEmpty();
    assertThat(probe.response().statusCode()).isEqualTo(401);
    assertThat(probe.response().header("www-authenticate")).isEqualTo("Basic realm=\"Foo\"");
  }

  @Test
  void s107_aLoginInTheUrlIsRememberedUntilTheCacheIsCleared() {
    Session session = valence.session().fromPartition("s107");
    String plain = server.url("/strict");
    String withLogin = plain.replace("http://", "http://user:pass@");

    assertThat(status(session, plain)).isEqualTo(401);
    assertThat(status(session, withLogin)).isEqualTo(200);
    assertThat(status(session, plain)).isEqualTo(200);
    session.clearAuthCache().join();
    assertThat(status(session, plain)).isEqualTo(401);
    assertThat(server.requests())
        .allMatch(request -> !request.target().contains("pass"))
        .allMatch(request -> request.header("host").equals("127.0.0.1:" + server.port()));
  }

  private int status(Session session, String url) {
    return response(session, url).statusCode();
  }

  private IncomingMessage response(Session session, String url) {
    RequestProbe probe =
        RequestProbe.of(
            valence.net().request(RequestOptions.builder().url(url).session(session).build()));
    probe.request().end();
    probe.closed();
    return probe.response();
  }

  @Test
  void credentialsOfTheUrlAreShownNowhere() {
    String url = server.url("/strict").replace("http://", "http://user:pass@");
    RequestProbe probe = RequestProbe.of(valence.net().request(url));
    probe.request().end();
    probe.closed();

    assertThat(probe.response().statusCode()).isEqualTo(200);
    assertThat(probe.response().urlList()).containsExactly(server.url("/strict"));
    assertThat(probe.request().toString()).doesNotContain("pass");
    assertThat(probe.response().toString()).doesNotContain("pass");
  }

  @Test
  void withoutAListenerThe401IsDelivered() {
    assertThat(status(valence.session().defaultSession(), server.url("/"))).isEqualTo(401);
    assertThat(server.requestCount()).isEqualTo(1);
  }

  @Test
  void anAnswerMayComeLateAndFromElsewhereButOnce() {
    RequestProbe probe = probe(RequestOptions.builder(), "/");
    CompletableFuture<LoginCallback> kept = new CompletableFuture<>();
    probe.request().on(ClientRequest.LOGIN, (info, callback) -> kept.complete(callback));
    probe.request().end();
    LoginCallback callback = RequestProbe.get(kept);
    assertThatThrownBy(() -> callback.call("a\nb", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    callback.call("user", "pass");

    assertThatThrownBy(callback::call).isInstanceOf(IllegalStateException.class);
    assertThat(probe.response().statusCode()).isEqualTo(200);
  }

  @Test
  void aRefusedLoginIsAskedForAgain() {
    RequestProbe probe = probe(RequestOptions.builder(), "/strict");
    AtomicInteger count = new AtomicInteger();
    probe
        .request()
        .on(
            ClientRequest.LOGIN,
            (info, callback) -> {
              asked.add(info);
              callback.call("user", count.incrementAndGet() == 3 ? "pass" : "wrong" + count);
            });
    probe.request().end();
    probe.closed();

    assertThat(probe.text()).isEqualTo("ok");
    assertThat(asked).extracting(AuthChallenge::firstAttempt).containsExactly(true, false, false);
  }

  @Test
  void theSameWrongLoginIsNotTriedForEver() {
    RequestProbe probe = probe(RequestOptions.builder(), "/strict");
    probe.request().on(ClientRequest.LOGIN, (info, callback) -> callback.call("user", "wrong"));
    probe.request().end();
    probe.closed();

    assertThat(probe.response().statusCode()).isEqualTo(401);
    assertThat(server.requestCount()).isEqualTo(2);
  }

  @Test
  void anAbortedRequestForgetsItsQuestion() {
    RequestProbe probe = probe(RequestOptions.builder(), "/");
    CompletableFuture<LoginCallback> kept = new CompletableFuture<>();
    probe.request().on(ClientRequest.LOGIN, (info, callback) -> kept.complete(callback));
    probe.request().end();
    LoginCallback callback = RequestProbe.get(kept);
    probe.request().abort();
    probe.closed();
    callback.call("user", "pass");

    assertThat(status(valence.session().defaultSession(), server.url("/"))).isEqualTo(401);
  }

  @Test
  void aHeaderOfTheProgramIsLeftAlone() {
    RequestProbe probe = logsIn(probe(RequestOptions.builder(), "/strict"));
    probe.request().setHeader("Authorization", "Bearer x");
    probe.request().end();
    probe.closed();

    assertThat(asked).isEmpty();
    assertThat(probe.response().statusCode()).isEqualTo(401);
    assertThat(server.requests().get(0).header("authorization")).isEqualTo("Bearer x");
  }

  @Test
  void aStreamedBodyCannotBeSentAgain() {
    RequestProbe probe = logsIn(probe(RequestOptions.builder().method("POST"), "/"));
    probe.request().chunkedEncoding(true);
    probe.request().end("body");

    assertThat(probe.error().error()).isEqualTo(NetError.UPLOAD_STREAM_REWIND_NOT_SUPPORTED);
  }

  @Test
  void fetchAsksTheProviderOnceForRequestsThatWaitTogether() throws Exception {
    Session session = valence.session().fromPartition("provider");
    CompletableFuture<AuthCredentials> answer = new CompletableFuture<>();
    session.setCredentialProvider(
        challenge -> {
          asked.add(challenge);
          return answer;
        });
    List<CompletableFuture<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      // Different ones: requests for the same would wait for each other at the cache.
      calls.add(session.fetch(server.url("/strict?" + i)).thenApply(r -> r.status()));
    }
    for (int i = 0; i < 6; i++) {
      server.takeRequest();
    }
    answer.complete(AuthCredentials.of("user", "pass"));

    for (CompletableFuture<Integer> call : calls) {
      assertThat(RequestProbe.get(call)).isEqualTo(200);
    }
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).toString()).contains("Foo").doesNotContain("pass");
  }

  @Test
  void aProviderThatFailsIsNone() {
    Session session = valence.session().fromPartition("failing");
    session.setCredentialProvider(
        challenge -> CompletableFuture.failedFuture(new IOException("locked")));

    assertThat(session.fetch(server.url("/")).join().status()).isEqualTo(401);
    session.setCredentialProvider(
        challenge -> {
          throw new IllegalStateException("defect");
        });
    assertThat(session.fetch(server.url("/")).join().status()).isEqualTo(401);
    session.setCredentialProvider(null);
    assertThat(session.fetch(server.url("/")).join().status()).isEqualTo(401);
  }

  @Test
  void fetchWithOmitUsesNoProvider() {
    Session session = valence.session().fromPartition("omit");
    session.setCredentialProvider(
        challenge -> CompletableFuture.completedFuture(AuthCredentials.of("user", "pass")));
    RequestInit omit = RequestInit.builder().credentials(Credentials.OMIT).build();

    assertThat(session.fetch(server.url("/"), omit).join().status()).isEqualTo(401);
    assertThat(session.fetch(server.url("/")).join().status()).isEqualTo(200);
    assertThat(session.fetch(server.url("/"), omit).join().status()).isEqualTo(401);
  }

  @Test
  void aSchemeThatIsNotAllowedIsNotAnswered() {
    Session session = valence.session().fromPartition("schemes");
    session.setCredentialProvider(
        challenge -> CompletableFuture.completedFuture(AuthCredentials.of("user", "pass")));
    session.setAuthenticationSchemes(Set.of(AuthScheme.DIGEST));

    assertThat(session.fetch(server.url("/")).join().status()).isEqualTo(401);
  }

  @Test
  void sessionsShareNoLogins() {
    Session one = valence.session().fromPartition("one");
    assertThat(status(one, server.url("/strict").replace("http://", "http://user:pass@")))
        .isEqualTo(200);

    assertThat(status(valence.session().fromPartition("two"), server.url("/strict")))
        .isEqualTo(401);
  }
}
