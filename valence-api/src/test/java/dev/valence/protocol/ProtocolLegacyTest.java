package dev.valence.protocol;

import static dev.valence.protocol.ProtocolProbe.bypass;
import static dev.valence.protocol.ProtocolProbe.failure;
import static dev.valence.protocol.ProtocolProbe.get;
import static dev.valence.protocol.ProtocolProbe.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Session;
import dev.valence.fetch.Body;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.net.NetError;
import dev.valence.testkit.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The older families: register and intercept. */
class ProtocolLegacyTest {
  private static final String URL = "old://fake-host";

  private final ProtocolProbe probe = new ProtocolProbe();
  private final Protocol protocol = probe.protocol();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    probe.close();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  // ---- Tables

  @Test
  void s289_s361_unknownSchemes() {
    assertThat(protocol.unregisterProtocol("not-exist")).isFalse();
    assertThat(protocol.isProtocolRegistered("not-exist")).isFalse();
  }

  @Test
  void s362_registered() throws Exception {
    assertThat(protocol.registerStringProtocol("old", (request, callback) -> {})).isTrue();
    assertThat(protocol.registerBufferProtocol("old", (request, callback) -> {})).isFalse();
    assertThat(protocol.isProtocolRegistered("old")).isTrue();
    assertThat(protocol.isProtocolHandled("old")).isTrue();
    assertThat(protocol.isProtocolIntercepted("old")).isFalse();
    assertThat(protocol.unregisterProtocol("old")).isTrue();
    assertThat(probe.failureOf(URL)).hasMessage("net::ERR_UNKNOWN_URL_SCHEME");
  }

  @Test
  void s367_s385_intercepted() {
    assertThat(protocol.uninterceptProtocol("http")).isFalse();
    assertThat(protocol.interceptStringProtocol("http", (request, callback) -> {})).isTrue();
    assertThat(protocol.interceptBufferProtocol("http", (request, callback) -> {})).isFalse();
    assertThat(protocol.isProtocolIntercepted("http")).isTrue();
    assertThat(protocol.uninterceptProtocol("http")).isTrue();
    assertThat(protocol.isProtocolIntercepted("http")).isFalse();
  }

