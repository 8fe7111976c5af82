package dev.valence.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Valence;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.CacheMode;
import dev.valence.net.http.RedirectMode;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchTest {
  private static final int WAIT_SECONDS = 20;

  private final Valence valence = Valence.builder().build();

  @AfterEach
  void close() {
    valence.close();
  }

  private static TestServer echo() throws Exception {
    return TestServer.start(exchange -> exchange.reply(200).bytes(exchange.body()));
  }

  private static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
  }

  private static Throwable failure(CompletableFuture<?> future) throws Exception {
    try {
      future.get(WAIT_SECONDS, TimeUnit.SECONDS);
      throw new AssertionError("it did not fail");
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (CancellationException e) {
      return e;
    }
  }

  @Test
  void n105_n233_okAndText() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "test"))) {
      Response response = get(valence.net().fetch(server.url("/")));
      assertThat(response.ok()).isTrue();
      assertThat(get(response.text())).isEqualTo("test");
    }
  }

  @Test
  void n106_postText() throws Exception {
    try (TestServer server = echo()) {
      Response response =
          get(
              valence
                  .net()
                  .fetch(
                      server.url("/"),
                      RequestInit.builder().method("POST").body("the body").build()));
      assertThat(get(response.text())).isEqualTo("the body");
      assertThat(server.takeRequest().header("content-type")).isEqualTo("text/plain;charset=UTF-8");
    }
  }

  @Test
  void n107_arrayBuffer() throws Exception {
    try (TestServer server = echo()) {
      Response response =
          get(
              valence
                  .net()
                  .fetch(
                      server.url("/"),
                      RequestInit.builder().method("POST").body("the body").build()));
      assertThat(new String(get(response.arrayBuffer()), StandardCharsets.UTF_8))
          .isEqualTo("the body");
    }
  }

  @Test
  void n109_anUnknownHostRejects() throws Exception {
    try (Valence mapped =
        Valence.builder().hostResolverRules("MAP i-do-not-exist ~NOTFOUND").build()) {
      assertThat(failure(mapped.net().fetch("https://i-do-not-exist/")))
          .isInstanceOf(NetException.class)
          .hasMessageContaining("ERR_NAME_NOT_RESOLVED");
    }
  }

  @Test
  void n110_aRedirectToAnotherOriginIsFollowed() throws Exception {
    try (TestServer second = TestServer.start(exchange -> exchange.respond(200, "second"));
        TestServer first =
            TestServer.start(
                exchange -> exchange.reply(302).header("Location", second.url("/x#f")).empty())) {
      Response response = get(valence.net().fetch(first.url("/")));
      assertThat(response.status()).isEqualTo(200);
      assertThat(get(response.text())).isEqualTo("second");
      assertThat(response.redirected()).isTrue();
      assertThat(response.url()).isEqualTo(second.url("/x"));
      assertThat(response.urlList()).containsExactly(first.url("/"), second.url("/x#f"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "n111,file:///",
    "n113,about:blank",
    "n114,blob:https://example.com/9115d58c-bcda-ff47-86e5-083e9a215304"
  })
  void n111_n113_n114_unsafeTargetsReject(String row, String target) throws Exception {
    try (TestServer server =
        TestServer.start(exchange -> exchange.reply(302).header("Location", target).empty())) {
      assertThat(failure(valence.net().fetch(server.url("/"))))
          .as(row)
          .hasMessageContaining("ERR_UNSAFE_REDIRECT");
    }
  }

  @Test
  void n115_aBrokenBodyFailsTheTextAlone() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write(
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nchunk\r\n");
              connection.close();
            })) {
      Response response = get(valence.net().fetch(server.url("/")));
      assertThat(response.status()).isEqualTo(200);
      assertThat(failure(response.text())).hasMessageContaining("ERR_INCOMPLETE_CHUNKED_ENCODING");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"data:text/plain,hi", "blob:https://a/b"})
  void n234_dataAndBlobAreNotSupported(String url) throws Exception {
    assertThat(failure(valence.net().fetch(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not support");
  }

  @Test
  void n237_otherSchemesGoToTheirHandlers() throws Exception {
    assertThat(failure(valence.net().fetch("made-up://x")))
        .hasMessage("net::ERR_UNKNOWN_URL_SCHEME");
    valence.protocol().handle("made-up", request -> Response.ofText("made up"));
    assertThat(get(get(valence.net().fetch("made-up://x")).text())).isEqualTo("made up");
  }

  @Test
  void n235_integrityIsIgnored() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      RequestInit init = RequestInit.builder().integrity("sha256-wrong").build();
      assertThat(get(valence.net().fetch(server.url("/"), init)).ok()).isTrue();
    }
  }

  @Test
  void aUrlThatIsNoneRejects() throws Exception {
    assertThat(failure(valence.net().fetch("not a url")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a url");
    assertThat(failure(valence.net().fetch("http://user:secret@host/")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void theHeadOfAResponse() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange
                    .reply(404)
                    .reason("Nothing Here")
                    .header("X-One", "a")
                    .header("Set-Cookie", "a=1")
                    .header("x-one", "b")
                    .header("Set-Cookie", "b=2")
                    .text("no"))) {
      Response response = get(valence.net().fetch(server.url("/")));
      assertThat(response.status()).isEqualTo(404);
      assertThat(response.statusText()).isEqualTo("Nothing Here");
      assertThat(response.ok()).isFalse();
      assertThat(response.redirected()).isFalse();
      assertThat(response.type()).isEqualTo(ResponseType.BASIC);
      assertThat(response.httpVersion()).hasToString("1.1");
      assertThat(response.headers().get("X-ONE")).isEqualTo("a, b");
      assertThat(response.headers().getSetCookie()).containsExactly("a=1", "b=2");
      assertThat(response.headers().rawHeaders())
          .startsWith("X-One", "a", "Set-Cookie", "a=1", "x-one", "b");
      assertThatThrownBy(() -> response.headers().append("a", "b"))
          .isInstanceOf(IllegalStateException.class);
      assertThat(get(response.text())).isEqualTo("no");
    }
  }

  @Test
  void aManualRedirectIsDelivered() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> exchange.reply(302).header("Location", "/next").text("moved"))) {
      RequestInit manual = RequestInit.builder().redirect(RedirectMode.MANUAL).build();
      Response response = get(valence.net().fetch(server.url("/"), manual));
      assertThat(response.status()).isEqualTo(302);
      assertThat(response.type()).isEqualTo(ResponseType.OPAQUE_REDIRECT);
      assertThat(response.headers().get("location")).isEqualTo("/next");
      assertThat(get(response.text())).isEqualTo("moved");
      RequestInit error = RequestInit.builder().redirect(RedirectMode.ERROR).build();
      assertThat(failure(valence.net().fetch(server.url("/"), error)))
          .isInstanceOf(NetException.class);
    }
  }

  @Test
  void onlyIfCachedMisses() throws Exception {
    RequestInit init = RequestInit.builder().cache(CacheMode.ONLY_IF_CACHED).build();
    assertThat(failure(valence.net().fetch("http://127.0.0.1:1/", init)))
        .isInstanceOfSatisfying(
            NetException.class, e -> assertThat(e.error()).isEqualTo(NetError.CACHE_MISS));
  }

  @Test
  void getAndHeadHaveNoBody() throws Exception {
    assertThat(failure(valence.net().fetch("http://a/", RequestInit.builder().body("x").build())))
        .hasMessage("Request with GET/HEAD method cannot have body.");
  }

  @Test
  void aRequestMayBeFetchedTwiceAndChanged() throws Exception {
    try (TestServer server = echo()) {
      Request request =
          Request.of(
              server.url("/"),
              RequestInit.builder().method("put").header("X-A", "1").body("one").build());
      assertThat(request.method()).isEqualTo("PUT");
      assertThat(get(get(valence.net().fetch(request)).text())).isEqualTo("one");
      Response second =
          get(valence.net().fetch(request, RequestInit.builder().body("two").build()));
      assertThat(get(second.text())).isEqualTo("two");
      assertThat(server.requests())
          .extracting(r -> r.method() + r.header("x-a"))
          .isEqualTo(List.of("PUT1", "PUT1"));
    }
  }

  @Test
  void cancellingTheFutureEndsTheRequest() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.leaveUnanswered())) {
      CompletableFuture<Response> fetch = valence.net().fetch(server.url("/"));
      server.takeRequest();
      fetch.cancel(true);
      server.awaitOpenConnections(0);
      assertThat(fetch).isCancelled();
    }
  }

  @Test
  void anAbortSignalEndsTheRequest() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.leaveUnanswered())) {
      AbortController controller = new AbortController();
      CompletableFuture<Response> fetch =
          valence
              .net()
              .fetch(server.url("/"), RequestInit.builder().signal(controller.signal()).build());
      server.takeRequest();
      controller.abort();
      server.awaitOpenConnections(0);
      assertThat(failure(fetch)).isInstanceOf(AbortException.class);
    }
  }

  @Test
  void anAbortedSignalSendsNothing() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, ""))) {
      AbortSignal signal = AbortSignal.aborted(new IllegalStateException("why"));
      assertThat(
              failure(
                  valence
                      .net()
                      .fetch(server.url("/"), RequestInit.builder().signal(signal).build())))
          .hasMessage("why");
      assertThat(server.connectionCount()).isZero();
    }
  }

  @Test
  void anAbortSignalEndsTheBody() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).chunked()) {
                body.write("begin");
                body.await(gate);
              }
            })) {
      AbortController controller = new AbortController();
      Response response =
          get(
              valence
                  .net()
                  .fetch(
                      server.url("/"), RequestInit.builder().signal(controller.signal()).build()));
      CompletableFuture<String> text = response.text();
      controller.abort();
      assertThat(failure(text)).isInstanceOf(AbortException.class);
      server.awaitOpenConnections(0);
      gate.complete(null);
    }
  }

  @Test
  void aSignalMayTimeOut() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.leaveUnanswered())) {
      AbortSignal signal =
          AbortSignal.any(
              new AbortController().signal(), AbortSignal.timeout(Duration.ofMillis(50)));
      assertThat(
              failure(
                  valence
                      .net()
                      .fetch(server.url("/"), RequestInit.builder().signal(signal).build())))
          .isInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void dependentsNeverRunOnANetworkThread() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      String thread =
          valence
              .net()
              .fetch(server.url("/"))
              .thenCompose(Response::text)
              .thenApply(text -> Thread.currentThread().getName())
              .get(WAIT_SECONDS, TimeUnit.SECONDS);
      assertThat(thread).startsWith("valence-worker-");
    }
  }

  @Test
  void blockingWithinAListenerDoesNotDeadlock() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      CompletableFuture<String> text = new CompletableFuture<>();
      valence
          .eventThread()
          .execute(() -> text.complete(valence.net().fetch(server.url("/")).join().text().join()));
      assertThat(get(text)).isEqualTo("x");
    }
  }

  @Test
  void manyAtOnce() throws Exception {
    try (TestServer server =
        TestServer.start(exchange -> exchange.respond(200, exchange.target()))) {
      List<CompletableFuture<String>> texts =
          java.util.stream.IntStream.range(0, 500)
              .mapToObj(i -> valence.net().fetch(server.url("/" + i)).thenCompose(Response::text))
              .toList();
      for (int i = 0; i < texts.size(); i++) {
        assertThat(get(texts.get(i))).isEqualTo("/" + i);
      }
      assertThat(server.mostOpenConnections()).isLessThanOrEqualTo(6);
    }
  }

  @Test
  void afterTheEndEveryFetchFails() throws Exception {
    Valence closed = Valence.builder().build();
    closed.session().defaultSession();
    closed.close();
    assertThatThrownBy(() -> closed.session().fromPartition("new"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(failure(closed.net().fetch("http://127.0.0.1:1/")))
        .isInstanceOfSatisfying(
            NetException.class, e -> assertThat(e.error()).isEqualTo(NetError.CONTEXT_SHUT_DOWN));
  }
}
