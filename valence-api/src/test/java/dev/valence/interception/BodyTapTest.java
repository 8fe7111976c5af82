package dev.valence.interception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.fetch.Body;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.interception.TapOptions.Overflow;
import dev.valence.net.NetException;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestServer;
import dev.valence.webrequest.WebRequestFilter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BodyTapTest {
  private static final int LENGTH = 8 << 20;

  private final Valence valence = Valence.builder().build();
  private final Session session = valence.session().fromPartition("tapped");
  private final CompletableFuture<BodyTap> tap = new CompletableFuture<>();
  private final byte[] bytes = new byte[LENGTH];
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    new Random(3).nextBytes(bytes);
    server = TestServer.start(this::serve);
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  private void serve(Exchange exchange) throws Exception {
    switch (exchange.path()) {
      case "/gzip" -> {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
          gzip.write("unpacked".getBytes(StandardCharsets.UTF_8));
        }
        exchange.reply(200).header("Content-Encoding", "gzip").bytes(packed.toByteArray());
      }
      case "/broken" -> {
        ReplyBody body = exchange.reply(200).fixed(1000);
        body.write("some");
        body.flush();
        exchange.connection().close();
      }
      case "/upload" -> exchange.respond(200, String.valueOf(exchange.body().length));
      case "/login" -> {
        exchange.body();
        if (exchange.header("Authorization") == null) {
          exchange.reply(401).header("WWW-Authenticate", "Basic realm=\"r\"").text("");
        } else {
          exchange.respond(200, "in");
        }
      }
      default -> exchange.reply(200).bytes(bytes);
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private void tapResponses(TapOptions options) {
    session
        .interceptors()
        .add(
            Interceptor.builder(WebRequestFilter.allUrls())
                .onResponse(
                    response -> {
                      tap.complete(response.tapBody(options));
                      return ResponseAction.proceed();
                    })
                .build());
  }

  private void tapRequests(TapOptions options) {
    session
        .interceptors()
        .add(
            Interceptor.builder(WebRequestFilter.allUrls())
                .onRequest(
                    request -> {
                      BodyTap opened = request.tapBody(options);
                      if (!tap.complete(opened)) {
                        opened.close();
                      }
                      return RequestAction.proceed();
                    })
                .build());
  }

  private Response fetch(String path) throws Exception {
    return get(session.fetch(server.url(path)));
  }

  private Response post(String path, Body body) throws Exception {
    return get(
        session.fetch(server.url(path), RequestInit.builder().method("POST").body(body).build()));
  }

  @Test
  void aTapThatHoldsSeesEveryByte() throws Exception {
    tapResponses(new TapOptions(64 << 10, Overflow.HOLD));
    Response response = fetch("/");
    CompletableFuture<byte[]> whole = response.bytes();
    try (InputStream copy = get(tap).inputStream()) {
      assertThat(copy.readNBytes(1000)).isEqualTo(Arrays.copyOf(bytes, 1000));
      assertThat(copy.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 1000, LENGTH));
    }
    assertThat(get(whole)).isEqualTo(bytes);
    assertThat(get(tap).dropped()).isZero();
  }

  @Test
  void aTapThatHoldsStopsTheBody() throws Exception {
    tapResponses(new TapOptions(1, Overflow.HOLD));
    CompletableFuture<byte[]> whole = fetch("/").bytes();
    assertThat(catchThrowable(() -> whole.get(200, TimeUnit.MILLISECONDS))).isNotNull();
    get(tap).close();
    assertThat(get(whole)).isEqualTo(bytes);
  }

  @Test
  void aTapThatDropsNeverStopsTheBody() throws Exception {
    tapResponses(new TapOptions(1000, Overflow.DROP));
    assertThat(get(fetch("/").bytes())).isEqualTo(bytes);
    byte[] copy = get(get(tap).bytes());
    assertThat(copy.length).isBetween(1000, LENGTH / 2);
    assertThat(copy).isEqualTo(Arrays.copyOf(bytes, copy.length));
    assertThat(get(tap).dropped()).isEqualTo(LENGTH - copy.length);
  }

  @Test
  void aTapSeesTheDecodedBody() throws Exception {
    tapResponses(TapOptions.hold());
    assertThat(get(fetch("/gzip").text())).isEqualTo("unpacked");
    assertThat(get(get(tap).bytes())).asString(StandardCharsets.UTF_8).isEqualTo("unpacked");
  }

  @Test
  void aBodyThatBreaksOffBreaksTheTapOff() throws Exception {
    tapResponses(TapOptions.hold());
    CompletableFuture<byte[]> whole = fetch("/broken").bytes();
    assertThat(catchThrowable(() -> get(whole))).hasCauseInstanceOf(NetException.class);
    assertThat(catchThrowable(() -> get(get(tap).bytes()))).hasCauseInstanceOf(NetException.class);
  }

  @Test
  void aReaderThatGivesUpEndsTheTap() throws Exception {
    tapResponses(TapOptions.hold());
    fetch("/").close();
    assertThat(catchThrowable(() -> get(get(tap).bytes()))).hasCauseInstanceOf(NetException.class);
  }

  @Test
  void aTapIsReadOnceAndOpenedInTime() throws Exception {
    CompletableFuture<InterceptedResponse> late = new CompletableFuture<>();
    session
        .interceptors()
        .add(
            Interceptor.builder(WebRequestFilter.allUrls())
                .onResponse(
                    response -> {
                      late.complete(response);
                      tap.complete(response.tapBody(TapOptions.drop()));
                      return ResponseAction.proceed();
                    })
                .build());
    get(fetch("/gzip").bytes());
    assertThatThrownBy(() -> get(late).tapBody(TapOptions.hold()))
        .isInstanceOf(IllegalStateException.class);
    get(get(tap).bytes());
    assertThatThrownBy(() -> get(tap).inputStream()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new TapOptions(0, Overflow.DROP))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUploadIsSeenAsItIsSent() throws Exception {
    tapRequests(new TapOptions(10_000, Overflow.HOLD));
    CompletableFuture<Response> response =
        session.fetch(
            server.url("/upload"),
            RequestInit.builder().method("POST").body(new ByteArrayInputStream(bytes)).build());
    try (InputStream copy = get(tap).inputStream()) {
      assertThat(copy.readAllBytes()).isEqualTo(bytes);
    }
    assertThat(get(get(response).text())).isEqualTo(String.valueOf(LENGTH));
  }

  @Test
  void anUploadThatIsSentTwiceIsSeenOnce() throws Exception {
    tapRequests(TapOptions.hold());
    session.setCredentialProvider(
        challenge -> CompletableFuture.completedFuture(AuthCredentials.of("bob", "pass")));
    assertThat(get(post("/login", Body.of("hello")).text())).isEqualTo("in");
    assertThat(get(get(tap).bytes())).asString(StandardCharsets.UTF_8).isEqualTo("hello");
  }

  @Test
  void aRequestWithoutABodyHasAnEmptyTap() throws Exception {
    tapRequests(TapOptions.hold());
    fetch("/gzip").close();
    assertThat(get(get(tap).bytes())).isEmpty();
  }

  @Test
  void aTapThatIsClosedLeavesTheUploadAlone() throws Exception {
    tapRequests(new TapOptions(1, Overflow.HOLD));
    CompletableFuture<Response> response =
        session.fetch(
            server.url("/upload"), RequestInit.builder().method("POST").body(bytes).build());
    get(tap).close();
    assertThat(get(get(response).text())).isEqualTo(String.valueOf(LENGTH));
  }
}