  @Test
  void builtInSchemesAreInterceptedOnly() {
    assertThat(protocol.registerStringProtocol("http", (request, callback) -> {})).isFalse();
    assertThatThrownBy(() -> protocol.interceptStringProtocol("ws", (request, callback) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anInterceptorStandsBeforeARegisteredHandler() {
    protocol.registerStringProtocol("old", (request, callback) -> callback.respond("registered"));
    protocol.interceptStringProtocol("old", (request, callback) -> callback.respond("before"));
    assertThat(probe.text(URL)).isEqualTo("before");
    protocol.uninterceptProtocol("old");
    assertThat(probe.text(URL)).isEqualTo("registered");
  }

  // ---- Answers

  @Test
  void s285_s369_theFirstOfTwoAnswersCounts() {
    CompletableFuture<Throwable> second = new CompletableFuture<>();
    protocol.registerStringProtocol(
        "old",
        (request, callback) -> {
          callback.respond("first");
          try {
            callback.respond("second");
          } catch (IllegalStateException refused) {
            second.complete(refused);
          }
        });
    assertThat(probe.text(URL)).isEqualTo("first");
    assertThat(get(second)).hasMessageContaining("answered already");
  }

  @Test
  void s286_s370_anAnswerOfNothingFails() throws Exception {
    protocol.registerStringProtocol("old", (request, callback) -> callback.respond());
    assertThat(probe.failureOf(URL)).hasMessage("net::ERR_FAILED");
  }

  @Test
  void s287_anAnswerMayComeLater() {
    protocol.registerStringProtocol(
        "old",
        (request, callback) ->
            CompletableFuture.runAsync(() -> callback.respond("later")).exceptionally(e -> null));
    assertThat(probe.text(URL)).isEqualTo("later");
  }

  @Test
  void s290_s294_s293_strings() {
    protocol.registerStringProtocol(
        "old",
        (request, callback) -> {
          if (request.url().endsWith("plain")) {
            callback.respond("text");
          } else {
            callback.respond(
                ProtocolResponse.builder().data("<p>text").mimeType("text/html").build());
          }
        });
    Response plain = probe.fetch("old://plain");
    assertThat(get(plain.text())).isEqualTo("text");
    assertThat(plain.headers().get("content-type")).isEqualTo("text/html;charset=utf-8");
    assertThat(plain.headers().get("access-control-allow-origin")).isEqualTo("*");
    assertThat(probe.text(URL)).isEqualTo("<p>text");
  }

  @Test
  void s298_s301_s302_bytes() {
    protocol.registerBufferProtocol(
        "old",
        (request, callback) ->
            callback.respond(
                ProtocolResponse.builder()
                    .data("text".getBytes(StandardCharsets.UTF_8))
                    .mimeType("image/png")
                    .build()));
    Response response = probe.fetch(URL);
    assertThat(get(response.text())).isEqualTo("text");
    assertThat(response.headers().get("content-type")).isEqualTo("image/png");
    assertThat(response.headers().get("access-control-allow-origin")).isEqualTo("*");
  }

  @Test
  void s297_s318_s325_whatDoesNotSuitTheFamilyFails() throws Exception {
    protocol.registerStringProtocol("old", (request, callback) -> callback.respond(new byte[1]));
    protocol.registerBufferProtocol("oldb", (request, callback) -> callback.respond("text"));
    protocol.registerFileProtocol("oldf", (request, callback) -> callback.respond(new byte[1]));
    protocol.registerHttpProtocol("oldh", (request, callback) -> callback.respond("text"));
    protocol.registerStreamProtocol("olds", (request, callback) -> callback.respond("text"));
    for (String scheme : List.of("old", "oldb", "oldf", "oldh", "olds")) {
      assertThat(probe.failureOf(scheme + "://x")).hasMessage("net::ERR_NOT_IMPLEMENTED");
    }
  }

  @Test
  void s306_s309_s314_files() throws Exception {
    Path file = Files.writeString(folder.resolve("f.txt"), "file");
    protocol.registerFileProtocol(
        "old",
        (request, callback) ->
            callback.respond(
                ProtocolResponse.builder().path(file).header("X-Great", "yes").build()));
    protocol.registerFileProtocol("oldp", (request, callback) -> callback.respond(file.toString()));
    Response response = probe.fetch(URL);
    assertThat(response.headers().get("x-great")).isEqualTo("yes");
    assertThat(response.headers().get("access-control-allow-origin")).isEqualTo("*");
    assertThat(get(response.text())).isEqualTo("file");
    Response part =
        probe.fetch("oldp://x", RequestInit.builder().header("Range", "bytes=1-2").build());
    assertThat(part.status()).isEqualTo(206);
    assertThat(get(part.text())).isEqualTo("il");
  }

  @Test
  void s317_aFileThatIsNotThere() throws Exception {
    protocol.registerFileProtocol(
        "old", (request, callback) -> callback.respond(folder.resolve("none")));
    assertThat(probe.failureOf(URL)).hasMessage("net::ERR_FILE_NOT_FOUND");
    protocol.registerFileProtocol(
        "rel", (request, callback) -> callback.respond(Path.of("relative")));
    assertThat(probe.failureOf("rel://x")).hasMessage("net::ERR_NOT_IMPLEMENTED");
  }

  @Test
  void s321_s326_s330_urls() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              if (exchange.path().equals("/moved")) {
                exchange.reply(301).header("Location", "/there").empty();
              } else {
                exchange.respond(200, "there " + exchange.header("accept"));
              }
            })) {
      protocol.registerHttpProtocol(
          "old",
          (request, callback) ->
              callback.respond(ProtocolResponse.builder().url(server.url("/moved")).build()));
      assertThat(probe.text(URL)).isEqualTo("there */*");

      Session custom = probe.valence.session().fromPartition("custom");
      custom.setUserAgent("Custom/1");
      custom
          .protocol()
          .registerHttpProtocol(
              "old",
              (request, callback) ->
                  callback.respond(ProtocolResponse.builder().url(server.url("/there")).build()));
      server.takeRequest();
      server.takeRequest();
      get(get(custom.fetch(URL)).text());
      assertThat(server.takeRequest().header("user-agent")).isEqualTo("Custom/1");
    }
  }

  @Test
  void s322_whatIsNoUrl() throws Exception {
    protocol.registerHttpProtocol(
        "old",
        (request, callback) -> callback.respond(ProtocolResponse.builder().url("url").build()));
    assertThat(probe.failureOf(URL)).hasMessage("net::ERR_INVALID_URL");
  }

  @Test
  void s377_anInterceptorForwardsAPost() throws Exception {
    try (TestServer server =
        TestServer.start(exchange -> exchange.reply(200).bytes(exchange.body()))) {
      protocol.interceptHttpProtocol(
          "http",
          (request, callback) ->
              callback.respond(
                  ProtocolResponse.builder()
                      .url(server.url("/"))
                      .method("POST")
                      .uploadData(
                          Body.of(request.uploadData().get(0).bytes())
                              .withContentType("text/plain"))
                      .build()));
      assertThat(probe.text("http://fake-host", post("posted"))).isEqualTo("posted");
      assertThat(server.takeRequest().header("content-type")).isEqualTo("text/plain");
    }
  }

  @Test
  void s329_s379_s339_theRequestHasHeaders() {
    protocol.registerStreamProtocol(
        "old", (request, callback) -> callback.respond(stream(request.headers().get("x-return"))));
    RequestInit init = RequestInit.builder().header("X-Return", "yes").build();
    assertThat(probe.text(URL, init)).isEqualTo("yes");
  }

  @Test
  void s331_s333_streams() {
    protocol.registerStreamProtocol(
        "old",
        (request, callback) ->
            callback.respond(
                ProtocolResponse.builder().data(Body.ofInputStream(stream("text"))).build()));
    Response response = probe.fetch(URL);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().has("access-control-allow-origin")).isFalse();
    assertThat(get(response.text())).isEqualTo("text");
  }

  @Test
  void s335_s341_headersWithSeveralValues() {
    protocol.registerStreamProtocol(
        "old",
        (request, callback) ->
            callback.respond(
                ProtocolResponse.builder()
                    .data(Body.ofInputStream(stream("text")))
                    .header("header1", List.of("value1", "value2"))
                    .header("header2", "value3")
                    .build()));
    Response response = probe.fetch(URL);
    assertThat(response.headers().get("header1")).isEqualTo("value1, value2");
    assertThat(response.headers().get("header2")).isEqualTo("value3");
  }

  @Test
  void s337_noBody() {
    protocol.registerStreamProtocol(
        "old",
        (request, callback) ->
            callback.respond(ProtocolResponse.builder().statusCode(204).data((Body) null).build()));
    Response response = probe.fetch(URL);
    assertThat(response.status()).isEqualTo(204);
    assertThat(get(response.text())).isEmpty();
  }

  @Test
  void s343_s345_s347_longStreams() {
    for (int length : new int[] {128 << 10, 2 << 20}) {
      protocol.registerStreamProtocol(
          "old",
          (request, callback) -> callback.respond(new ByteArrayInputStream(new byte[length])));
      assertThat(get(probe.fetch(URL).bytes())).hasSize(length);
      protocol.unregisterProtocol("old");
    }
  }

  @Test
  void s353_aStreamThatFails() throws Exception {
    protocol.registerStreamProtocol(
        "old",
        (request, callback) ->
            callback.respond(
                new InputStream() {
                  @Override
                  public int read() throws IOException {
                    throw new IOException("saint-Denis");
                  }
                }));
    assertThat(failure(probe.fetch(URL).bytes())).hasRootCauseMessage("saint-Denis");
  }

  @Test
  void s355_aStreamIsClosedWhenItsAskerGoes() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    protocol.registerStreamProtocol(
        "old",
        (request, callback) ->
            callback.respond(
                new InputStream() {
                  @Override
                  public int read() {
                    return 'x';
                  }

                  @Override
                  public void close() {
                    closed.countDown();
                  }
                }));
    probe.fetch(URL).close();
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void s291_s299_s307_s334_anyAnswer() throws Exception {
    Path file = Files.writeString(folder.resolve("f.txt"), "file");
    protocol.registerProtocol(
        "old",
        (request, callback) -> {
          switch (request.url()) {
            case "old://text" -> callback.respond("text");
            case "old://bytes" -> callback.respond(new byte[] {'b'});
            case "old://file" -> callback.respond(file);
            default -> callback.respond(stream("stream"));
          }
        });
    assertThat(probe.text("old://text")).isEqualTo("text");
    assertThat(probe.text("old://bytes")).isEqualTo("b");
    assertThat(probe.text("old://file")).isEqualTo("file");
    assertThat(probe.text("old://stream")).isEqualTo("stream");
  }

  @Test
  void s363_errorsAndDefaults() throws Exception {
    protocol.registerStringProtocol(
        "old",
        (request, callback) -> callback.respond(ProtocolResponse.builder().error(-106).build()));
    assertThat(probe.failureOf(URL)).hasMessage("net::ERR_INTERNET_DISCONNECTED");
    ProtocolResponse plain = ProtocolResponse.builder().build();
    assertThat(plain.statusCode()).isEqualTo(200);
    assertThat(plain.charset()).isEqualTo("utf-8");
    assertThatThrownBy(() -> ProtocolResponse.builder().error(-99999))
        .hasMessageContaining("-99999");
    assertThatThrownBy(() -> ProtocolResponse.builder().statusCode(99)).hasMessageContaining("99");
    assertThatThrownBy(() -> ProtocolResponse.builder().data("a").url("b").build())
        .hasMessageContaining("contradict");
    assertThat(ProtocolResponse.builder().error(NetError.FAILED).build().error())
        .isEqualTo(NetError.FAILED);
  }

  @Test
  void aHandlerThatThrows() throws Exception {
    protocol.registerStringProtocol(
        "old",
        (request, callback) -> {
          throw new IllegalStateException("a mistake");
        });
    assertThat(probe.failureOf(URL)).hasMessage("net::ERR_UNEXPECTED");
  }

  // ---- Intercepted

  @Test
  void s371_s373_s375_httpIsIntercepted() {
    protocol.interceptStringProtocol(
        "http",
        (request, callback) ->
            callback.respond(
                ProtocolResponse.builder()
                    .data("mine")
                    .mimeType("text/html; charset=latin1")
                    .build()));
    Response response = probe.fetch("http://fake-host");
    assertThat(get(response.text())).isEqualTo("mine");
    assertThat(response.headers().get("content-type")).isEqualTo("text/html; charset=latin1");
    protocol.uninterceptProtocol("http");
    protocol.interceptBufferProtocol(
        "http", (request, callback) -> callback.respond(new byte[] {'b'}));
    assertThat(probe.text("http://fake-host")).isEqualTo("b");
  }

  @Test
  void s374_s381_s366_uploads() throws Exception {
    protocol.interceptStringProtocol(
        "http",
        (request, callback) ->
            callback.respond(
                new String(request.uploadData().get(0).bytes(), StandardCharsets.UTF_8)));
    assertThat(probe.text("http://fake-host", post("foo=bar"))).isEqualTo("foo=bar");
    protocol.uninterceptProtocol("http");

    Path file = Files.writeString(folder.resolve("up.txt"), "file");
    protocol.interceptStreamProtocol(
        "http",
        (request, callback) ->
            callback.respond(Files.newInputStream(request.uploadData().get(0).file())));
    RequestInit init = RequestInit.builder().method("POST").body(file).build();
    assertThat(probe.text("http://fake-host", init)).isEqualTo("file");
  }

  @Test
  void filesAreIntercepted() throws Exception {
    Path file = Files.writeString(folder.resolve("f.txt"), "other");
    protocol.interceptFileProtocol("file", (request, callback) -> callback.respond(file));
    assertThat(probe.text("file:///anything")).isEqualTo("other");
    assertThat(probe.text(file.toUri().toString(), bypass())).isEqualTo("other");
    protocol.uninterceptProtocol("file");
    assertThat(probe.failureOf(folder.resolve("none").toUri().toString()))
        .hasMessage("net::ERR_FILE_NOT_FOUND");
  }

  @Test
  void aBodyThatIsTooLongForThemFails() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    protocol.interceptStringProtocol("http", (request, callback) -> callback.respond("x"));
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            return length;
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    RequestInit init = RequestInit.builder().method("POST").body(endless).build();
    assertThat(failure(probe.session().fetch("http://fake-host", init)))
        .hasMessage("net::ERR_INSUFFICIENT_RESOURCES");
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void s382_s383_aRedirectGoesThroughTheInterceptor() {
    protocol.interceptStreamProtocol(
        "http",
        (request, callback) -> {
          if (request.url().contains("fake-host")) {
            callback.respond(
                ProtocolResponse.builder()
                    .statusCode(302)
                    .header("Location", "http://fake-redirect")
                    .data((Body) null)
                    .build());
          } else {
            callback.respond(stream(request.method() + " " + request.uploadData().size()));
          }
        });
    assertThat(probe.text("http://fake-host")).isEqualTo("GET 0");
    assertThat(probe.text("http://fake-host", post("x"))).isEqualTo("GET 0");
  }

  @Test
  void anInterceptorOfHttpCanAnswerWithHttp() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "real"))) {
      protocol.interceptHttpProtocol(
          "http",
          (request, callback) ->
              callback.respond(ProtocolResponse.builder().url(request.url()).build()));
      assertThat(probe.text(server.url("/"))).isEqualTo("real");
      assertThat(probe.text(server.url("/"), bypass())).isEqualTo("real");
    }
  }
}
