package dev.valence.protocol;

import static dev.valence.protocol.ProtocolProbe.failure;
import static dev.valence.protocol.ProtocolProbe.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.valence.fetch.AbortController;
import dev.valence.fetch.AbortException;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as bodies, read in every way: on the reader's own thread where that may block. */
class ProtocolFileBodyTest {
  private final ProtocolProbe probe = new ProtocolProbe();

  @TempDir private Path folder;
  private Path file;
  private byte[] content;

  @BeforeEach
  void handle() throws IOException {
    content = new byte[3_000_001];
    new Random(1).nextBytes(content);
    file = Files.write(folder.resolve("long.bin"), content);
    probe.protocol().handle("app", request -> Response.ofFile(file));
  }

  @AfterEach
  void close() {
    probe.close();
  }

  private Response fetch() {
    return probe.fetch("app://x");
  }

  @Test
  void everyWayToReadGivesTheFile() throws Exception {
    assertThat(get(fetch().bytes())).isEqualTo(content);
    try (InputStream stream = fetch().inputStream()) {
      assertThat(stream.readAllBytes()).isEqualTo(content);
    }
    ByteArrayOutputStream consumed = new ByteArrayOutputStream();
    long length =
        get(
            fetch()
                .consume(
                    piece -> {
                      byte[] bytes = new byte[piece.remaining()];
                      piece.get(bytes);
                      consumed.writeBytes(bytes);
                    }));
    assertThat(length).isEqualTo(content.length);
    assertThat(consumed.toByteArray()).isEqualTo(content);
    get(fetch().saveTo(folder.resolve("copy.bin")));
    assertThat(folder.resolve("copy.bin")).hasBinaryContent(content);
    assertThat(published(fetch().body())).isEqualTo(content);
  }

  private static byte[] published(Flow.Publisher<ByteBuffer> publisher) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CompletableFuture<byte[]> done = new CompletableFuture<>();
    publisher.subscribe(
        new Flow.Subscriber<>() {
          private Flow.Subscription subscription;

          @Override
          public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
          }

          @Override
          public void onNext(ByteBuffer piece) {
            byte[] copy = new byte[piece.remaining()];
            piece.get(copy);
            bytes.writeBytes(copy);
            subscription.request(1);
          }

          @Override
          public void onError(Throwable thrown) {
            done.completeExceptionally(thrown);
          }

          @Override
          public void onComplete() {
            done.complete(bytes.toByteArray());
          }
        });
    return get(done);
  }

  @Test
  void clonesAreReadApart() throws Exception {
    Response one = fetch();
    Response other = one.clone();
    CompletableFuture<byte[]> first = one.bytes();
    try (InputStream stream = other.inputStream()) {
      assertThat(stream.readAllBytes()).isEqualTo(content);
    }
    assertThat(get(first)).isEqualTo(content);
  }

  @Test
  void partsAreReadDirectlyToo() throws Exception {
    RequestInit init = RequestInit.builder().header("Range", "bytes=1000000-1999999").build();
    try (InputStream stream = probe.fetch("app://x", init).inputStream()) {
      byte[] part = stream.readAllBytes();
      assertThat(part).hasSize(1_000_000);
      assertThat(part[0]).isEqualTo(content[1_000_000]);
    }
  }

  @Test
  void aFileThatGetsShorterBreaksTheStream() throws Exception {
    Path shrinking = Files.write(folder.resolve("shrinking.bin"), content);
    probe.protocol().handle("shrinks", request -> Response.ofFile(shrinking));
    try (InputStream stream = probe.fetch("shrinks://x").inputStream()) {
      assertThat(stream.read()).isEqualTo(content[0] & 0xFF);
      try (SeekableByteChannel channel =
          Files.newByteChannel(shrinking, StandardOpenOption.WRITE)) {
        channel.truncate(10);
      }
      assertThatThrownBy(stream::readAllBytes).hasMessage("net::ERR_CONTENT_LENGTH_MISMATCH");
    }
  }

  @Test
  void anAbortEndsTheReader() throws Exception {
    AbortController abort = new AbortController();
    Response response =
        probe.fetch("app://x", RequestInit.builder().signal(abort.signal()).build());
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch aborted = new CountDownLatch(1);
    CompletableFuture<Long> consumed =
        response.consume(
            piece -> {
              reading.countDown();
              try {
                if (!aborted.await(20, TimeUnit.SECONDS)) {
                  throw new IllegalStateException("nobody aborted");
                }
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
    abort.abort();
    aborted.countDown();
    assertThat(failure(consumed)).isInstanceOf(AbortException.class);
  }

  @Test
  void theEndOfTheValenceEndsTheReader() throws Exception {
    InputStream stream = fetch().inputStream();
    assertThat(stream.read()).isEqualTo(content[0] & 0xFF);
    probe.close();
    Throwable thrown = catchThrowable(stream::readAllBytes);
    assertThat(thrown).hasMessage("net::ERR_CONTEXT_SHUT_DOWN");
  }

  @Test
  void filesAreClosed() throws Exception {
    CountDownLatch over = new CountDownLatch(3);
    probe
        .protocol()
        .handle(
            "told",
            request -> {
              request.signal().onAbort(over::countDown);
              return Response.ofFile(file);
            });
    probe.fetch("told://unread").close();
    InputStream begun = probe.fetch("told://begun").inputStream();
    assertThat(begun.read()).isEqualTo(content[0] & 0xFF);
    begun.close();
    CompletableFuture<Long> cancelled =
        probe
            .fetch("told://cancelled")
            .consume(
                piece -> {
                  throw new IllegalStateException("enough");
                });
    assertThat(failure(cancelled)).hasMessage("enough");
    assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
