package dev.valence.webrequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.fetch.AbortController;
import dev.valence.fetch.AbortSignal;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.internal.session.SessionImpl;
import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.NetworkDelegate;
import dev.valence.net.NetworkRequest;
import dev.valence.net.ResponseHead;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RedirectMode;
import dev.valence.net.url.Url;
import dev.valence.request.ClientRequest;
import dev.valence.request.RequestOptions;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import dev.valence.testkit.WebSocketEcho;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of the events of each kind of request, as golden tables. */
class EventOrderTest {
  private final Valence valence = Valence.builder().build();
  private final Session session = valence.session().fromPartition("order");
  private final EventRecorder events = new EventRecorder(session);
  private final CompletableFuture<Void> gate = new CompletableFuture<>();
  private TestServer server;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(this::serve);
  }

  @AfterEach
  void close() {
    gate.complete(null);
    valence.close();
    server.close();
  }

  private void serve(Exchange exchange) throws Exception {
    switch (exchange.path()) {
      case "/redirect" -> exchange.reply(302).header("Location", "/target").text("elsewhere");
      case "/loop" -> exchange.reply(302).header("Location", "/loop").text("");
      case "/unsafe" -> exchange.reply(302).header("Location", "data:,x").text("");
      case "/cached" -> exchange.reply(200).header("Cache-Control", "max-age=1000").text("kept");
      case "/checked" -> {
        if (exchange.header("If-None-Match") != null) {
          exchange.reply(304).header("ETag", "\"1\"").empty();
        } else {
          exchange.reply(200).header("ETag", "\"1\"").header("Cache-Control", "no-cache").text("a");
        }
      }
      case "/login" -> {
        if (exchange.header("Authorization") != null) {
          exchange.respond(200, "in");
        } else {
          exchange.reply(401).header("WWW-Authenticate", "Basic realm=\"r\"").text("who?");
        }
      }
      case "/broken" -> {
        ReplyBody body = exchange.reply(200).fixed(1000);
        body.write("some of it");
        body.flush();
        exchange.connection().reset();
      }
      case "/reset" -> exchange.reset();
      case "/slow" -> {
        exchange.await(gate);
        exchange.respond(200, "late");
      }
      case "/endless" -> {
        try (ReplyBody body = exchange.reply(200).chunked()) {
          body.write(new byte[100]);
          body.flush();
          exchange.await(gate);
        }
      }
      default -> exchange.respond(200, "body of " + exchange.path());
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private String fetch(String path) throws Exception {
    return get(get(session.fetch(server.url(path))).text());
  }

  private void fetchFails(String path) {
    assertThatThrownBy(() -> fetch(path)).isInstanceOf(ExecutionException.class);
  }

  private void expect(int requests, String table) throws Exception {
    assertThat(events.awaitEnds(requests).text()).isEqualTo(table);
    events.clear();
  }

  @Test
  void s281_aPlainRequest() throws Exception {
    fetch("/a");
    expect(
        1,
        """
        onBeforeRequest http:/a GET
        onBeforeSendHeaders http:/a GET
        onSendHeaders http:/a GET
        onHeadersReceived http:/a 200
        onResponseStarted http:/a 200
        onCompleted http:/a 200 net::OK
        """);
    assertThat(events.details()).isEmpty();
  }

  @Test
  void s271_aRedirectBeginsTheRequestAnew() throws Exception {
    assertThat(fetch("/redirect")).isEqualTo("body of /target");
    expect(
        1,
        """
        onBeforeRequest http:/redirect GET
        onBeforeSendHeaders http:/redirect GET
        onSendHeaders http:/redirect GET
        onHeadersReceived http:/redirect 302
        onBeforeRedirect http:/redirect 302 to http:/target
        onBeforeRequest http:/target GET
        onBeforeSendHeaders http:/target GET
        onSendHeaders http:/target GET
        onHeadersReceived http:/target 200
        onResponseStarted http:/target 200
        onCompleted http:/target 200 net::OK
        """);
  }

  @Test
  void s282_oneIdOverAllHops() throws Exception {
    fetch("/redirect");
    fetch("/a");
    List<Long> ids = events.awaitEnds(2).details().stream().map(RequestDetails::id).toList();
    assertThat(ids.stream().distinct()).hasSize(2);
    assertThat(ids.subList(0, 11).stream().distinct()).hasSize(1);
  }

  @Test
  void aPostThatBecomesGet() throws Exception {
    get(
        session.fetch(
            server.url("/redirect"), RequestInit.builder().method("POST").body("x").build()));
    events.awaitEnds(1);
    assertThat(events.text().lines().filter(line -> line.startsWith("onBeforeRequest")))
        .containsExactly("onBeforeRequest http:/redirect POST", "onBeforeRequest http:/target GET");
  }

  @Test
  void aResponseOutOfTheCache() throws Exception {
    fetch("/cached");
    events.awaitEnds(1);
    events.clear();
    assertThat(fetch("/cached")).isEqualTo("kept");
    expect(
        1,
        """
        onBeforeRequest http:/cached GET
        onBeforeSendHeaders http:/cached GET
        onSendHeaders http:/cached GET
        onHeadersReceived http:/cached 200 from cache
        onResponseStarted http:/cached 200 from cache
        onCompleted http:/cached 200 from cache net::OK
        """);
  }

  @Test
  void aRevalidatedResponse() throws Exception {
    fetch("/checked");
    events.awaitEnds(1);
    events.clear();
    assertThat(fetch("/checked")).isEqualTo("a");
    expect(
        1,
        """
        onBeforeRequest http:/checked GET
        onBeforeSendHeaders http:/checked GET
        onSendHeaders http:/checked GET
        onHeadersReceived http:/checked 200 from cache
        onResponseStarted http:/checked 200 from cache
        onCompleted http:/checked 200 from cache net::OK
        """);
  }

  @Test
  void aLoginThatIsAnswered() throws Exception {
    ClientRequest request =
        valence
            .net()
            .request(RequestOptions.builder().url(server.url("/login")).session(session).build());
    request.on(ClientRequest.LOGIN, (challenge, callback) -> callback.call("bob", "pass"));
    request.end();
    expect(
        1,
        """
        onBeforeRequest http:/login GET
        onBeforeSendHeaders http:/login GET
        onSendHeaders http:/login GET
        onHeadersReceived http:/login 401
        onBeforeSendHeaders http:/login GET
        onSendHeaders http:/login GET
        onHeadersReceived http:/login 200
        onResponseStarted http:/login 200
        onCompleted http:/login 200 net::OK
        """);
  }

  @Test
  void aLoginThatNobodyAnswers() throws Exception {
    assertThat(fetch("/login")).isEqualTo("who?");
    expect(
        1,
        """
        onBeforeRequest http:/login GET
        onBeforeSendHeaders http:/login GET
        onSendHeaders http:/login GET
        onHeadersReceived http:/login 401
        onResponseStarted http:/login 401
        onCompleted http:/login 401 net::OK
        """);
  }

  @Test
  void aConnectionThatIsReset() throws Exception {
    fetchFails("/reset");
    expect(
        1,
        """
        onBeforeRequest http:/reset GET
        onBeforeSendHeaders http:/reset GET
        onSendHeaders http:/reset GET
        onErrorOccurred http:/reset net::ERR_CONNECTION_RESET
        """);
  }

  @Test
  void aBodyThatBreaksOff() throws Exception {
    fetchFails("/broken");
    expect(
        1,
        """
        onBeforeRequest http:/broken GET
        onBeforeSendHeaders http:/broken GET
        onSendHeaders http:/broken GET
        onHeadersReceived http:/broken 200
        onResponseStarted http:/broken 200
        onErrorOccurred http:/broken net::ERR_CONNECTION_RESET
        """);
  }

  @Test
  void anUnsafeRedirect() throws Exception {
    fetchFails("/unsafe");
    expect(
        1,
        """
        onBeforeRequest http:/unsafe GET
        onBeforeSendHeaders http:/unsafe GET
        onSendHeaders http:/unsafe GET
        onHeadersReceived http:/unsafe 302
        onErrorOccurred http:/unsafe net::ERR_UNSAFE_REDIRECT
        """);
  }

  @Test
  void aRedirectThatTheRequestRefuses() throws Exception {
    ClientRequest request =
        valence
            .net()
            .request(
                RequestOptions.builder()
                    .url(server.url("/redirect"))
                    .session(session)
                    .redirect(RedirectMode.MANUAL)
                    .build());
    request.on(ClientRequest.ERROR, error -> {});
    request.end();
    expect(
        1,
        """
        onBeforeRequest http:/redirect GET
        onBeforeSendHeaders http:/redirect GET
        onSendHeaders http:/redirect GET
        onHeadersReceived http:/redirect 302
        onBeforeRedirect http:/redirect 302 to http:/target
        onErrorOccurred http:/redirect net::ERR_ABORTED
        """);
  }

  @Test
  void s241_cancelledBeforeItBegins() throws Exception {
    session
        .webRequest()
        .onBeforeRequest((details, callback) -> callback.call(BeforeRequestResponse.cancel()));
    fetchFails("/a");
    expect(1, "onErrorOccurred http:/a net::ERR_BLOCKED_BY_CLIENT\n");
    assertThat(server.requestCount()).isZero();
  }

  @Test
  void cancelledBeforeItsHeadersAreSent() throws Exception {
    session
        .webRequest()
        .onBeforeSendHeaders((details, callback) -> callback.call(BeforeSendResponse.cancel()));
    fetchFails("/a");
    expect(
        1,
        """
        onBeforeRequest http:/a GET
        onErrorOccurred http:/a net::ERR_BLOCKED_BY_CLIENT
        """);
    assertThat(server.requestCount()).isZero();
  }

  @Test
  void cancelledWhenTheHeadIsThere() throws Exception {
    session
        .webRequest()
        .onHeadersReceived((details, callback) -> callback.call(HeadersReceivedResponse.cancel()));
    fetchFails("/a");
    expect(
        1,
        """
        onBeforeRequest http:/a GET
        onBeforeSendHeaders http:/a GET
        onSendHeaders http:/a GET
        onErrorOccurred http:/a net::ERR_BLOCKED_BY_CLIENT
        """);
  }

  @Test
  void abortedWhileTheServerThinks() throws Exception {
    AbortController controller = new AbortController();
    CompletableFuture<Response> response =
        session.fetch(
            server.url("/slow"), RequestInit.builder().signal(controller.signal()).build());
    server.takeRequest();
    controller.abort();
    assertThatThrownBy(() -> get(response)).isNotNull();
    expect(
        1,
        """
        onBeforeRequest http:/slow GET
        onBeforeSendHeaders http:/slow GET
        onSendHeaders http:/slow GET
        onErrorOccurred http:/slow net::ERR_ABORTED
        """);
  }

  @Test
  void abortedWhileTheBodyFlows() throws Exception {
    Response response = get(session.fetch(server.url("/endless")));
    response.close();
    expect(
        1,
        """
        onBeforeRequest http:/endless GET
        onBeforeSendHeaders http:/endless GET
        onSendHeaders http:/endless GET
        onHeadersReceived http:/endless 200
        onResponseStarted http:/endless 200
        onErrorOccurred http:/endless net::ERR_ABORTED
        """);
  }

  @Test
  void abortedWhileAListenerThinks() throws Exception {
    CompletableFuture<WebRequestCallback<BeforeRequestResponse>> asked = new CompletableFuture<>();
    session.webRequest().onBeforeRequest((details, callback) -> asked.complete(callback));
    AbortController controller = new AbortController();
    CompletableFuture<Response> response =
        session.fetch(server.url("/a"), RequestInit.builder().signal(controller.signal()).build());
    WebRequestCallback<BeforeRequestResponse> late = get(asked);
    controller.abort();
    assertThatThrownBy(() -> get(response)).isNotNull();
    events.awaitEnds(1);
    late.call(BeforeRequestResponse.proceed());
    assertThat(events.text()).isEqualTo("onErrorOccurred http:/a net::ERR_ABORTED\n");
    assertThat(fetchAfter(late)).isZero();
  }

  /** The late answer has no effect: the server is never asked. */
  private long fetchAfter(WebRequestCallback<BeforeRequestResponse> late) {
    assertThatThrownBy(() -> late.call(BeforeRequestResponse.proceed()))
        .isInstanceOf(IllegalStateException.class);
    return server.requestCount();
  }

  @Test
  void s239_s275_aRedirectOfAListener() throws Exception {
    String target = server.url("/b");
    session
        .webRequest()
        .onBeforeRequest(
            (details, callback) ->
                callback.call(
                    details.url().endsWith("/a")
                        ? BeforeRequestResponse.redirect(target)
                        : BeforeRequestResponse.proceed()));
    assertThat(fetch("/a")).isEqualTo("body of /b");
    events.awaitEnds(1);
    BeforeRedirectDetails redirect = events.first(BeforeRedirectDetails.class);
    assertThat(redirect.statusLine()).isEqualTo("HTTP/1.1 307 Internal Redirect");
    assertThat(redirect.statusCode()).isEqualTo(307);
    assertThat(redirect.redirectURL()).isEqualTo(target);
    assertThat(redirect.fromCache()).isFalse();
    assertThat(events.text())
        .isEqualTo(
            """
            onBeforeRedirect http:/a 307 to http:/b
            onBeforeSendHeaders http:/b GET
            onSendHeaders http:/b GET
            onHeadersReceived http:/b 200
            onResponseStarted http:/b 200
            onCompleted http:/b 200 net::OK
            """);
    assertThat(server.requestCount()).isEqualTo(1);
  }

  @Test
  void anUpgradeOfHstsIsARedirectThatNoServerSent() throws Exception {
    try (Valence trusting =
            Valence.builder().trustedRoots(TestAuthority.shared().certificate()).build();
        TestServer secure =
            TestServer.builder()
                .tls()
                .start(
                    exchange ->
                        exchange
                            .reply(200)
                            .header("Strict-Transport-Security", "max-age=1000")
                            .text("safe"))) {
      Session upgrading = trusting.session().fromPartition("hsts");
      get(get(upgrading.fetch(secure.url("/a"))).bytes());
      EventRecorder heard = new EventRecorder(upgrading);
      get(get(upgrading.fetch("http" + secure.url("/a").substring(5))).bytes());
      assertThat(heard.awaitEnds(1).text())
          .isEqualTo(
              """
              onBeforeRequest http:/a GET
              onBeforeRedirect http:/a 307 to https:/a
              onBeforeRequest https:/a GET
              onBeforeSendHeaders https:/a GET
              onSendHeaders https:/a GET
              onHeadersReceived https:/a 200
              onResponseStarted https:/a 200
              onCompleted https:/a 200 net::OK
              """);
    }
  }

  @Test
  void aRequestTimesOutWhileAListenerThinks() throws Exception {
    session.webRequest().onHeadersReceived((details, callback) -> {});
    CompletableFuture<Response> response =
        session.fetch(
            server.url("/a"),
            RequestInit.builder().signal(AbortSignal.timeout(Duration.ofMillis(50))).build());
    assertThatThrownBy(() -> get(response)).isNotNull();
    events.awaitEnds(1);
    assertThat(events.text()).endsWith("onErrorOccurred http:/a net::ERR_ABORTED\n");
  }

  @Test
  void aRedirectThatIsDelivered() throws Exception {
    Response response =
        get(
            session.fetch(
                server.url("/redirect"),
                RequestInit.builder().redirect(RedirectMode.MANUAL).build()));
    get(response.bytes());
    expect(
        1,
        """
        onBeforeRequest http:/redirect GET
        onBeforeSendHeaders http:/redirect GET
        onSendHeaders http:/redirect GET
        onHeadersReceived http:/redirect 302
        onBeforeRedirect http:/redirect 302 to http:/target
        onResponseStarted http:/redirect 302
        onCompleted http:/redirect 302 net::OK
        """);
  }

  @Test
  void tooManyRedirects() throws Exception {
    fetchFails("/loop");
    events.awaitEnds(1);
    assertThat(events.text().lines().filter(line -> line.startsWith("onBeforeRedirect")))
        .hasSize(20);
    assertThat(events.text()).endsWith("onErrorOccurred http:/loop net::ERR_TOO_MANY_REDIRECTS\n");
  }

  @Test
  void s230_aCustomScheme() throws Exception {
    session.protocol().handle("made-up", request -> Response.ofText("handled"));
    assertThat(get(get(session.fetch("made-up://x/y")).text())).isEqualTo("handled");
    expect(
        1,
        """
        onBeforeRequest made-up:/y GET
        onBeforeSendHeaders made-up:/y GET
        onSendHeaders made-up:/y GET
        onHeadersReceived made-up:/y 200
        onResponseStarted made-up:/y 200
        onCompleted made-up:/y 200 net::OK
        """);
  }

  @Test
  void s231_aCustomSchemeOutsideTheFilter() throws Exception {
    session.protocol().handle("made-up", request -> Response.ofText("handled"));
    session
        .webRequest()
        .onBeforeRequest(
            WebRequestFilter.urls("http://*/*"),
            (details, callback) -> callback.call(BeforeRequestResponse.cancel()));
    assertThat(get(get(session.fetch("made-up://x/y")).text())).isEqualTo("handled");
    assertThat(events.awaitEnds(1).text()).startsWith("onBeforeSendHeaders made-up:/y GET");
  }

  @Test
  void s247_handlersArePassedByAndListenersAreNot() throws Exception {
    session.protocol().handle("http", request -> Response.ofText("handled"));
    Response response =
        get(
            session.fetch(
                server.url("/a"),
                RequestInit.builder().bypassCustomProtocolHandlers(true).build()));
    assertThat(get(response.text())).isEqualTo("body of /a");
    assertThat(events.awaitEnds(1).text()).startsWith("onBeforeRequest http:/a GET");
  }

  @Test
  void s261_aFileAndTheHeadersOfAListener() throws Exception {
    Path file = Files.writeString(folder.resolve("f.txt"), "on disk");
    session
        .webRequest()
        .onBeforeSendHeaders(
            (details, callback) ->
                callback.call(BeforeSendResponse.requestHeaders(Map.of("Test", "header"))));
    String url = file.toUri().toString();
    assertThat(get(get(session.fetch(url)).text())).isEqualTo("on disk");
    events.awaitEnds(1);
    assertThat(events.first(SendHeadersDetails.class).requestHeaders())
        .containsExactly(Map.entry("Test", "header"));
    String path = Url.parse(url).href();
    assertThat(events.text())
        .isEqualTo(
            """
            onBeforeRequest %1$s GET
            onSendHeaders %1$s GET
            onHeadersReceived %1$s 200
            onResponseStarted %1$s 200
            onCompleted %1$s 200 net::OK
            """
                .formatted(path));
  }

  @Test
  void aDownload() throws Exception {
    session.setDownloadPath(folder);
    session.downloadURL(server.url("/a"));
    expect(
        1,
        """
        onBeforeRequest http:/a GET
        onBeforeSendHeaders http:/a GET
        onSendHeaders http:/a GET
        onHeadersReceived http:/a 200
        onResponseStarted http:/a 200
        onCompleted http:/a 200 net::OK
        """);
  }

  @Test
  void aDownloadThatIsRefusedByItsListener() throws Exception {
    session.on(Session.WILL_DOWNLOAD, (event, item, webContents) -> event.preventDefault());
    session.downloadURL(server.url("/endless"));
    expect(
        1,
        """
        onBeforeRequest http:/endless GET
        onBeforeSendHeaders http:/endless GET
        onSendHeaders http:/endless GET
        onHeadersReceived http:/endless 200
        onResponseStarted http:/endless 200
        onErrorOccurred http:/endless net::ERR_ABORTED
        """);
  }

  @Test
  void s278_aWebSocketThatOpens() throws Exception {
    try (WebSocketEcho echo = WebSocketEcho.start(null)) {
      CompletableFuture<ResponseHead> opened = new CompletableFuture<>();
      open(echo.url(), opened);
      assertThat(get(opened).status()).isEqualTo(101);
      events.awaitEnds(1);
      HeadersReceivedDetails received = events.first(HeadersReceivedDetails.class);
      assertThat(received.responseHeaders().get("Upgrade")).containsExactly("websocket");
      assertThat(events.first(ResponseStartedDetails.class).responseHeaders().get("Connection"))
          .containsExactly("Upgrade");
      expect(
          0,
          """
          onBeforeRequest ws:/ GET
          onBeforeSendHeaders ws:/ GET
          onSendHeaders ws:/ GET
          onHeadersReceived ws:/ 101
          onResponseStarted ws:/ 101
          onCompleted ws:/ 101 net::ERR_WS_UPGRADE
          """);
    }
  }

  @Test
  void s279_aWebSocketThatNeedsALogin() throws Exception {
    try (WebSocketEcho echo = WebSocketEcho.startWithLogin(null, "bob:pass")) {
      session.setCredentialProvider(
          challenge -> CompletableFuture.completedFuture(AuthCredentials.of("bob", "pass")));
      CompletableFuture<ResponseHead> opened = new CompletableFuture<>();
      open(echo.url(), opened);
      assertThat(get(opened).status()).isEqualTo(101);
      expect(
          1,
          """
          onBeforeRequest ws:/ GET
          onBeforeSendHeaders ws:/ GET
          onSendHeaders ws:/ GET
          onHeadersReceived ws:/ 401
          onBeforeSendHeaders ws:/ GET
          onSendHeaders ws:/ GET
          onHeadersReceived ws:/ 101
          onResponseStarted ws:/ 101
          onCompleted ws:/ 101 net::ERR_WS_UPGRADE
          """);
    }
  }

  @Test
  void aWebSocketThatIsRefused() throws Exception {
    CompletableFuture<ResponseHead> opened = new CompletableFuture<>();
    open("ws" + server.url("/a").substring(4), opened);
    assertThat(get(opened).status()).isEqualTo(200);
    expect(
        1,
        """
        onBeforeRequest ws:/a GET
        onBeforeSendHeaders ws:/a GET
        onSendHeaders ws:/a GET
        onHeadersReceived ws:/a 200
        onErrorOccurred ws:/a net::ERR_INVALID_RESPONSE
        """);
  }

  /** A handshake on the session's road, as a WebSocket begins. */
  private void open(String url, CompletableFuture<ResponseHead> opened) {
    NetworkRequest request =
        NetworkRequest.builder(Url.parse(url))
            .headers(
                HeaderList.of(
                    "Connection", "Upgrade",
                    "Upgrade", "websocket",
                    "Sec-WebSocket-Version", "13",
                    "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="))
            .build();
    ((SessionImpl) session)
        .surroundings()
        .context()
        .start(
            request,
            new NetworkDelegate() {
              @Override
              public void onResponse(ResponseHead head, List<Url> urls, BodyStream body) {
                opened.complete(head);
                body.cancel();
              }

              @Override
              public void onFailed(NetException error) {
                opened.completeExceptionally(error);
              }
            });
  }
}
