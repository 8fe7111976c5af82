package dev.valence.webrequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.fetch.Blob;
import dev.valence.fetch.Body;
import dev.valence.fetch.FormData;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.UrlSearchParams;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bodies of requests as listeners see them, and blobs by their names. */
class UploadDataTest {
  private final Valence valence = Valence.builder().build();
  private final Session session = valence.session().fromPartition("upload");
  private final CompletableFuture<List<UploadData>> told = new CompletableFuture<>();
  private TestServer server;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    server =
        TestServer.start(
            exchange -> {
              byte[] body = exchange.body();
              exchange.respond(200, String.valueOf(body.length));
            });
    session
        .webRequest()
        .onBeforeRequest(
            (details, callback) -> {
              told.complete(details.uploadData());
              callback.call(BeforeRequestResponse.proceed());
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

  private String post(Body body) throws Exception {
    return get(
        get(session.fetch(server.url("/"), RequestInit.builder().method("POST").body(body).build()))
            .text());
  }

  @Test
  void s238_aFormIsOnePartOfBytes() throws Exception {
    assertThat(post(Body.of(UrlSearchParams.parse("post=data")))).isEqualTo("9");
    List<UploadData> parts = get(told);
    assertThat(parts).hasSize(1);
    assertThat(parts.get(0).bytes()).asString(StandardCharsets.UTF_8).isEqualTo("post=data");
    assertThat(parts.get(0).length()).isEqualTo(9);
    assertThat(parts.get(0).file()).isNull();
    assertThat(parts.get(0).blobUUID()).isNull();
    assertThat(parts.get(0).stream()).isNull();
  }

  @Test
  void s366_aPartOfAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "0123456789");
    assertThat(post(Body.ofFile(file, 2, 5))).isEqualTo("5");
    assertThat(server.takeRequest().bodyText()).isEqualTo("23456");
    UploadData part = get(told).get(0);
    assertThat(part.file()).isEqualTo(file);
    assertThat(part.offset()).isEqualTo(2);
    assertThat(part.length()).isEqualTo(5);
    assertThat(part.modificationTime()).isEqualTo(Files.getLastModifiedTime(file).toInstant());
    assertThat(part.bytes()).isNull();
  }

