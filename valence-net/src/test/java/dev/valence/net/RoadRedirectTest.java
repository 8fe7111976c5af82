package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetworkDelegate.RedirectDecision;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RedirectMode;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects on the road; the rules themselves: RedirectRulesTest. */
class RoadRedirectTest {
  private final RoadClient client = RoadClient.start();

  @AfterEach
  void close() {
    client.close();
    NettyWatch.assertNoLeak();
  }

  /** {@code /to/STATUS?TARGET} redirects; everything else tells method and body. */
  private static TestServer server() throws IOException {
    return TestServer.start(RoadRedirectTest::answer);
  }

  private static void answer(Exchange exchange) throws IOException {
    if (exchange.path().startsWith("/to/")) {
      exchange.body();
      exchange
          .reply(Integer.parseInt(exchange.path().substring(4)))
          .header("Location", exchange.request().query())
          .text("moved");
    } else {
      exchange.respond(200, exchange.method() + " " + exchange.path() + " " + exchange.bodyText());
    }
  }

  @Test
  void n069_n070_relativeTargetsAreFollowed() throws Exception {
    try (TestServer server = server()) {
      RoadCall call = client.get(server.url("/to/302?/to/301?../end"));

      assertThat(call.text()).isEqualTo("GET /end ");
      assertThat(call.urls())
          .containsExactly(
              server.url("/to/302?/to/301?../end"),
              server.url("/to/301?../end"),
              server.url("/end"));
      assertThat(call.redirects())
          .extracting(step -> step.response().status())
          .containsExactly(302, 301);
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "301, POST, GET",
    "302, POST, GET",
    "303, POST, GET",
    "307, POST, POST",
    "308, POST, POST",
    "301, PUT, PUT",
    "302, PUT, PUT",
    "303, PUT, GET",
    "303, DELETE, GET",
    "307, PUT, PUT",
  })
  void n005_n006_methodAndBodyOfTheNextHop(int status, String method, String next)
      throws Exception {
    TestBody body = TestBody.of("payload");
    try (TestServer server = server()) {
      RoadCall call =
          client.start(
              server.url("/to/" + status + "?/end"),
              r ->
                  r.method(method)
                      .headers(HeaderList.of("Content-Type", "text/plain", "X-Kept", "1"))
                      .body(body));
      boolean keepsBody = next.equals(method);

      assertThat(call.text()).isEqualTo(next + " /end " + (keepsBody ? "payload" : ""));
      server.takeRequest();
      assertThat(server.takeRequest())
          .satisfies(
              request -> {
                assertThat(request.header("content-type"))
                    .isEqualTo(keepsBody ? "text/plain" : null);
                assertThat(request.header("x-kept")).isEqualTo("1");
              });
      assertThat(body.opened()).isEqualTo(keepsBody ? 2 : 1);
      assertThat(body.closed()).isEqualTo(body.opened());
    }
  }

  @Test
  void aBodyThatCannotBeReadAgainFailsWhereItIsNeededAgain() throws Exception {
    try (TestServer server = server()) {
      assertThat(
              client
                  .start(
                      server.url("/to/307?/end"),
                      r -> r.method("POST").body(TestBody.of("once").once()))
                  .error())
          .isEqualTo(NetError.UPLOAD_STREAM_REWIND_NOT_SUPPORTED);
      assertThat(
              client
                  .start(
                      server.url("/to/303?/end"),
                      r -> r.method("POST").body(TestBody.of("once").once()))
                  .text())
          .isEqualTo("GET /end ");
    }
  }

