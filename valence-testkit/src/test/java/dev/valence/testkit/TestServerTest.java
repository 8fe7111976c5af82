package dev.valence.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TestServerTest {
  private final HttpClient client =
      HttpClient.newBuilder().sslContext(TestAuthority.shared().clientContext()).build();

  private HttpResponse<String> get(String url) throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  @Test
  void plainReplyAndRecord() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "hello"))) {
      HttpResponse<String> response = get(server.url("/a?b=c"));

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("hello");
      RecordedRequest request = server.takeRequest();
      assertThat(request.method()).isEqualTo("GET");
      assertThat(request.path()).isEqualTo("/a");
      assertThat(request.query()).isEqualTo("b=c");
      assertThat(request.authority()).isEqualTo("127.0.0.1:" + server.port());
      assertThat(server.requestCount()).isEqualTo(1);
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void keepsHeaderOrderAndCaseBothWays() throws Exception {
    try (TestServer server =
            TestServer.start(
                exchange ->
                    exchange
                        .reply(299)
                        .reason("Quite Fine")
                        .header("X-ZED", "1")
                        .header("x-a", "2")
                        .header("X-zed", "3")
                        .text("ok"));
        Socket socket = new Socket("127.0.0.1", server.port())) {
      String head = "GET /raw HTTP/1.1\r\nx-B: 1\r\nHOST: h\r\nX-a: 2\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(answer)
          .isEqualTo(
              "HTTP/1.1 299 Quite Fine\r\nX-ZED: 1\r\nx-a: 2\r\nX-zed: 3\r\n"
                  + "Content-Length: 2\r\n\r\nok");
      assertThat(server.takeRequest().headers())
          .containsExactly(
              new Header("x-B", "1"),
              new Header("HOST", "h"),
              new Header("X-a", "2"),
              new Header("Connection", "close"));
    }
  }

  @Test
  void oneConnectionServesManyRequestsWithBodies() throws Exception {
    byte[] body = new byte[300_000];
    Arrays.fill(body, (byte) 'x');
    try (TestServer server =
        TestServer.start(exchange -> exchange.respond(200, "" + exchange.body().length))) {
      for (int i = 0; i < 5; i++) {
        HttpRequest post =
            HttpRequest.newBuilder(URI.create(server.url("/")))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        assertThat(client.send(post, BodyHandlers.ofString()).body()).isEqualTo("300000");
      }
      assertThat(server.connectionCount()).isEqualTo(1);
      assertThat(server.requests().get(4).body()).hasSize(300_000);
    }
  }

  @Test
  void aBodyLeftUnreadDoesNotSpoilTheConnection() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "done"))) {
      for (int i = 0; i < 3; i++) {
        HttpRequest post =
            HttpRequest.newBuilder(URI.create(server.url("/")))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(BodyPublishers.ofByteArray(new byte[100_000]))
                .build();
        assertThat(client.send(post, BodyHandlers.ofString()).body()).isEqualTo("done");
      }
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    try (TestServer server =
            TestServer.start(exchange -> exchange.respond(200, exchange.target()));
        Socket socket = new Socket("127.0.0.1", server.port())) {
      String requests =
          "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nPOST /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n"
              + "abcGET /3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));

      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(answer.split("HTTP/1.1 200 OK", -1)).hasSize(4);
      assertThat(answer).containsSubsequence("/1", "/2", "/3");
    }
  }

  @Test
  void chunkedBodyWithGateInformationalAndTrailer() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              exchange.informational(103, HeaderLines.of("Link", "</x>"));
              try (ReplyBody body = exchange.reply(200).chunked()) {
                body.write("first ");
                body.await(gate);
                body.write("second");
                body.trailer("X-Sum", "1");
              }
            })) {
      HttpResponse<InputStream> response =
          client.send(
              HttpRequest.newBuilder(URI.create(server.url("/"))).build(),
              BodyHandlers.ofInputStream());

      assertThat(response.body().readNBytes(6)).asString().isEqualTo("first ");
      gate.complete(null);
      assertThat(response.body().readAllBytes()).asString().isEqualTo("second");
    }
  }

  @Test
  void expectContinueIsAnsweredWhenTheBodyIsRead() throws Exception {
    try (TestServer server =
            TestServer.start(exchange -> exchange.respond(200, exchange.bodyText()));
        Socket socket = new Socket("127.0.0.1", server.port())) {
      String head =
          "PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n"
              + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      String interim = "HTTP/1.1 100 Continue\r\n\r\n";
      assertThat(socket.getInputStream().readNBytes(interim.length()))
          .asString()
          .isEqualTo(interim);
      socket.getOutputStream().write("body".getBytes(StandardCharsets.US_ASCII));

      assertThat(socket.getInputStream().readAllBytes()).asString().endsWith("body");
    }
  }

  @Test
  void http2OverTls() throws Exception {
    try (TestServer server =
        TestServer.builder()
            .tls()
            .http2()
            .start(
                exchange ->
                    exchange
                        .reply(200)
                        .header("x-length", "" + exchange.body().length)
                        .text("h2"))) {
      HttpRequest post =
          HttpRequest.newBuilder(URI.create(server.url("/p")))
              .header("X-Case", "v")
              .POST(BodyPublishers.ofByteArray(new byte[200_000]))
              .build();
      HttpResponse<String> response = client.send(post, BodyHandlers.ofString());

      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(response.body()).isEqualTo("h2");
      assertThat(response.headers().firstValue("x-length")).contains("200000");
      RecordedRequest request = server.takeRequest();
      assertThat(request.version()).isEqualTo("HTTP/2");
      assertThat(request.pseudoHeaders().first(":path")).isEqualTo("/p");
      assertThat(request.header("x-case")).isEqualTo("v");
      assertThat(request.connection().tlsSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void http1OverTls() throws Exception {
    try (TestServer server =
        TestServer.builder().tls().start(exchange -> exchange.respond(200, "tls"))) {
      HttpResponse<String> response = get(server.url("/"));

      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(response.body()).isEqualTo("tls");
    }
  }

  @Test
  void resetAndCloseReachTheClient() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              if (exchange.path().equals("/reset")) {
                exchange.reset();
              } else {
                try (ReplyBody body = exchange.reply(200).fixed(100)) {
                  body.write("short");
                }
              }
            })) {
      assertThatThrownBy(() -> get(server.url("/reset"))).hasStackTraceContaining("reset");
      assertThatThrownBy(() -> get(server.url("/short"))).isInstanceOf(java.io.IOException.class);
      server.awaitOpenConnections(0);
    }
  }

  @Test
  void aClientThatLeavesDuringALongReplyIsSeen() throws Exception {
    CompletableFuture<Void> seen = new CompletableFuture<>();
    try (TestServer server =
            TestServer.start(
                exchange -> {
                  exchange.connection().closed().thenRun(() -> seen.complete(null));
                  exchange.reply(200).chunked().write("begin");
                });
        Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes("US-ASCII"));
      assertThat(socket.getInputStream().read()).isPositive();
      socket.close();

      seen.get(20, java.util.concurrent.TimeUnit.SECONDS);
    }
  }

  @Test
  void aFailingHandlerTellsTheReason() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              throw new IllegalArgumentException("odd");
            })) {
      HttpResponse<String> response = get(server.url("/"));

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).contains("odd");
      assertThat(server.failures()).hasSize(1);
    }
  }

  @Test
  void listensOnBothFamilies() throws Exception {
    try (TestServer server =
        TestServer.builder()
            .addresses("127.0.0.1", "::1")
            .start(exchange -> exchange.respond(200, "both"))) {
      assertThat(get(server.url("[::1]", "/")).body()).isEqualTo("both");
      assertThat(get(server.url("/")).body()).isEqualTo("both");
    }
  }
}