  @Test
  void aPartThatIsNotWithinTheFile() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "0123456789");
    Throwable thrown = catchThrowable(() -> post(Body.ofFile(file, 8, 5)));
    assertThat(thrown)
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 8, 5 bytes, is not within the 10 bytes");
  }

  @Test
  void aFileThatChangesBeforeItIsSent() throws Exception {
    Path file = Files.writeString(folder.resolve("a.txt"), "0123456789");
    session
        .webRequest()
        .onBeforeRequest(
            (details, callback) -> {
              try {
                Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              callback.call(BeforeRequestResponse.proceed());
            });
    Throwable thrown = catchThrowable(() -> post(Body.ofFile(file)));
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    assertThat(((NetException) thrown.getCause()).error()).isEqualTo(NetError.UPLOAD_FILE_CHANGED);
  }

  @Test
  void s194_s195_s197_theBlobOfAFormIsReadBack() throws Exception {
    byte[] bytes = new byte[65_537];
    new Random(1).nextBytes(bytes);
    FormData form = new FormData().append("file", Blob.of(bytes, "text/plain"), "a.txt");
    post(Body.of(form));
    List<UploadData> parts = get(told);
    assertThat(parts).hasSize(3);
    assertThat(parts.get(0).bytes()).asString(StandardCharsets.UTF_8).contains("a.txt");
    String uuid = parts.get(1).blobUUID();
    assertThat(uuid).isNotNull().isEqualTo(parts.get(1).blobUUID());
    assertThat(parts.get(1).length()).isEqualTo(65_537);
    assertThat(get(session.getBlobData(uuid))).isEqualTo(bytes);
    assertThat(form.parts()).hasSize(1);
  }

  @Test
  void s196_aReleasedBlobIsGone() throws Exception {
    Blob blob = Blob.of("bytes", "");
    post(Body.of(blob));
    UploadData part = get(told).get(0);
    String uuid = part.blobUUID();
    assertThat(get(session.getBlobData(uuid))).asString(StandardCharsets.UTF_8).isEqualTo("bytes");
    part.release();
    assertThat(catchThrowable(() -> get(session.getBlobData(uuid))))
        .hasRootCauseMessage("Could not get blob data handle");
    assertThat(blob.size()).isEqualTo(5);
  }

  @Test
  void s198_anUnknownBlob() {
    assertThat(catchThrowable(() -> get(session.getBlobData("no-such-blob"))))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .hasRootCauseMessage("Could not get blob data handle");
  }

  @Test
  void blobsOfAnotherSessionAreUnknown() throws Exception {
    Blob blob = Blob.of("bytes", "");
    post(Body.of(blob));
    String uuid = get(told).get(0).blobUUID();
    assertThat(catchThrowable(() -> get(valence.session().defaultSession().getBlobData(uuid))))
        .hasRootCauseMessage("Could not get blob data handle");
    assertThat(get(session.getBlobData(uuid))).hasSize(blob.size());
  }

  @Test
  void s242_aStreamThatTheListenerLeavesAlone() throws Exception {
    byte[] bytes = new byte[300_000];
    assertThat(post(Body.ofInputStream(new ByteArrayInputStream(bytes)))).isEqualTo("300000");
    assertThat(get(told).get(0).stream()).isNotNull();
    assertThat(get(told).get(0).length()).isEqualTo(-1);
  }

  @Test
  void s242_aStreamOverHttp2() throws Exception {
    try (Valence trusting =
            Valence.builder().trustedRoots(TestAuthority.shared().certificate()).build();
        TestServer http2 =
            TestServer.builder()
                .tls()
                .http2()
                .start(
                    exchange ->
                        exchange.respond(
                            200, exchange.request().version() + exchange.body().length))) {
      Session other = trusting.session().fromPartition("http2");
      CompletableFuture<HeadersReceivedDetails> received = new CompletableFuture<>();
      other
          .webRequest()
          .onBeforeRequest((details, callback) -> callback.call(BeforeRequestResponse.proceed()));
      other
          .webRequest()
          .onHeadersReceived(
              (details, callback) -> {
                received.complete(details);
                callback.call(HeadersReceivedResponse.proceed());
              });
      RequestInit init =
          RequestInit.builder()
              .method("POST")
              .body(new ByteArrayInputStream(new byte[300_000]))
              .build();
      assertThat(get(get(other.fetch(http2.url("/"), init)).text())).isEqualTo("HTTP/2300000");
      assertThat(get(received).statusLine()).isEqualTo("HTTP/1.1 200");
    }
  }

  @Test
  void s243_aStreamThatTheListenerReadsIsUsedUp() throws Exception {
    byte[] bytes = new byte[300_000];
    new Random(2).nextBytes(bytes);
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    session
        .webRequest()
        .onBeforeRequest(
            (details, callback) ->
                details.uploadData().get(0).stream()
                    .subscribe(
                        new Collector(read, () -> callback.call(BeforeRequestResponse.proceed()))));
    assertThat(post(Body.ofInputStream(new ByteArrayInputStream(bytes)))).isEqualTo("0");
    assertThat(get(read)).isEqualTo(bytes);
  }

  /** Gathers all, one buffer at a time. */
  private static final class Collector implements Flow.Subscriber<ByteBuffer> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole;
    private final Runnable then;
    private Flow.Subscription subscription;

    Collector(CompletableFuture<byte[]> whole, Runnable then) {
      this.whole = whole;
      this.then = then;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(1);
    }

    @Override
    public void onNext(ByteBuffer item) {
      bytes.write(item.array(), item.arrayOffset() + item.position(), item.remaining());
      subscription.request(1);
    }

    @Override
    public void onError(Throwable thrown) {
      whole.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
      whole.complete(bytes.toByteArray());
      then.run();
    }
  }
}
