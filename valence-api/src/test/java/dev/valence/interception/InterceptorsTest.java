package dev.valence.interception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.fetch.Body;
import dev.valence.fetch.Headers;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.internal.session.SessionImpl;
import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkDelegate;
import dev.valence.net.NetworkRequest;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.Credentials;
import dev.valence.net.url.Url;
import dev.valence.testkit.RecordedRequest;
import dev.valence.testkit.TestServer;
import dev.valence.webrequest.BeforeRedirectDetails;
import dev.valence.webrequest.BeforeSendResponse;
import dev.valence.webrequest.CompletedDetails;
import dev.valence.webrequest.ErrorOccurredDetails;
import dev.valence.webrequest.HeadersReceivedResponse;
import dev.valence.webrequest.ResponseStartedDetails;
import dev.valence.webrequest.SendHeadersDetails;
import dev.valence.webrequest.WebRequestFilter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InterceptorsTest {
  private static final WebRequestFilter ALL = WebRequestFilter.allUrls();

  private final LinkedBlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();
  private final Valence valence =
      Valence.builder().uncaughtExceptionHandler((thread, thrown) -> reported.add(thrown)).build();
  private final Session session = valence.session().fromPartition("intercepted");
  private final Interceptors interceptors = session.interceptors();
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        TestServer.start(
            exchange -> {
              if (exchange.path().equals("/redirect")) {
                exchange.reply(302).header("Location", "/target").text("");
              } else {
                exchange
                    .reply(200)
                    .header("X-From", "server")
                    .text("body of " + exchange.path() + exchange.bodyText());
              }
            });
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private Response response(String path) throws Exception {
    return get(session.fetch(server.url(path)));
  }

  private String fetch(String path) throws Exception {
    return get(response(path).text());
  }

  private NetException failure(String path) {
    Throwable thrown = catchThrowable(() -> fetch(path));
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    return (NetException) thrown.getCause();
  }

  private static Interceptor onRequest(Function<InterceptedRequest, RequestAction> function) {
    return Interceptor.builder(ALL).onRequest(function).build();
  }

  private static Interceptor onResponse(Function<InterceptedResponse, ResponseAction> function) {
    return Interceptor.builder(ALL).onResponse(function).build();
  }

  private Interceptor named(String name) {
    return Interceptor.builder(ALL)
        .onRequest(
            request -> {
              seen.add(name + " out");
              return RequestAction.proceed();
            })
        .onResponse(
            response -> {
              seen.add(name + " back");
              return ResponseAction.proceed();
            })
        .build();
  }

  @Test
  void theOrderIsThatOfTheListAndBackwardsForResponses() throws Exception {
    Interceptor b = named("b");
    interceptors.add(b);
    interceptors.add(0, named("a"));
    interceptors.add(named("c"));
    session
        .webRequest()
        .onBeforeSendHeaders(
            (details, callback) -> {
              seen.add("webRequest out");
              callback.call(BeforeSendResponse.proceed());
            });
    session
        .webRequest()
        .onHeadersReceived(
            (details, callback) -> {
              seen.add("webRequest back");
              callback.call(HeadersReceivedResponse.proceed());
            });
    fetch("/");
    assertThat(seen)
        .containsExactly(
            "webRequest out",
            "a out",
            "b out",
            "c out",
            "c back",
            "b back",
            "a back",
            "webRequest back");
    seen.clear();
    assertThat(interceptors.remove(b)).isTrue();
    assertThat(interceptors.remove(b)).isFalse();
    fetch("/");
    assertThat(seen).doesNotContain("b out", "b back").contains("a out", "c out");
    seen.clear();
    interceptors.clear();
    fetch("/");
    assertThat(seen).containsExactly("webRequest out", "webRequest back");
  }

  @Test
  void theSameInterceptorTwiceIsRefused() {
    Interceptor one = named("a");
    interceptors.add(one);
    assertThatThrownBy(() -> interceptors.add(one)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> interceptors.add(3, named("b")))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(interceptors.list()).containsExactly(one);
  }

  @Test
  void eachHopIsIntercepted() throws Exception {
    interceptors.add(
        Interceptor.builder(ALL)
            .onRequest(
                request -> {
                  seen.add(request.id() + request.url().substring(server.origin().length()));
                  return RequestAction.proceed();
                })
            .onResponse(
                response -> {
                  seen.add(response.id() + " " + response.status());
                  return ResponseAction.proceed();
                })
            .build());
    assertThat(fetch("/redirect")).isEqualTo("body of /target");
    String id = seen.get(0).substring(0, seen.get(0).indexOf('/'));
    assertThat(seen).containsExactly(id + "/redirect", id + " 302", id + "/target", id + " 200");
  }

  @Test
  void aFilterOfItsOwn() throws Exception {
    interceptors.add(
        Interceptor.builder(WebRequestFilter.urls(server.url("/secret/*")))
            .onRequest(request -> RequestAction.cancel())
            .build());
    assertThat(failure("/secret/a").error()).isEqualTo(NetError.BLOCKED_BY_CLIENT);
    assertThat(fetch("/open")).isEqualTo("body of /open");
  }

  @Test
  void headersPassFromOneToTheNext() throws Exception {
    session
        .webRequest()
        .onBeforeSendHeaders(
            (details, callback) ->
                callback.call(BeforeSendResponse.requestHeaders(Map.of("One", "1"))));
    interceptors.add(
        onRequest(request -> RequestAction.headers(request.headers().copy().append("Two", "2"))));
    interceptors.add(
        onRequest(
            request -> {
              seen.addAll(request.headers().rawHeaders());
              return RequestAction.headers(request.headers().copy().append("Three", "3"));
            }));
    CompletableFuture<Map<String, String>> sending = new CompletableFuture<>();
    session.webRequest().onSendHeaders(details -> sending.complete(details.requestHeaders()));
    fetch("/");
    assertThat(seen).containsExactly("One", "1", "Two", "2");
    assertThat(get(sending).keySet()).containsExactly("One", "Two", "Three");
    RecordedRequest sent = server.takeRequest();
    assertThat(sent.header("Three")).isEqualTo("3");
    assertThat(sent.header("User-Agent")).isNull();
  }

  @Test
  void anAnswerGoesTheWayOfAnyResponse() throws Exception {
    interceptors.add(
        onRequest(
            request ->
                request.url().endsWith("/answered")
                    ? RequestAction.respond(
                        Response.builder()
                            .status(203)
                            .header("Set-Cookie", "a=b")
                            .header("X-From", "interceptor")
                            .body(Body.of("made up"))
                            .build())
                    : RequestAction.proceed()));
    interceptors.add(named("after"));
    RequestInit include = RequestInit.builder().credentials(Credentials.INCLUDE).build();
    Response response = get(session.fetch(server.url("/answered"), include));
    assertThat(response.status()).isEqualTo(203);
    assertThat(response.headers().get("x-from")).isEqualTo("interceptor");
    assertThat(response.headers().get("content-type")).isEqualTo("text/plain;charset=UTF-8");
    assertThat(get(response.text())).isEqualTo("made up");
    assertThat(server.requestCount()).isZero();
    assertThat(seen).containsExactly("after back");
    get(get(session.fetch(server.url("/"), include)).bytes());
    assertThat(server.takeRequest().header("Cookie")).isEqualTo("a=b");
  }

  @Test
  void anAnswerMayBeARedirectAndMayHaveNoBody() throws Exception {
    interceptors.add(
        onRequest(
            request ->
                request.url().endsWith("/from")
                    ? RequestAction.respond(
                        Response.builder().status(301).header("Location", "/to").build())
                    : RequestAction.proceed()));
    assertThat(fetch("/from")).isEqualTo("body of /to");
  }

  @Test
  void aFetchedResponseAnswersThoughItWasEncoded() throws Exception {
    try (TestServer other =
        TestServer.start(
            exchange -> {
              ByteArrayOutputStream packed = new ByteArrayOutputStream();
              try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write("from elsewhere".getBytes(StandardCharsets.UTF_8));
              }
              exchange.reply(200).header("Content-Encoding", "gzip").bytes(packed.toByteArray());
            })) {
      Session elsewhere = valence.session().fromPartition("elsewhere");
      interceptors.add(
          Interceptor.builder(ALL)
              .onRequestAsync(
                  request -> elsewhere.fetch(other.url("/")).thenApply(RequestAction::respond))
              .build());
      assertThat(fetch("/a")).isEqualTo("from elsewhere");
    }
  }

  @Test
  void aHandledSchemeIsInterceptedToo() throws Exception {
    session.protocol().handle("made-up", request -> Response.ofText("handled"));
    interceptors.add(
        Interceptor.builder(WebRequestFilter.urls("made-up://*/answered"))
            .onRequest(
                request -> {
                  seen.add("out");
                  return RequestAction.respond(Response.ofText("intercepted"));
                })
            .onResponse(
                response -> {
                  seen.add("back");
                  return ResponseAction.headers(response.headers().copy().set("X-A", "b"));
                })
            .build());
    Response answered = get(session.fetch("made-up://x/answered"));
    assertThat(get(answered.text())).isEqualTo("intercepted");
    assertThat(answered.headers().get("x-a")).isEqualTo("b");
    assertThat(seen).containsExactly("out", "back");
    assertThat(get(get(session.fetch("made-up://x/other")).text())).isEqualTo("handled");
  }

  @Test
  void aLargeAnswerFlows() throws Exception {
    byte[] bytes = new byte[5 << 20];
    interceptors.add(onRequest(request -> RequestAction.respond(Response.ofBytes(bytes))));
    assertThat(get(response("/").bytes())).hasSize(5 << 20);
  }

  @Test
  void aRedirectOfAnInterceptor() throws Exception {
    interceptors.add(
        onRequest(
            request ->
                request.url().endsWith("/a")
                    ? RequestAction.redirect(server.url("/b"))
                    : RequestAction.proceed()));
    assertThat(fetch("/a")).isEqualTo("body of /b");
    assertThat(server.requestCount()).isEqualTo(1);
  }

  @Test
  void aResponseThatIsChanged() throws Exception {
    interceptors.add(
        onResponse(
            response -> {
              seen.add(response.status() + " " + response.headers().get("x-from"));
              return ((ResponseAction.Change) ResponseAction.status(418, "Teapot"))
                  .withHeaders(Headers.of("X-From", "outer"))
                  .withBody(Body.of("another body"));
            }));
    interceptors.add(onResponse(response -> ResponseAction.headers(Headers.of("X-From", "inner"))));
    Response response = response("/");
    assertThat(response.status()).isEqualTo(418);
    assertThat(response.statusText()).isEqualTo("Teapot");
    assertThat(response.headers().get("x-from")).isEqualTo("outer");
    assertThat(get(response.text())).isEqualTo("another body");
    assertThat(seen).containsExactly("200 inner");
  }

  @Test
  void aResponseThatIsCancelled() {
    interceptors.add(onResponse(response -> ResponseAction.cancel()));
    assertThat(failure("/").error()).isEqualTo(NetError.BLOCKED_BY_CLIENT);
  }

  @Test
  void anActionThatComesLater() throws Exception {
    CompletableFuture<RequestAction> action = new CompletableFuture<>();
    CompletableFuture<String> asked = new CompletableFuture<>();
    interceptors.add(
        Interceptor.builder(ALL)
            .onRequestAsync(
                request -> {
                  asked.complete(request.url());
                  return action;
                })
            .build());
    CompletableFuture<Response> response = session.fetch(server.url("/late"));
    assertThat(get(asked)).endsWith("/late");
    assertThat(server.requestCount()).isZero();
    action.complete(RequestAction.proceed());
    assertThat(get(get(response).text())).isEqualTo("body of /late");
  }

  @Test
  void anActionThatNeverComesTimesOut() {
    interceptors.add(
        Interceptor.builder(ALL)
            .onRequestAsync(request -> new CompletableFuture<>())
            .timeout(Duration.ofMillis(20))
            .build());
    NetException failure = failure("/");
    assertThat(failure.error()).isEqualTo(NetError.TIMED_OUT);
    assertThat(failure.detail()).isEqualTo("an interceptor did not answer within 20 ms");
  }

  @Test
  void aRequestThatIsGivenUpMeanwhile() throws Exception {
    CompletableFuture<RequestAction> action = new CompletableFuture<>();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    interceptors.add(
        Interceptor.builder(ALL)
            .onRequestAsync(
                request -> {
                  asked.complete(null);
                  return action;
                })
            .build());
    CompletableFuture<ErrorOccurredDetails> failed = new CompletableFuture<>();
    session.webRequest().onErrorOccurred(failed::complete);
    CompletableFuture<Response> response = session.fetch(server.url("/late"));
    get(asked);
    response.cancel(true);
    assertThat(get(failed).error()).isEqualTo("net::ERR_ABORTED");
    action.complete(RequestAction.proceed());
    interceptors.clear();
    fetch("/after");
    assertThat(server.requests().stream().map(RecordedRequest::path)).containsExactly("/after");
  }

  @Test
  void anAnswerThatComesTooLateIsClosed() throws Exception {
    CompletableFuture<RequestAction> action = new CompletableFuture<>();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    interceptors.add(
        Interceptor.builder(ALL)
            .onRequestAsync(
                request -> {
                  asked.complete(null);
                  return action;
                })
            .build());
    CompletableFuture<ErrorOccurredDetails> failed = new CompletableFuture<>();
    session.webRequest().onErrorOccurred(failed::complete);
    CompletableFuture<Response> response = session.fetch(server.url("/late"));
    get(asked);
    response.cancel(true);
    get(failed);
    CompletableFuture<Void> closed = new CompletableFuture<>();
    InputStream stream =
        new ByteArrayInputStream(new byte[10]) {
          @Override
          public void close() {
            closed.complete(null);
          }
        };
    action.complete(RequestAction.respond(Response.ofStream(stream)));
    get(closed);
    assertThat(response).isCancelled();
  }

  @Test
  void aWebSocketCannotBeAnswered() throws Exception {
    interceptors.add(onRequest(request -> RequestAction.respond(Response.ofText("x"))));
    CompletableFuture<NetException> failed = new CompletableFuture<>();
    ((SessionImpl) session)
        .surroundings()
        .context()
        .start(
            NetworkRequest.builder(Url.parse("ws" + server.url("/").substring(4))).build(),
            new NetworkDelegate() {
              @Override
              public void onResponse(ResponseHead head, List<Url> urls, BodyStream body) {
                body.cancel();
                failed.completeExceptionally(new AssertionError("a response"));
              }

              @Override
              public void onFailed(NetException error) {
                failed.complete(error);
              }
            });
    assertThat(get(failed).error()).isEqualTo(NetError.INVALID_RESPONSE);
    assertThat(get(failed).detail()).contains("WebSocket");
  }

  @Test
  void whatThrowsFailsTheRequest() throws Exception {
    interceptors.add(
        onRequest(
            request -> {
              throw new IllegalStateException("mine");
            }));
    assertThat(failure("/").error()).isEqualTo(NetError.FAILED);
    assertThat(reported.poll(20, TimeUnit.SECONDS)).hasMessage("mine");
    interceptors.clear();
    interceptors.add(onResponse(response -> null));
    assertThat(failure("/").error()).isEqualTo(NetError.FAILED);
    assertThat(reported.poll(20, TimeUnit.SECONDS))
        .hasMessage("the interceptor gave null instead of an action");
    interceptors.clear();
    interceptors.add(
        Interceptor.builder(ALL)
            .onRequestAsync(
                request -> CompletableFuture.failedFuture(new IllegalStateException("later")))
            .build());
    assertThat(failure("/").error()).isEqualTo(NetError.FAILED);
    assertThat(reported.poll(20, TimeUnit.SECONDS)).hasMessage("later");
  }

  @Test
  void wrongValuesAreRefusedWhereTheyAreGiven() {
    assertThatThrownBy(() -> Interceptor.builder(ALL).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("onRequest, onResponse, onMessage or onWebSocket");
    assertThatThrownBy(() -> Interceptor.builder(ALL).timeout(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ResponseAction.status(1000, "")).hasMessageContaining("1000");
    assertThatThrownBy(() -> RequestAction.redirect("nowhere"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RequestAction.headers(Headers.of("Host", "x")))
        .hasMessageContaining("Host");
  }

  // ---- Observers

  @Test
  void anObserverSeesEveryStageAndHoldsNobody() throws Exception {
    CompletableFuture<Void> completed = new CompletableFuture<>();
    CompletableFuture<Void> failed = new CompletableFuture<>();
    TrafficObserver observer =
        new TrafficObserver() {
          @Override
          public void onRequest(SendHeadersDetails details) {
            seen.add("request");
          }

          @Override
          public void onRedirect(BeforeRedirectDetails details) {
            seen.add("redirect");
          }

          @Override
          public void onResponse(ResponseStartedDetails details) {
            seen.add("response " + details.statusCode());
          }

          @Override
          public void onCompleted(CompletedDetails details) {
            seen.add("completed");
            completed.complete(null);
          }

          @Override
          public void onFailed(ErrorOccurredDetails details) {
            seen.add("failed " + details.error());
            failed.complete(null);
          }
        };
    Interceptors.Observation observation = interceptors.observe(ALL, observer);
    // The event thread is busy: the request does not wait for it.
    CompletableFuture<Void> gate = new CompletableFuture<>();
    valence.eventThread().execute(gate::join);
    assertThat(fetch("/redirect")).isEqualTo("body of /target");
    assertThat(seen).isEmpty();
    gate.complete(null);
    get(completed);
    assertThat(seen).containsExactly("request", "redirect", "request", "response 200", "completed");
    seen.clear();
    interceptors.add(onRequest(request -> RequestAction.cancel()));
    failure("/");
    get(failed);
    assertThat(seen).containsExactly("failed net::ERR_BLOCKED_BY_CLIENT");
    assertThat(observation.dropped()).isZero();
    observation.close();
    interceptors.clear();
    seen.clear();
    fetch("/");
    assertThat(seen).isEmpty();
  }

  @Test
  void anObserverThatIsTooFarBehindLosesEvents() throws Exception {
    Interceptors.Observation observation =
        interceptors.observe(
            ALL,
            new TrafficObserver() {
              @Override
              public void onRequest(SendHeadersDetails details) {
                seen.add("request");
              }
            });
    CompletableFuture<Void> gate = new CompletableFuture<>();
    valence.eventThread().execute(gate::join);
    // Three events a request.
    int requests = Interceptors.MOST_WAITING / 3 + 100;
    for (int i = 0; i < requests; i += 50) {
      List<CompletableFuture<byte[]>> some = new ArrayList<>();
      for (int j = 0; j < 50; j++) {
        some.add(session.fetch(server.url("/")).thenCompose(Response::bytes));
      }
      for (CompletableFuture<byte[]> one : some) {
        get(one);
      }
    }
    assertThat(observation.dropped()).isPositive();
    gate.complete(null);
  }
}
