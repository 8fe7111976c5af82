package dev.valence.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Valence;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.testkit.RecordedRequest;
import dev.valence.testkit.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestBodyTest {
  private static final int WAIT_SECONDS = 20;

  @TempDir Path folder;

  private final Valence valence = Valence.builder().build();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        TestServer.start(
            exchange -> {
              byte[] body = exchange.body();
              if (exchange.path().equals("/again")) {
                exchange.reply(307).header("Location", "/").empty();
              } else {
                exchange.reply(200).bytes(body);
              }
            });
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private byte[] post(String path, Body body) throws Exception {
    RequestInit init = RequestInit.builder().method("POST").body(body).build();
    return valence
        .net()
        .fetch(server.url(path), init)
        .thenCompose(Response::bytes)
        .get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private void assertNotReplayable(Body body) {
    assertThatThrownBy(() -> post("/again", body))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            NetException.class,
            e -> assertThat(e.error()).isEqualTo(NetError.UPLOAD_STREAM_REWIND_NOT_SUPPORTED));
  }

  @Test
  void bytesAndBuffers() throws Exception {
    byte[] sent = random(200_000);
    assertThat(post("/", Body.of(sent))).isEqualTo(sent);
    RecordedRequest seen = server.takeRequest();
    assertThat(seen.header("content-length")).isEqualTo("200000");
    assertThat(seen.header("content-type")).isNull();
    assertThat(post("/again", Body.of(ByteBuffer.wrap(sent, 5, 10))))
        .isEqualTo(java.util.Arrays.copyOfRange(sent, 5, 15));
  }

  @Test
  void aFileIsSentWithItsLengthAndAgain() throws Exception {
    byte[] sent = random(1_500_000);
    Path file = Files.write(folder.resolve("file"), sent);
    assertThat(post("/again", Body.ofFile(file))).isEqualTo(sent);
    assertThat(server.takeRequest().header("content-length")).isEqualTo("1500000");
    assertThatThrownBy(() -> post("/", Body.ofFile(folder.resolve("missing"))))
        .hasMessageContaining("missing");
  }

  @Test
  void aFileThatShrinksFailsTheRequest() throws Exception {
    Path file = Files.write(folder.resolve("file"), random(100));
    Body.Source source = workers -> Body.ofFile(file).open(workers);
    Body shrinking =
        Body.of(
            null,
            workers -> {
              var opened = source.open(workers);
              try {
                Files.write(file, random(10));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
              return opened;
            });
    assertThatThrownBy(() -> post("/", shrinking))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(NetException.class);
  }

  @Test
  void aStreamIsSentInChunksOnce() throws Exception {
    byte[] sent = random(700_000);
    CompletableFuture<Void> closed = new CompletableFuture<>();
    InputStream stream =
        new ByteArrayInputStream(sent) {
          @Override
          public void close() {
            closed.complete(null);
          }
        };
    assertThat(post("/", Body.ofInputStream(stream))).isEqualTo(sent);
    closed.get(WAIT_SECONDS, TimeUnit.SECONDS);
    assertThat(server.takeRequest().header("transfer-encoding")).isEqualTo("chunked");
    assertNotReplayable(Body.ofInputStream(new ByteArrayInputStream(sent)));
    assertThat(post("/again", Body.ofInputStream(() -> new ByteArrayInputStream(sent))))
        .isEqualTo(sent);
  }

  @Test
  void aStreamThatThrowsFailsTheRequest() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk on fire");
          }
        };
    assertThatThrownBy(() -> post("/", Body.ofInputStream(broken)))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("disk on fire");
  }

  @Test
  void aPublisherIsSentPieceByPiece() throws Exception {
    byte[] sent = random(900_000);
    try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
      CompletableFuture<byte[]> echoed =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return post("/", Body.ofPublisher(publisher));
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      while (publisher.getNumberOfSubscribers() == 0) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < 9; i++) {
        publisher.submit(ByteBuffer.wrap(sent, i * 100_000, 100_000));
      }
      publisher.close();
      assertThat(echoed.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(sent);
    }
  }

  @Test
  void aPublisherThatFailsFailsTheRequest() {
    assertThatThrownBy(
            () ->
                post(
                    "/",
                    Body.ofPublisher(
                        subscriber -> {
                          subscriber.onSubscribe(
                              new java.util.concurrent.Flow.Subscription() {
                                @Override
                                public void request(long count) {
                                  subscriber.onError(new IllegalStateException("out of ink"));
                                }

                                @Override
                                public void cancel() {}
                              });
                        })))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("out of ink");
    assertThatThrownBy(() -> Body.ofPublisher(subscriber -> {}, -2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void formsBlobsAndJson() throws Exception {
    assertThat(post("/", Body.of(UrlSearchParams.of("a", "1 2", "b", "ü&"))))
        .asString()
        .isEqualTo("a=1+2&b=%C3%BC%26");
    assertThat(server.takeRequest().header("content-type"))
        .isEqualTo("application/x-www-form-urlencoded;charset=UTF-8");
    assertThat(post("/", Body.of(Blob.of("hi", "Text/HTML")))).asString().isEqualTo("hi");
    assertThat(server.takeRequest().header("content-type")).isEqualTo("text/html");
    assertThat(post("/", Body.ofJson(Map.of("a", 1)))).asString().isEqualTo("{\"a\":1}");
    assertThat(server.takeRequest().header("content-type")).isEqualTo("application/json");
    RequestInit own =
        RequestInit.builder()
            .method("POST")
            .header("Content-Type", "x/y")
            .body(Body.ofJson(1))
            .build();
    valence.net().fetch(server.url("/"), own).get(WAIT_SECONDS, TimeUnit.SECONDS).close();
    assertThat(server.takeRequest().headers().all("content-type")).containsExactly("x/y");
  }

  @Test
  void multipartForms() throws Exception {
    Path file = Files.writeString(folder.resolve("na\"me.txt"), "file content");
    FormData form =
        new FormData()
            .append("field", "value ü")
            .append("blob", Blob.of("b", "image/png"), "b.png")
            .append("file", file);
    String sent = new String(post("/again", Body.of(form)), StandardCharsets.UTF_8);
    RecordedRequest seen = server.takeRequest();
    String type = seen.header("content-type");
    assertThat(type).startsWith("multipart/form-data; boundary=----ValenceFormBoundary");
    String boundary = type.substring(type.indexOf('=') + 1);
    assertThat(seen.header("content-length"))
        .isEqualTo(Integer.toString(sent.getBytes(StandardCharsets.UTF_8).length));
    assertThat(sent)
        .isEqualTo(
            ("--B\r\nContent-Disposition: form-data; name=\"field\"\r\n\r\nvalue ü\r\n"
                    + "--B\r\nContent-Disposition: form-data; name=\"blob\"; filename=\"b.png\"\r\n"
                    + "Content-Type: image/png\r\n\r\nb\r\n"
                    + "--B\r\nContent-Disposition: form-data; name=\"file\";"
                    + " filename=\"na%22me.txt\"\r\n"
                    + "Content-Type: application/octet-stream\r\n\r\nfile content\r\n--B--\r\n")
                .replace("--B", "--" + boundary));
    assertThatThrownBy(() -> Body.of(new FormData().append("a", Body.of("x"), "f", "a/b\r\nX: y")))
        .isInstanceOf(IllegalArgumentException.class);
    assertNotReplayable(
        Body.of(
            new FormData()
                .append(
                    "s", Body.ofInputStream(new ByteArrayInputStream(new byte[3])), "s", "a/b")));
  }
}
