package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.RawServer;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Response bodies: content codings, back-pressure, broken ends. */
class RoadBodyTest {
  /** More than the socket buffers of both sides hold on any system. */
  private static final long KERNEL_BUFFERS = 64L << 20;

  private final RoadClient client = RoadClient.start();

  @AfterEach
  void close() {
    client.close();
    NettyWatch.assertNoLeak();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void gzipIsUndoneAndTheHeadersStay() throws Exception {
    byte[] plain = noise(300_000);
    byte[] coded = gzip(plain);
    try (TestServer server =
        TestServer.start(
            exchange -> exchange.reply(200).header("Content-Encoding", "gzip").bytes(coded))) {
      RoadCall call = client.get(server.url("/"));

      assertThat(call.bytes()).isEqualTo(plain);
      assertThat(call.head().headers().get("content-encoding")).isEqualTo("gzip");
      assertThat(call.head().headers().get("content-length")).isEqualTo("" + coded.length);
      assertThat(server.takeRequest().header("accept-encoding")).startsWith("gzip, deflate");
      assertThat(client.get(server.url("/")).bytes()).isEqualTo(plain);
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void headOfACodedBodyHasNone() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange.reply(200).header("Content-Encoding", "gzip").bytes(new byte[30]))) {
      assertThat(client.start(server.url("/"), r -> r.method("HEAD")).text()).isEmpty();
    }
  }

