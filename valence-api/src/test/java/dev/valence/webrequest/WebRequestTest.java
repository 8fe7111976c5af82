package dev.valence.webrequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.Credentials;
import dev.valence.net.http.ResourceType;
import dev.valence.request.ClientRequest;
import dev.valence.request.IncomingMessage;
import dev.valence.request.RequestOptions;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.RecordedRequest;
import dev.valence.testkit.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebRequestTest {
  private final LinkedBlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();
  private final Valence valence =
      Valence.builder().uncaughtExceptionHandler((thread, thrown) -> reported.add(thrown)).build();
  private final Session session = valence.session().fromPartition("web");
  private final WebRequest web = session.webRequest();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(WebRequestTest::serve);
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  private static void serve(Exchange exchange) throws Exception {
    switch (exchange.path()) {
      case "/utf8" ->
          exchange
              .reply(200)
              .header(
                  "Content-Disposition",
                  new String(
                      "attachment; filename=\"日本\"".getBytes(StandardCharsets.UTF_8),
                      StandardCharsets.ISO_8859_1))
              .text("x");
      case "/cookie" -> exchange.reply(200).header("Set-Cookie", "a=b").text("x");
      default ->
          exchange
              .reply(200)
              .header("Custom", "Header")
              .text("body of " + exchange.path() + exchange.bodyText());
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private String fetch(String path) throws Exception {
    return get(get(session.fetch(server.url(path))).text());
  }

  private NetException failure(CompletableFuture<?> future) {
    Throwable thrown = catchThrowable(() -> get(future));
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    assertThat(thrown.getCause()).isInstanceOf(NetException.class);
    return (NetException) thrown.getCause();
  }

  private NetException failure(String path) {
    return failure(session.fetch(server.url(path)));
  }

  // ---- onBeforeRequest

  @Test
  void s237_s282_theDetailsOfARequest() throws Exception {
    CompletableFuture<BeforeRequestDetails> told = new CompletableFuture<>();
    web.onBeforeRequest(
        (details, callback) -> {
          told.complete(details);
          callback.call(BeforeRequestResponse.proceed());
        });
    double before = System.currentTimeMillis();
    fetch("/a?b");
    BeforeRequestDetails details = get(told);
    assertThat(details.id()).isPositive();
    assertThat(details.url()).isEqualTo(server.url("/a?b"));
    assertThat(details.method()).isEqualTo("GET");
    assertThat(details.resourceType()).isEqualTo(ResourceType.OTHER);
    assertThat(details.referrer()).isEmpty();
    assertThat(details.timestamp()).isBetween(before - 1, before + 60_000);
    assertThat(details.uploadData()).isNull();
  }

  @Test
  void s219_n169_aRequestThatIsCancelled() {
    web.onBeforeRequest((details, callback) -> callback.call(BeforeRequestResponse.cancel()));
    NetException failure = failure("/a");
    assertThat(failure.error()).isEqualTo(NetError.BLOCKED_BY_CLIENT);
    assertThat(failure).hasMessage("net::ERR_BLOCKED_BY_CLIENT");
    assertThat(server.requestCount()).isZero();
  }

  @Test
  void s222_allUrls() {
    web.onBeforeRequest(
        WebRequestFilter.urls("<all_urls>"),
        (details, callback) -> callback.call(BeforeRequestResponse.cancel()));
    failure("/a");
    failure("/b");
  }

  @Test
  void s221_insideTheFilterOnly() throws Exception {
    web.onBeforeRequest(
        WebRequestFilter.urls(server.url("/filter/*")),
        (details, callback) -> callback.call(BeforeRequestResponse.cancel()));
    failure("/filter/test");
    assertThat(fetch("/nofilter/test")).isEqualTo("body of /nofilter/test");
  }

  @Test
  void s229_anotherSchemeIsNotHeard() throws Exception {
    web.onBeforeRequest(
        WebRequestFilter.urls("https://*/*"),
        (details, callback) -> callback.call(BeforeRequestResponse.cancel()));
    assertThat(fetch("/a")).isEqualTo("body of /a");
  }

  @Test
  void s228_theSchemeOfTheFilterIsHeard() {
    web.onBeforeRequest(
        WebRequestFilter.urls("http://*/*"),
        (details, callback) -> callback.call(BeforeRequestResponse.cancel()));
    failure("/a");
  }

  private IncomingMessage request(RequestOptions options) throws Exception {
    CompletableFuture<IncomingMessage> response = new CompletableFuture<>();
    ClientRequest request = valence.net().request(options);
    request.on(ClientRequest.RESPONSE, response::complete);
    request.on(ClientRequest.ERROR, response::completeExceptionally);
    request.end();
    return get(response);
  }

  private void redirectRequestUrl(Session of) {
    of.webRequest()
        .onBeforeRequest(
            (details, callback) ->
                callback.call(
                    details.url().endsWith("/requestUrl")
                        ? BeforeRequestResponse.redirect(server.url("/redirectUrl"))
                        : BeforeRequestResponse.proceed()));
  }

  private void expectRedirected(RequestOptions options) throws Exception {
    assertThat(request(options).statusCode()).isEqualTo(200);
    assertThat(server.requests().stream().map(RecordedRequest::path))
        .containsExactly("/redirectUrl");
  }

  @Test
  void n161_aRedirectNeedsNoRedirectListener() throws Exception {
    redirectRequestUrl(valence.session().defaultSession());
    expectRedirected(RequestOptions.of(server.url("/requestUrl")));
  }

  private void failTheDefaultSession() {
    valence
        .session()
        .defaultSession()
        .webRequest()
        .onBeforeRequest((details, callback) -> callback.call(BeforeRequestResponse.cancel()));
  }

  @Test
  void n162_s245_onlyTheListenerOfTheSessionRuns() throws Exception {
    failTheDefaultSession();
    redirectRequestUrl(session);
    expectRedirected(
        RequestOptions.builder().url(server.url("/requestUrl")).session(session).build());
  }

  @Test
  void n163_s246_onlyTheListenerOfThePartitionRuns() throws Exception {
    failTheDefaultSession();
    redirectRequestUrl(session);
    expectRedirected(
        RequestOptions.builder().url(server.url("/requestUrl")).partition("web").build());
  }

  @Test
  void s253_theAnswerMayComeLaterFromAnyThread() throws Exception {
    CompletableFuture<WebRequestCallback<BeforeRequestResponse>> asked = new CompletableFuture<>();
    web.onBeforeRequest((details, callback) -> asked.complete(callback));
    CompletableFuture<Response> response = session.fetch(server.url("/a"));
    WebRequestCallback<BeforeRequestResponse> callback = get(asked);
    assertThat(response).isNotDone();
    assertThat(server.requestCount()).isZero();
    callback.call(BeforeRequestResponse.proceed());
    assertThat(get(response).status()).isEqualTo(200);
    assertThatThrownBy(() -> callback.call(BeforeRequestResponse.cancel()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("onBeforeRequest of request")
        .hasMessageContaining("answered before");
  }

  @Test
  void aNullAnswerIsRefusedAndTheQuestionStaysOpen() throws Exception {
    web.onBeforeRequest(
        (details, callback) -> {
          assertThatThrownBy(() -> callback.call(null))
              .isInstanceOf(IllegalArgumentException.class);
          callback.call(BeforeRequestResponse.proceed());
        });
    assertThat(fetch("/a")).isEqualTo("body of /a");
  }

  @Test
  void oneListenerForAnEvent() throws Exception {
    web.onBeforeRequest((details, callback) -> callback.call(BeforeRequestResponse.cancel()));
    List<String> heard = new ArrayList<>();
    web.onBeforeRequest(
        (details, callback) -> {
          heard.add(details.url());
          callback.call(BeforeRequestResponse.proceed());
        });
    fetch("/a");
    assertThat(heard).hasSize(1);
    web.onBeforeRequest(null);
    fetch("/b");
    assertThat(heard).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "about:blank",
        "blob:http://a/b",
        "chrome://settings/",
        "view-source:http://a/",
        "ws://127.0.0.1/",
      })
  void aRedirectToWhereNoServerIs(String target) {
    web.onBeforeRequest(
        (details, callback) -> callback.call(BeforeRequestResponse.redirect(target)));
    NetException failure = failure("/a");
    assertThat(failure.error()).isEqualTo(NetError.UNSAFE_REDIRECT);
    assertThat(failure.detail()).contains(target.substring(0, target.indexOf(':') + 1));
  }

  @Test
  void aRedirectToASchemeThatNobodyServes() {
    web.onBeforeRequest(
        (details, callback) ->
            callback.call(
                details.url().startsWith("http")
                    ? BeforeRequestResponse.redirect("unheard-of://x/")
                    : BeforeRequestResponse.proceed()));
    assertThat(failure("/a").error()).isEqualTo(NetError.UNKNOWN_URL_SCHEME);
  }

  @Test
  void aRedirectToItselfIsALoop() {
    web.onBeforeRequest(
        (details, callback) -> callback.call(BeforeRequestResponse.redirect(details.url())));
    assertThat(failure("/a").error()).isEqualTo(NetError.TOO_MANY_REDIRECTS);
    assertThat(server.requestCount()).isZero();
  }

  @Test
  void aRedirectToNoUrlThrowsInTheListener() throws Exception {
    web.onBeforeRequest(
        (details, callback) -> callback.call(BeforeRequestResponse.redirect("/relative")));
    assertThat(failure("/a").error()).isEqualTo(NetError.FAILED);
    assertThat(reported.poll(20, TimeUnit.SECONDS)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void loginsStayBehindWhenAListenerLeadsToAnotherOrigin() throws Exception {
    try (TestServer other = TestServer.start(exchange -> exchange.respond(200, ""))) {
      web.onBeforeRequest(
          WebRequestFilter.urls(server.url("/*")),
          (details, callback) -> callback.call(BeforeRequestResponse.redirect(other.url("/"))));
      get(
          session.fetch(
              server.url("/a"),
              RequestInit.builder()
                  .header("Authorization", "Bearer x")
                  .header("X-Y", "z")
                  .build()));
      RecordedRequest sent = other.takeRequest();
      assertThat(sent.header("Authorization")).isNull();
      assertThat(sent.header("X-Y")).isEqualTo("z");
    }
  }

  @Test
  void aListenerThatThrowsFailsItsRequest() throws Exception {
    web.onBeforeRequest(
        (details, callback) -> {
          throw new IllegalStateException("mine");
        });
    NetException failure = failure("/a");
    assertThat(failure.error()).isEqualTo(NetError.FAILED);
    assertThat(failure.detail()).isEqualTo("the listener of onBeforeRequest threw");
    assertThat(reported.poll(20, TimeUnit.SECONDS)).hasMessage("mine");
  }

  @Test
  void aListenerThatThrowsAfterItsAnswerIsReportedOnly() throws Exception {
    web.onBeforeRequest(
        (details, callback) -> {
          callback.call(BeforeRequestResponse.proceed());
          throw new IllegalStateException("mine");
        });
    assertThat(fetch("/a")).isEqualTo("body of /a");
    assertThat(reported.poll(20, TimeUnit.SECONDS)).hasMessage("mine");
  }

  @Test
  void aListenerThatNeverAnswersHoldsNobodyAtTheEnd() {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    web.onBeforeRequest((details, callback) -> asked.complete(null));
    CompletableFuture<Response> response = session.fetch(server.url("/a"));
    asked.join();
    valence.close();
    assertThat(failure(response).error()).isEqualTo(NetError.CONTEXT_SHUT_DOWN);
  }

  // ---- onBeforeSendHeaders and onSendHeaders

  private void changeHeaders(Consumer<Map<String, String>> change) {
    web.onBeforeSendHeaders(
        (details, callback) -> {
          change.accept(details.requestHeaders());
          callback.call(BeforeSendResponse.requestHeaders(details.requestHeaders()));
        });
  }

  @Test
  void s254_theCaseOfAHeaderIsKept() throws Exception {
    CompletableFuture<Map<String, String>> told = new CompletableFuture<>();
    web.onBeforeSendHeaders(
        (details, callback) -> {
          told.complete(details.requestHeaders());
          callback.call(BeforeSendResponse.proceed());
        });
    get(session.fetch(server.url("/"), RequestInit.builder().header("Foo.Bar", "baz").build()));
    assertThat(get(told)).containsEntry("Foo.Bar", "baz").containsKey("User-Agent");
  }

  @Test
  void s255_s257_theServerSeesTheChange() throws Exception {
    changeHeaders(
        headers -> {
          headers.put("Accept", "*/*;test/header");
          headers.put("Origin", "http://new-origin");
        });
    fetch("/");
    RecordedRequest sent = server.takeRequest();
    assertThat(sent.header("Accept")).isEqualTo("*/*;test/header");
    assertThat(sent.header("Origin")).isEqualTo("http://new-origin");
  }

  @Test
  void s259_theAnswerReplacesAllHeaders() throws Exception {
    CompletableFuture<Map<String, String>> sending = new CompletableFuture<>();
    web.onBeforeSendHeaders(
        (details, callback) ->
            callback.call(BeforeSendResponse.requestHeaders(Map.of("Test", "header"))));
    web.onSendHeaders(details -> sending.complete(details.requestHeaders()));
    fetch("/");
    assertThat(get(sending)).containsExactly(Map.entry("Test", "header"));
    RecordedRequest sent = server.takeRequest();
    assertThat(sent.header("Test")).isEqualTo("header");
    assertThat(sent.header("User-Agent")).isNull();
  }

  @Test
  void s262_aTrustedHeaderIsSent() throws Exception {
    changeHeaders(headers -> headers.put("Proxy-Authorization", "Basic x"));
    fetch("/");
    assertThat(server.takeRequest().header("Proxy-Authorization")).isEqualTo("Basic x");
  }

  @Test
  void s263_sendHeadersShowsWhatIsSent() throws Exception {
    CompletableFuture<Map<String, String>> sending = new CompletableFuture<>();
    web.onSendHeaders(details -> sending.complete(details.requestHeaders()));
    fetch("/");
    assertThat(get(sending)).containsEntry("Accept", "*/*");
  }

  @Test
  void cookiesAreAmongTheHeaders() throws Exception {
    RequestInit include = RequestInit.builder().credentials(Credentials.INCLUDE).build();
    get(get(session.fetch(server.url("/cookie"), include)).bytes());
    List<String> cookies = new ArrayList<>();
    changeHeaders(headers -> cookies.add(headers.remove("Cookie")));
    get(get(session.fetch(server.url("/a"), include)).bytes());
    assertThat(cookies).containsExactly("a=b");
    server.takeRequest();
    assertThat(server.takeRequest().header("Cookie")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A\r\nB=c",
        "A=b\r\nC: d",
        "A=b\nc",
        "=b",
        "A B=c",
        "A=\0",
        "Host=evil",
        "Content-Length=5",
        "transfer-encoding=chunked",
        "Connection=close",
      })
  void aHeaderThatMustNotBeSentThrowsInTheListener(String field) throws Exception {
    int equals = field.indexOf('=');
    String name = equals < 0 ? field : field.substring(0, equals);
    String value = equals < 0 ? "x" : field.substring(equals + 1);
    web.onBeforeSendHeaders(
        (details, callback) -> {
          Map<String, String> headers = new LinkedHashMap<>(details.requestHeaders());
          headers.put(name, value);
          callback.call(BeforeSendResponse.requestHeaders(headers));
        });
    assertThat(failure("/a").error()).isEqualTo(NetError.FAILED);
    assertThat(reported.poll(20, TimeUnit.SECONDS)).isInstanceOf(IllegalArgumentException.class);
    assertThat(server.requestCount()).isZero();
  }

  @Test
  void aLoginOfAListenerIsSent() throws Exception {
    changeHeaders(headers -> headers.put("Authorization", "Bearer token"));
    fetch("/");
    assertThat(server.takeRequest().header("Authorization")).isEqualTo("Bearer token");
  }

  // ---- onHeadersReceived

  @Test
  void s265_theHeadOfAResponse() throws Exception {
    CompletableFuture<HeadersReceivedDetails> told = new CompletableFuture<>();
    web.onHeadersReceived(
        (details, callback) -> {
          told.complete(details);
          callback.call(HeadersReceivedResponse.proceed());
        });
    fetch("/");
    HeadersReceivedDetails details = get(told);
    assertThat(details.statusLine()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(details.statusCode()).isEqualTo(200);
    assertThat(details.responseHeaders().get("Custom")).containsExactly("Header");
    assertThat(details.ip()).isEqualTo("127.0.0.1");
    assertThat(details.fromCache()).isFalse();
  }

  private Response answerHead(
      Function<HeadersReceivedDetails, HeadersReceivedResponse> answer, String path)
      throws Exception {
    web.onHeadersReceived((details, callback) -> callback.call(answer.apply(details)));
    return get(session.fetch(server.url(path)));
  }

  @Test
  void s266_s267_theAskerSeesTheChange() throws Exception {
    Response response =
        answerHead(
            details -> {
              details.responseHeaders().put("Custom", List.of("Changed"));
              details.responseHeaders().put("access-control-allow-origin", List.of("http://x"));
              return HeadersReceivedResponse.responseHeaders(details.responseHeaders());
            },
            "/");
    assertThat(response.headers().get("custom")).isEqualTo("Changed");
    assertThat(response.headers().get("access-control-allow-origin")).isEqualTo("http://x");
    assertThat(get(response.text())).isEqualTo("body of /");
  }

  @Test
  void s269_anEmptyAnswerChangesNothing() throws Exception {
    Response response = answerHead(details -> HeadersReceivedResponse.proceed(), "/");
    assertThat(response.headers().get("Custom")).isEqualTo("Header");
    assertThat(get(response.text())).isEqualTo("body of /");
  }

  @Test
  void s270_bytesStayAndTextIsShown() throws Exception {
    List<String> shown = new ArrayList<>();
    Response response =
        answerHead(
            details -> {
              shown.addAll(details.responseHeaders().get("Content-Disposition"));
              return HeadersReceivedResponse.responseHeaders(details.responseHeaders());
            },
            "/utf8");
    assertThat(shown).containsExactly("attachment; filename=\"日本\"");
    assertThat(response.headers().get("content-disposition").getBytes(StandardCharsets.ISO_8859_1))
        .isEqualTo("attachment; filename=\"日本\"".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void s273_anotherStatusLine() throws Exception {
    Response response =
        answerHead(
            details ->
                HeadersReceivedResponse.responseHeaders(Map.of("A", List.of("1", "2")))
                    .withStatusLine("HTTP/1.1 404 Gone Fishing"),
            "/");
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.statusText()).isEqualTo("Gone Fishing");
    assertThat(response.headers().get("a")).isEqualTo("1, 2");
    assertThat(response.headers().get("Custom")).isNull();
  }

  @Test
  void aListenerMayMakeARedirect() throws Exception {
    web.onHeadersReceived(
        (details, callback) ->
            callback.call(
                details.url().endsWith("/from")
                    ? HeadersReceivedResponse.responseHeaders(Map.of("Location", List.of("/to")))
                        .withStatusLine("HTTP/1.1 302 Found")
                    : HeadersReceivedResponse.proceed()));
    assertThat(fetch("/from")).isEqualTo("body of /to");
  }

  @Test
  void cookiesAreKeptAsTheListenerLeavesThem() throws Exception {
    web.onHeadersReceived(
        (details, callback) ->
            callback.call(
                HeadersReceivedResponse.responseHeaders(
                    Map.of("Set-Cookie", List.of("mine=1", "yours=2")))));
    RequestInit include = RequestInit.builder().credentials(Credentials.INCLUDE).build();
    get(get(session.fetch(server.url("/cookie"), include)).bytes());
    web.onHeadersReceived(null);
    get(get(session.fetch(server.url("/a"), include)).bytes());
    server.takeRequest();
    assertThat(server.takeRequest().header("Cookie")).isEqualTo("mine=1; yours=2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "200 OK", "HTTP/1.1 20 x", "HTTP/1.1 101 x", "HTTP/1.1 200 a\r\nb"})
  void aWrongStatusLine(String line) {
    assertThatThrownBy(() -> HeadersReceivedResponse.proceed().withStatusLine(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HTTP/1.1 404 Not Found");
  }

  @Test
  void aResponseHeaderWithALineBreak() {
    assertThatThrownBy(
            () -> HeadersReceivedResponse.responseHeaders(Map.of("A", List.of("b\r\nC: d"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid value for header A: it has a line break or a NUL");
    assertThatThrownBy(() -> HeadersReceivedResponse.responseHeaders(Map.of("A\r\n", List.of("b"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- Later events

  @Test
  void s274_theResponseStarts() throws Exception {
    EventRecorder events = new EventRecorder(session);
    fetch("/");
    events.awaitEnds(1);
    ResponseStartedDetails details = events.first(ResponseStartedDetails.class);
    assertThat(details.fromCache()).isFalse();
    assertThat(details.statusLine()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(details.statusCode()).isEqualTo(200);
    assertThat(details.responseHeaders().get("Custom")).containsExactly("Header");
    assertThat(events.first(CompletedDetails.class).error()).isEqualTo("net::OK");
  }

  @Test
  void s277_theErrorOfACancelledRequest() throws Exception {
    EventRecorder events = new EventRecorder(session);
    web.onBeforeRequest((details, callback) -> callback.call(BeforeRequestResponse.cancel()));
    failure("/a");
    events.awaitEnds(1);
    assertThat(events.first(ErrorOccurredDetails.class).error())
        .isEqualTo("net::ERR_BLOCKED_BY_CLIENT");
  }
}