  @Test
  void twentyRedirectsAreFollowedAndNoMore() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              int left = Integer.parseInt(exchange.path().substring(1));
              if (left == 0) {
                exchange.respond(200, "arrived");
              } else {
                exchange.reply(302).header("Location", "/" + (left - 1)).empty();
              }
            })) {
      RoadCall call = client.get(server.url("/20"));
      assertThat(call.text()).isEqualTo("arrived");
      assertThat(call.urls()).hasSize(21);
      assertThat(client.get(server.url("/21")).error()).isEqualTo(NetError.TOO_MANY_REDIRECTS);
    }
  }

  @Test
  void theFragmentIsInherited() throws Exception {
    try (TestServer server = server()) {
      RoadCall inherited = client.get(server.url("/to/302?/end#here"));
      assertThat(inherited.status()).isEqualTo(200);
      assertThat(inherited.urls().get(1)).isEqualTo(server.url("/end#here"));
    }
  }

  @Test
  void loginsAreNotToldToAnotherOrigin() throws Exception {
    try (TestServer from = server();
        TestServer to = server()) {
      RoadCall call =
          client.start(
              from.url("/to/302?" + to.url("/end")),
              r ->
                  r.headers(
                      HeaderList.of(
                          "Authorization", "Basic c2VjcmV0", "Cookie", "a=b", "X-Kept", "1")));

      assertThat(call.text()).isEqualTo("GET /end ");
      assertThat(from.takeRequest().header("authorization")).isEqualTo("Basic c2VjcmV0");
      assertThat(to.takeRequest())
          .satisfies(
              request -> {
                assertThat(request.header("authorization")).isNull();
                assertThat(request.header("cookie")).isNull();
                assertThat(request.header("x-kept")).isEqualTo("1");
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///", "about:blank", "blob:x", "data:text/plain,x"})
  void n073_n111_n113_n114_unsafeTargetsAreRefused(String target) throws Exception {
    try (TestServer server = server()) {
      assertThat(client.get(server.url("/to/302?" + target)).failure())
          .hasMessage("net::ERR_UNSAFE_REDIRECT");
    }
  }

  @Test
  void otherTargetsThatCannotBeFollowed() throws Exception {
    try (TestServer server = server()) {
      assertThat(client.get(server.url("/to/302?http://[bad/")).error())
          .isEqualTo(NetError.INVALID_REDIRECT);
      assertThat(client.get(server.url("/to/302?foo:bar")).error())
          .isEqualTo(NetError.UNKNOWN_URL_SCHEME);
    }
  }

  @Test
  void aRedirectWithoutATargetIsAnOrdinaryResponse() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(302, "nowhere"))) {
      RoadCall call = client.get(server.url("/"));

      assertThat(call.text()).isEqualTo("nowhere");
      assertThat(call.head().status()).isEqualTo(302);
    }
  }

  @Test
  void redirectModeErrorFails() throws Exception {
    try (TestServer server = server()) {
      NetException failure =
          client
              .start(server.url("/to/302?/end"), r -> r.redirectMode(RedirectMode.ERROR))
              .failure();

      assertThat(failure.error()).isEqualTo(NetError.FAILED);
      assertThat(failure.detail())
          .isEqualTo("Attempted to redirect, but redirect policy was 'error'");
    }
  }

  @Test
  void theDelegateMayRefuse() throws Exception {
    NetException reason = new NetException(NetError.BLOCKED_BY_CLIENT);
    try (TestServer server = server()) {
      RoadCall call = new RoadCall().onRedirect((step, decision) -> decision.refuse(reason));
      client.start(server.url("/to/302?/end"), r -> {}, call);

      assertThat(call.failure()).isSameAs(reason);
      assertThat(server.requestCount()).isEqualTo(1);
    }
  }

  @Test
  void theDelegateMayTakeTheRedirectItself() throws Exception {
    try (TestServer server = server()) {
      RoadCall call = new RoadCall().onRedirect((step, decision) -> decision.deliver());
      client.start(server.url("/to/302?/end"), r -> {}, call);

      assertThat(call.text()).isEqualTo("moved");
      assertThat(call.head().status()).isEqualTo(302);
      assertThat(call.head().headers().get("location")).isEqualTo("/end");
      assertThat(call.urls()).containsExactly(server.url("/to/302?/end"));
    }
  }

  @Test
  void theDelegateMayAnswerLaterFromAnotherThreadAndOnlyOnce() throws Exception {
    try (TestServer server = server()) {
      CompletableFuture<RedirectDecision> asked = new CompletableFuture<>();
      RoadCall call =
          new RoadCall()
              .onRedirect(
                  (step, decision) -> {
                    assertThat(step.method()).isEqualTo("GET");
                    assertThat(step.url().href()).isEqualTo(server.url("/end"));
                    asked.complete(decision);
                  });
      client.start(server.url("/to/302?/end"), r -> {}, call);
      RedirectDecision decision = RoadCall.join(asked);
      assertThat(call.isOver()).isFalse();
      decision.follow();
      decision.refuse(new NetException(NetError.FAILED));
      decision.deliver();

      assertThat(call.text()).isEqualTo("GET /end ");
    }
  }

  @Test
  void theBodyOfARedirectMayBeAnyLength() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              if (exchange.path().equals("/")) {
                try (ReplyBody body = exchange.reply(302).header("Location", "/end").chunked()) {
                  body.write("endless");
                  body.await(gate);
                }
              } else {
                exchange.respond(200, "end");
              }
            })) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("end");
      gate.complete(null);
    }
  }

  @Test
  void theConnectionOfARedirectServesOnWhenItsBodyHasCome() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    RoadClient.Settings one = RoadClient.with().pool(PoolLimits.DEFAULT.withPerHost(1));
    try (RoadClient narrow = one.start();
        TestServer server =
            TestServer.start(
                exchange -> {
                  if (exchange.path().equals("/")) {
                    try (ReplyBody body =
                        exchange.reply(302).header("Location", "/end").chunked()) {
                      body.write("first half");
                      body.await(gate);
                      body.write("second half");
                    }
                  } else {
                    exchange.respond(200, "end");
                  }
                })) {
      RoadCall call = new RoadCall();
      call.onRedirect(
          (step, decision) -> {
            decision.follow();
            gate.complete(null);
          });
      narrow.start(server.url("/"), request -> {}, call);

      assertThat(call.text()).isEqualTo("end");
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }
}