  @Test
  void brokenGzipFailsTheBodyAfterWhatCouldBeRead() throws Exception {
    byte[] coded = gzip(noise(100_000));
    byte[] cutShort = Arrays.copyOf(coded, coded.length / 2);
    byte[] flipped = coded.clone();
    flipped[coded.length - 6] ^= 1;
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange
                    .reply(200)
                    .header("Content-Encoding", "gzip")
                    .bytes(
                        switch (exchange.path()) {
                          case "/short" -> cutShort;
                          case "/flipped" -> flipped;
                          default -> "no gzip at all".getBytes();
                        }))) {
      for (String path : new String[] {"/flipped", "/none"}) {
        RoadCall call = client.get(server.url(path));
        assertThat(call.error()).as(path).isEqualTo(NetError.CONTENT_DECODING_FAILED);
        assertThat(call.hadHead()).isTrue();
      }
      RoadCall cut = client.get(server.url("/short"));
      cut.whenOver().get(20, TimeUnit.SECONDS);
      assertThat(cut.received()).isGreaterThan(30_000);
    }
  }

  @Test
  void aBombIsUnpackedOnlyAsFarAsItIsRead() throws Exception {
    byte[] bomb = gzip(new byte[200 << 20]);
    try (TestServer server =
        TestServer.start(
            exchange -> exchange.reply(200).header("Content-Encoding", "gzip").bytes(bomb))) {
      RoadCall call = new RoadCall().countOnly();
      call.onPiece(me -> me.body().pause());
      client.start(server.url("/"), r -> {}, call);
      call.head();
      for (int i = 0; i < 20; i++) {
        client.settle();
      }
      long first = call.received();
      assertThat(first).isBetween(1L, 1L << 20);
      call.onLoop(BodyStream::resume);
      client.settle();
      assertThat(call.received() - first).isBetween(1L, 1L << 20);
      call.onLoop(BodyStream::cancel);
    }
  }

  @Test
  void aPausedReaderStopsTheServer() throws Exception {
    AtomicLong sent = new AtomicLong();
    long total = 128L << 20;
    byte[] piece = new byte[64 << 10];
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).fixed(total)) {
                for (long left = total; left > 0; left -= piece.length) {
                  body.write(piece);
                  sent.addAndGet(piece.length);
                }
              }
            })) {
      RoadCall call = new RoadCall().countOnly().onHead(unread -> {});
      client.start(server.url("/"), r -> {}, call);
      call.head();
      awaitQuiet(sent);
      long before = sent.get();
      assertThat(before).isLessThan(KERNEL_BUFFERS);
      call.onLoop(body -> body.subscribe(call));
      assertThat(call.status()).isEqualTo(200);
      assertThat(call.received()).isEqualTo(total);

      RoadCall second = new RoadCall().countOnly();
      second.onPiece(
          me -> {
            if (me.received() > 1 << 20) {
              me.body().pause();
            }
          });
      sent.set(0);
      client.start(server.url("/"), r -> {}, second);
      second.head();
      awaitQuiet(sent);
      assertThat(sent.get()).isLessThan(KERNEL_BUFFERS);
      assertThat(second.received()).isLessThan(4L << 20);
      second.onPiece(me -> {});
      second.onLoop(BodyStream::resume);
      assertThat(second.status()).isEqualTo(200);
      assertThat(second.received()).isEqualTo(total);
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }

  private void awaitQuiet(AtomicLong counter) {
    long last = -1;
    for (int quiet = 0; quiet < 5; ) {
      RoadCall.join(client.context().loop().schedule(() -> {}, 40, TimeUnit.MILLISECONDS));
      quiet = last == counter.get() && last > 0 ? quiet + 1 : 0;
      last = counter.get();
    }
  }

  @Test
  void pauseAndResumeAtEveryPieceLoseNothing() throws Exception {
    byte[] plain = noise(2 << 20);
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).chunked()) {
                for (int at = 0; at < plain.length; at += 8192) {
                  body.write(plain, at, 8192);
                }
              }
            })) {
      RoadCall call = new RoadCall();
      call.onPiece(
          me -> {
            me.body().pause();
            client.context().loop().execute(() -> me.body().resume());
          });
      client.start(server.url("/"), r -> {}, call);

      assertThat(call.bytes()).isEqualTo(plain);
    }
  }

  @Test
  void aBodyIsReadOnce() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      RoadCall call = client.get(server.url("/"));
      call.response();
      RoadCall.join(
          client
              .context()
              .loop()
              .submit(
                  () ->
                      org.assertj.core.api.Assertions.assertThatIllegalStateException()
                          .isThrownBy(() -> call.body().subscribe(call))));
    }
  }

  @Test
  void n115_chunksThatBreakOffAreIncomplete() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write(
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            })) {
      RoadCall call = client.get(server.url("/"));

      assertThat(call.head().status()).isEqualTo(200);
      assertThat(call.failure()).hasMessage("net::ERR_INCOMPLETE_CHUNKED_ENCODING");
      assertThat(call.textSoFar()).isEqualTo("hello");
    }
  }

  @Test
  void aBodyShorterThanItsLengthIsAMismatch() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            })) {
      RoadCall call = client.get(server.url("/"));

      assertThat(call.failure()).hasMessage("net::ERR_CONTENT_LENGTH_MISMATCH");
      assertThat(call.textSoFar()).isEqualTo("half");
      assertThat(call.hadHead()).isTrue();
    }
  }

  @Test
  void aResetInTheMiddleIsAReset() throws Exception {
    java.util.concurrent.CompletableFuture<Void> gate =
        new java.util.concurrent.CompletableFuture<>();
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              connection.await(gate);
              connection.reset();
            })) {
      RoadCall call = new RoadCall();
      call.onPiece(me -> gate.complete(null));
      client.start(server.url("/"), r -> {}, call);

      assertThat(call.failure()).hasMessage("net::ERR_CONNECTION_RESET");
      assertThat(call.textSoFar()).isEqualTo("half");
    }
  }

  @Test
  void aBrokenChunkFailsTheBody() throws Exception {
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write(
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n");
              connection.staySilent();
            })) {
      RoadCall call = client.get(server.url("/"));

      assertThat(call.failure()).hasMessage("net::ERR_INVALID_CHUNKED_ENCODING");
      assertThat(call.textSoFar()).isEqualTo("hello");
      RoadCall.join(server.takeConnection().closed());
    }
  }

  @Test
  void manyTinyChunksAreRead() throws Exception {
    String chunks = "1\r\nx\r\n".repeat(100_000) + "0\r\n\r\n";
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
              connection.staySilent();
            })) {
      assertThat(client.get(server.url("/")).text()).hasSize(100_000);
    }
  }
}
