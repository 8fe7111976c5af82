package dev.valence.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Valence;
import dev.valence.net.NetError;
import dev.valence.net.http.RedirectMode;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.RecordedRequest;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestRedirectTest {
  private final Valence valence = Valence.builder().build();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(RequestRedirectTest::answer);
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  private static void answer(Exchange exchange) throws IOException {
    exchange.body();
    switch (exchange.path()) {
      case "/redirect307" ->
          exchange
              .reply(307)
              .header("Location", "http://" + exchange.header("host") + "/200")
              .empty();
      case "/redirectRedirect302" -> exchange.reply(302).header("Location", "/302").empty();
      case "/302" -> exchange.reply(302).header("Location", "/200").header("X-Hop", "1").empty();
      case "/file" -> exchange.reply(302).header("Location", "file:///").empty();
      default -> exchange.respond(200, "end");
    }
  }

  private ClientRequest request(String path, RedirectMode mode) {
    return valence
        .net()
        .request(RequestOptions.builder().url(server.url(path)).redirect(mode).build());
  }

  private ClientRequest post(String path) {
    return valence
        .net()
        .request(RequestOptions.builder().method("POST").url(server.url(path)).build());
  }

  @Test
  void n005_a307SendsTheBodyAgain() throws Exception {
    RequestProbe probe = RequestProbe.of(post("/redirect307"));
    probe.request().write("the body");
    probe.request().end();
    assertThat(probe.response().statusCode()).isEqualTo(200);
    List<RecordedRequest> hops = server.requests();
    assertThat(hops).extracting(RecordedRequest::method).containsExactly("POST", "POST");
    assertThat(hops).extracting(RecordedRequest::bodyText).containsExactly("the body", "the body");
  }

  @Test
  void n006_a302TurnsPostIntoGet() throws Exception {
    RequestProbe probe = RequestProbe.of(post("/302"));
    probe.request().write("the body");
    probe.request().end();
    assertThat(probe.response().statusCode()).isEqualTo(200);
    List<RecordedRequest> hops = server.requests();
    assertThat(hops).extracting(RecordedRequest::method).containsExactly("POST", "GET");
    assertThat(hops.get(1).bodyText()).isEmpty();
    assertThat(hops.get(1).header("content-length")).isNull();
  }

  @Test
  void n069_n261_oneHopIsFollowedByItself() {
    RequestProbe probe = RequestProbe.of(request("/302", RedirectMode.FOLLOW));
    probe.request().end();
    assertThat(probe.response().statusCode()).isEqualTo(200);
  }

  @Test
  void n070_n311_aChainIsFollowedByItself() {
    RequestProbe probe = RequestProbe.of(request("/redirectRedirect302", RedirectMode.FOLLOW));
    probe.request().end();
    assertThat(probe.response().statusCode()).isEqualTo(200);
    assertThat(probe.response().urlList())
        .containsExactly(
            server.url("/redirectRedirect302"), server.url("/302"), server.url("/200"));
  }

  @Test
  void n073_anUnsafeTargetFails() {
    RequestProbe probe = RequestProbe.of(request("/file", RedirectMode.FOLLOW));
    probe.request().end();
    assertThat(probe.error().getMessage()).contains("ERR_UNSAFE_REDIRECT");
    assertThat(probe.closed()).containsExactly("finish", "error", "close");
  }

  @Test
  void n074_n263_manualRedirectsAreFollowedOnConsent() {
    ClientRequest request = request("/redirectRedirect302", RedirectMode.MANUAL);
    RequestProbe probe = RequestProbe.of(request);
    List<String> urls = new ArrayList<>();
    request.on(
        ClientRequest.REDIRECT,
        (status, method, url, headers) -> {
          assertThat(status).isEqualTo(302);
          assertThat(method).isEqualTo("GET");
          urls.add(url);
          request.followRedirect();
        });
    request.end();
    assertThat(probe.response().statusCode()).isEqualTo(200);
    assertThat(urls).containsExactly(server.url("/302"), server.url("/200"));
  }

  @Test
  void n263_aManualRedirectWithoutConsentIsCancelled() {
    RequestProbe probe = RequestProbe.of(request("/302", RedirectMode.MANUAL));
    probe.request().end();
    assertThat(probe.error().error()).isEqualTo(NetError.ABORTED);
    assertThat(probe.error().detail()).isEqualTo("Redirect was cancelled");
    assertThat(probe.closed()).containsExactly("finish", "error", "close");
  }

  @Test
  void n261_n277_aListenerThatDeclinesCancels() {
    ClientRequest request = request("/302", RedirectMode.FOLLOW);
    RequestProbe probe = RequestProbe.of(request);
    request.on(ClientRequest.REDIRECT, (status, method, url, headers) -> {});
    request.end();
    assertThat(probe.error().detail()).isEqualTo("Redirect was cancelled");
    assertThat(server.requestCount()).isEqualTo(1);
  }

  @Test
  void n262_redirectModeErrorFails() {
    RequestProbe probe = RequestProbe.of(request("/302", RedirectMode.ERROR));
    probe.request().end();
    assertThat(probe.error().detail())
        .isEqualTo("Attempted to redirect, but redirect policy was 'error'");
    assertThat(probe.closed()).containsExactly("finish", "error", "close");
  }

  @Test
  void followRedirectOutsideOfTheEventIsRefused() throws Exception {
    ClientRequest request = request("/302", RedirectMode.MANUAL);
    assertThatThrownBy(request::followRedirect)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("followRedirect() called, but was not waiting for a redirect");
    CompletableFuture<Throwable> fromElsewhere = new CompletableFuture<>();
    RequestProbe probe = RequestProbe.of(request);
    request.on(
        ClientRequest.REDIRECT,
        (status, method, url, headers) -> {
          Thread other =
              new Thread(
                  () -> {
                    try {
                      request.followRedirect();
                      fromElsewhere.complete(null);
                    } catch (IllegalStateException e) {
                      fromElsewhere.complete(e);
                    }
                  });
          other.start();
          RequestProbe.get(fromElsewhere);
        });
    request.end();
    assertThat(RequestProbe.get(fromElsewhere)).isInstanceOf(IllegalStateException.class);
    probe.error();
  }

  @Test
  void aChunkedBodyCannotBeSentTwice() {
    RequestProbe probe = RequestProbe.of(post("/redirect307"));
    probe.request().chunkedEncoding(true);
    probe.request().write("gone");
    probe.request().end();
    assertThat(probe.error().error()).isEqualTo(NetError.UPLOAD_STREAM_REWIND_NOT_SUPPORTED);
  }
}
