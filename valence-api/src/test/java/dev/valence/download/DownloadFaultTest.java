package dev.valence.download;

import static dev.valence.download.DownloadProbe.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.testkit.Nginx;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.ServedFile;
import dev.valence.testkit.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a download where something goes wrong. */
class DownloadFaultTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private final Valence valence = Valence.builder().build();
  private final Session session = valence.session().defaultSession();
  private final AtomicReference<TestServer.Handler> handler = new AtomicReference<>();
  private final ServedFile file = new ServedFile(2, 3 * MIB);
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    handler.set(file);
    server = TestServer.start(exchange -> handler.get().handle(exchange));
    session.setDownloadPath(folder);
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  private static DownloadOptions.Builder quick() {
    return DownloadOptions.builder().retryDelay(Duration.ofMillis(5));
  }

  private DownloadItem download(DownloadOptions.Builder options) {
    return session.downloadURL(server.url("/file.bin"), options.build());
  }

  private void requireWhole(DownloadItem item, ServedFile expected) throws Exception {
    assertThat(get(item.settled()))
        .as("%s", item.interruptCause())
        .isEqualTo(DownloadState.COMPLETED);
    assertThat(Arrays.equals(Files.readAllBytes(item.getSavePath()), expected.bytes())).isTrue();
    assertThat(item.getReceivedBytes()).isEqualTo(expected.length());
    assertThat(files()).containsExactly("file.bin");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private List<String> ranges() {
    return server.requests().stream()
        .map(request -> String.valueOf(request.header("range")))
        .toList();
  }

  // ---- Connections that break

  @Test
  void s143_aBrokenDownloadGoesOnWhereTheBytesEnd() throws Exception {
    file.lastModified("Wed, 31 Dec 2025 00:00:00 GMT").cut(MIB, 1);
    DownloadItem item = download(quick());

    requireWhole(item, file);
    assertThat(ranges()).containsExactly("null", "bytes=" + MIB + "-");
    assertThat(server.requests().get(1).header("if-range")).isEqualTo("\"v1\"");
  }

  @Test
  void s143_aDateOfOldIsEnough() throws Exception {
    file.eTag(null)
        .lastModified("Wed, 31 Dec 2025 00:00:00 GMT")
        .header("Date", "Thu, 01 Jan 2026 00:00:00 GMT")
        .cut(MIB, 1);
    requireWhole(download(quick()), file);

    assertThat(ranges()).containsExactly("null", "bytes=" + MIB + "-");
  }

  @Test
  void s143_withoutValidatorsItStartsFromZero() throws Exception {
    file.eTag(null).cut(MIB, 2);
    requireWhole(download(quick()), file);

    assertThat(ranges()).containsExactly("null", "null", "null");
  }

  @Test
  void s143_withoutRangesItStartsFromZero() throws Exception {
    file.ranges(false).cut(MIB, 1);
    requireWhole(download(quick()), file);

    assertThat(server.requestCount()).isEqualTo(2);
  }

  @Test
  void anotherVersionIsNeverMixedIn() throws Exception {
    ServedFile next = new ServedFile(99, 2 * MIB).eTag("\"v2\"");
    file.cut(MIB, 1).before(exchange -> handler.set(next));
    requireWhole(download(quick()), next);

    assertThat(ranges()).containsExactly("null", "bytes=" + MIB + "-");
  }

  @Test
  void aPartOfAnotherVersionIsNeverMixedIn() throws Exception {
    ServedFile next = new ServedFile(99, 3 * MIB).eTag("\"v2\"");
    // This server does not know If-Range.
    file.cut(MIB, 1)
        .before(
            exchange ->
                handler.set(
                    second -> {
                      if (second.header("range") == null) {
                        next.handle(second);
                      } else {
                        second
                            .reply(206)
                            .header("ETag", "\"v2\"")
                            .header(
                                "Content-Range",
                                "bytes " + MIB + "-" + (3 * MIB - 1) + "/" + 3 * MIB)
                            .bytes(Arrays.copyOfRange(next.bytes(), MIB, 3 * MIB));
                      }
                    }));
    requireWhole(download(quick()), next);

    assertThat(ranges()).containsExactly("null", "bytes=" + MIB + "-", "null");
  }

  @Test
  void aBodyOfUnknownLengthThatBreaksIsNotTakenForWhole() throws Exception {
    file.chunked().cut(MIB, 1);
    requireWhole(download(quick()), file);
  }

  @Test
  void triesEndWhenNoMoreBytesCome() throws Exception {
    file.cut(MIB, 1000);
    DownloadProbe probe = new DownloadProbe(session, item -> {});
    DownloadItem item = download(quick().retries(3));

    assertThat(get(item.settled())).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(probe.end()).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.interruptReason())
        .isIn(InterruptReason.SERVER_CONTENT_LENGTH_MISMATCH, InterruptReason.NETWORK_DISCONNECTED);
    assertThat(item.canResume()).isTrue();
    assertThat(item.getReceivedBytes()).isEqualTo(MIB);
    assertThat(probe.events).endsWith("updated interrupted").doesNotContain("done interrupted");
    assertThat(files()).singleElement().asString().endsWith(".part");
    // The first one brought bytes, and three more did not.
    assertThat(server.requestCount()).isEqualTo(4);

    file.cut(0, 0);
    item.resume();
    requireWhole(item, file);
    assertThat(probe.events).endsWith("done completed");
  }

  @Test
  void anOverloadedServerIsAskedAgain() throws Exception {
    file.before(
        exchange -> {
          handler.set(file.before(none -> {}));
        });
    handler.set(
        exchange -> {
          handler.set(file);
          exchange.reply(503).header("Retry-After", "0").text("busy");
        });
    requireWhole(download(quick()), file);

    assertThat(server.requestCount()).isEqualTo(2);
  }

  @Test
  void aServerThatIsDownIsToldAtOnceAndTriedAgain() throws Exception {
    int port = server.port();
    server.close();
    DownloadProbe probe = new DownloadProbe(session, item -> {});
    DownloadItem item = download(quick().retries(1000).retryDelay(Duration.ofMillis(20)));

    assertThat(probe.item()).isSameAs(item);
    assertThat(item.getState()).isEqualTo(DownloadState.PROGRESSING);
    assertThat(item.getFilename()).isEqualTo("file.bin");
    server = TestServer.builder().port(port).start(exchange -> handler.get().handle(exchange));

    requireWhole(item, file);
    assertThat(probe.events).startsWith("will-download progressing").endsWith("done completed");
  }

  @Test
  void anUnknownHostInterrupts() throws Exception {
    DownloadItem item = session.downloadURL("http://nobody.invalid/x", quick().retries(0).build());

    assertThat(get(item.settled())).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.interruptReason()).isEqualTo(InterruptReason.SERVER_UNREACHABLE);
    assertThat(item.interruptCause()).hasMessage("net::ERR_NAME_NOT_RESOLVED");
  }

  @Test
  void aSilentServerIsGivenUpAndAskedAgain() throws Exception {
    file.waitAt(MIB, new CompletableFuture<>());
    DownloadItem item = download(quick().idleTimeout(Duration.ofMillis(300)));
    DownloadAwait.until(() -> item.getReceivedBytes() == MIB);
    file.waitAt(Long.MAX_VALUE, CompletableFuture.completedFuture(null));

    requireWhole(item, file);
    assertThat(ranges()).containsExactly("null", "bytes=" + MIB + "-");
  }

  @Test
  void aCodedBodyIsDecodedAndNeverContinued() throws Exception {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(coded)) {
      gzip.write(file.bytes());
    }
    handler.set(
        exchange -> {
          boolean first = exchange.number() == 1;
          byte[] bytes = coded.toByteArray();
          try (ReplyBody body =
              exchange
                  .reply(200)
                  .header("Content-Encoding", "gzip")
                  .header("ETag", "\"v1\"")
                  .header("Accept-Ranges", "bytes")
                  .fixed(bytes.length)) {
            body.write(bytes, 0, first ? bytes.length / 2 : bytes.length);
          }
        });
    requireWhole(download(quick()), file);

    assertThat(ranges()).containsExactly("null", "null");
  }

  // ---- The disk

  @Test
  void aFileThatTheDiskHasNoRoomForIsNotBegun() throws Exception {
    handler.set(
        exchange -> {
          try (ReplyBody body = exchange.reply(200).fixed(1L << 60)) {
            body.write("first bytes");
          }
        });
    DownloadItem item = download(quick());

    assertThat(get(item.settled())).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.interruptReason()).isEqualTo(InterruptReason.FILE_NO_SPACE);
    assertThat(item.canResume()).isTrue();
    assertThat(files()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenInterrupts() throws Exception {
    Path notAFolder = Files.writeString(folder.resolve("plain"), "a file");
    DownloadItem item = download(quick().savePath(notAFolder.resolve("sub/file.bin")));

    assertThat(get(item.settled())).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.interruptReason()).isEqualTo(InterruptReason.FILE_FAILED);
    assertThat(item.interruptCause()).hasMessageContaining("plain");
    assertThat(notAFolder).hasContent("a file");
  }

  @Test
  void aFolderRemovedInMidDownloadInterruptsAndComesBackWithResume() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    file.waitAt(MIB, gate);
    Path sub = folder.resolve("sub");
    DownloadItem item = download(quick().savePath(sub.resolve("file.bin")));
    DownloadAwait.until(() -> item.getReceivedBytes() == MIB);
    try (Stream<Path> parts = Files.list(sub)) {
      for (Path part : parts.toList()) {
        Files.delete(part);
      }
    }
    Files.delete(sub);
    gate.complete(null);

    assertThat(get(item.settled())).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.interruptReason()).isEqualTo(InterruptReason.FILE_FAILED);
    assertThat(sub).doesNotExist();
    item.resume();
    assertThat(get(item.settled())).isEqualTo(DownloadState.COMPLETED);
    assertThat(Arrays.equals(Files.readAllBytes(sub.resolve("file.bin")), file.bytes())).isTrue();
  }

  @Test
  void aFolderWithTheNameOfTheFileInterruptsAndKeepsTheBytes() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    file.waitAt(MIB, gate);
    Path target = folder.resolve("file.bin");
    DownloadItem item = download(quick().savePath(target));
    DownloadAwait.until(() -> item.getReceivedBytes() == MIB);
    Files.createDirectories(target.resolve("in/the/way"));
    gate.complete(null);

    assertThat(get(item.settled())).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.interruptReason()).isEqualTo(InterruptReason.FILE_FAILED);
    assertThat(target.resolve("in/the/way")).isDirectory();
    Files.delete(target.resolve("in/the/way"));
    Files.delete(target.resolve("in/the"));
    Files.delete(target.resolve("in"));
    Files.delete(target);
    item.resume();
    requireWhole(item, file);
    assertThat(server.requestCount()).isEqualTo(1);
  }

  // ---- Checksums

  private static byte[] sha256(ServedFile of) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(of.bytes());
  }

  @Test
  void aChecksumThatIsRightIsAccepted() throws Exception {
    file.cut(MIB, 1)
        .header(
            "Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(sha256(file)) + ":");
    requireWhole(download(quick().sha256(HexFormat.of().formatHex(sha256(file)))), file);
  }

  @Test
  void aChecksumOfTheCallerThatIsWrongIsNoFile() throws Exception {
    DownloadItem item = download(quick().sha256("0".repeat(64)));

    requireMismatch(item);
    assertThatThrownBy(() -> DownloadOptions.builder().sha256("abc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("abc");
  }

  private void requireMismatch(DownloadItem item) throws Exception {
    assertThat(get(item.settled())).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.interruptReason()).isEqualTo(InterruptReason.FILE_HASH_MISMATCH);
    assertThat(item.canResume()).isFalse();
    assertThat(files()).isEmpty();
  }

  @Test
  void aChecksumOfTheServerThatIsWrongIsNoFile() throws Exception {
    String wrong = Base64.getEncoder().encodeToString(new byte[32]);
    file.header("Digest", "sha-256=" + wrong);

    requireMismatch(download(quick()));
  }

  @Test
  void aChecksumBehindTheBodyCounts() throws Exception {
    String wrong = Base64.getEncoder().encodeToString(new byte[64]);
    handler.set(
        exchange -> {
          try (ReplyBody body =
              exchange.reply(200).trailer("Repr-Digest", "sha-512=:" + wrong + ":").chunked()) {
            body.write("some bytes");
          }
        });

    requireMismatch(download(quick()));
  }

  // ---- Pause, cancel, queue, limits

  @Test
  void aCancelledDownloadLeavesNothing() throws Exception {
    file.waitAt(MIB, new CompletableFuture<>());
    DownloadProbe probe = new DownloadProbe(session, item -> {});
    DownloadItem item = download(quick());
    DownloadAwait.until(() -> item.getReceivedBytes() == MIB);
    assertThat(files()).hasSize(1);
    item.cancel();

    assertThat(probe.end()).isEqualTo(DownloadState.CANCELLED);
    assertThat(files()).isEmpty();
    server.awaitOpenConnections(0);
    item.resume();
    item.cancel();
    item.pause();
    assertThat(item.getState()).isEqualTo(DownloadState.CANCELLED);
    assertThat(item.canResume()).isFalse();
    assertThat(probe.events)
        .endsWith("done cancelled")
        .filteredOn("done cancelled"::equals)
        .hasSize(1);
  }

  @Test
  void aPausedDownloadTakesNothing() throws Exception {
    ServedFile large = new ServedFile(3, 64L * MIB);
    handler.set(large);
    DownloadProbe probe = new DownloadProbe(session, DownloadItem::pause);
    DownloadItem item = download(quick());
    probe.item();

    // The rest stays with the server: it has not given everything away.
    assertThat(server.openConnections()).hasSize(1);
    assertThat(item.isPaused()).isTrue();
    assertThat(item.getReceivedBytes()).isZero();
    item.resume();
    requireWhole(item, large);
  }

  @Test
  void theQueueLetsSoManyRunInTheirOrder() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    file.waitAt(MIB, gate);
    session.downloads().setMaxConcurrent(2);
    List<DownloadItem> items =
        Stream.of("/a", "/b", "/c", "/d")
            .map(path -> session.downloadURL(server.url(path)))
            .toList();
    DownloadAwait.until(
        () -> items.get(0).getReceivedBytes() == MIB && items.get(1).getReceivedBytes() == MIB);
    assertThat(server.requestCount()).isEqualTo(2);
    assertThat(get(session.downloads().list())).isEqualTo(items);

    // A paused one gives its turn away.
    items.get(0).pause();
    DownloadAwait.until(() -> items.get(2).getReceivedBytes() == MIB);
    assertThat(server.requestCount()).isEqualTo(3);
    items.get(0).resume();
    gate.complete(null);
    for (DownloadItem item : items) {
      assertThat(get(item.settled())).isEqualTo(DownloadState.COMPLETED);
    }
    assertThat(server.requests().stream().map(request -> request.path()))
        .containsExactlyInAnyOrder("/a", "/b", "/c", "/d")
        .endsWith("/d");
    assertThatThrownBy(() -> session.downloads().setMaxConcurrent(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneThatWaitsCanBeCancelledAndPaused() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    file.waitAt(MIB, gate);
    session.downloads().setMaxConcurrent(1);
    DownloadItem first = session.downloadURL(server.url("/first"));
    DownloadItem cancelled = session.downloadURL(server.url("/cancelled"));
    DownloadItem paused = session.downloadURL(server.url("/paused"));
    DownloadItem last = session.downloadURL(server.url("/last"));
    DownloadAwait.until(() -> first.getReceivedBytes() == MIB);
    cancelled.cancel();
    paused.pause();
    gate.complete(null);

    assertThat(get(cancelled.settled())).isEqualTo(DownloadState.CANCELLED);
    assertThat(get(last.settled())).isEqualTo(DownloadState.COMPLETED);
    assertThat(paused.getState()).isEqualTo(DownloadState.PROGRESSING);
    assertThat(server.requestCount()).isEqualTo(2);
    paused.resume();
    assertThat(get(paused.settled())).isEqualTo(DownloadState.COMPLETED);
  }

  @Test
  void aLimitHoldsBack() throws Exception {
    long began = System.nanoTime();
    DownloadItem slow = download(quick().bytesPerSecond(4 * MIB));
    requireWhole(slow, file);

    // 3 MiB at 4 MiB/s are 750 ms; the last piece need not be waited for.
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(600));
    session.downloads().setBandwidthLimit(6 * MIB);
    assertThat(session.downloads().bandwidthLimit()).isEqualTo(6 * MIB);
    began = System.nanoTime();
    List<DownloadItem> both =
        List.of(session.downloadURL(server.url("/1")), session.downloadURL(server.url("/2")));
    for (DownloadItem item : both) {
      assertThat(get(item.settled())).isEqualTo(DownloadState.COMPLETED);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(800));
    assertThatThrownBy(() -> session.downloads().setBandwidthLimit(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- Segments

  private DownloadOptions.Builder segments(int count) {
    return quick().segments(count);
  }

  @Test
  void segmentsAreFetchedSideBySide() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    file.waitAt(MIB / 2, gate);
    DownloadItem item = download(segments(3));
    DownloadAwait.until(() -> server.requestCount() == 3);
    gate.complete(null);

    requireWhole(item, file);
    assertThat(ranges())
        .containsExactlyInAnyOrder(
            "null", "bytes=" + MIB + "-" + (2 * MIB - 1), "bytes=" + 2 * MIB + "-" + (3 * MIB - 1));
    assertThat(server.requests().stream().skip(1).map(request -> request.header("if-range")))
        .containsOnly("\"v1\"");
  }

  @Test
  void aBrokenSegmentGoesOnAlone() throws Exception {
    file.cut(MIB + MIB / 2, 2);
    requireWhole(download(segments(3)), file);

    assertThat(ranges()).contains("bytes=" + (MIB + MIB / 2) + "-" + (2 * MIB - 1));
  }

  @Test
  void whereTheServerCannotThereIsOne() throws Exception {
    file.ranges(false);
    requireWhole(download(segments(4)), file);
    assertThat(server.requestCount()).isEqualTo(1);
  }

  @Test
  void aServerThatPromisesRangesAndSendsNoneIsReadInOnePiece() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    file.ranges(false).header("Accept-Ranges", "bytes").waitAt(MIB / 2, gate);
    DownloadItem item = download(segments(2));
    DownloadAwait.until(() -> server.requestCount() == 2);
    gate.complete(null);
    requireWhole(item, file);
  }

  @Test
  void aServerThatSendsNoRangesAfterTheFirstPortionIsAskedOnlyOnceMore() throws Exception {
    CompletableFuture<DownloadItem> item = new CompletableFuture<>();
    file.ranges(false)
        .header("Accept-Ranges", "bytes")
        .before(
            exchange -> {
              if (exchange.header("range") != null) {
                DownloadAwait.until(() -> item.join().getReceivedBytes() >= file.length() / 2);
              }
            });
    item.complete(download(segments(2)));

    requireWhole(item.join(), file);
    assertThat(ranges()).containsExactly("null", "bytes=" + 3 * MIB / 2 + "-" + (3 * MIB - 1));
  }

  @Test
  void aServerThatSendsOtherRangesIsReadInOnePiece() throws Exception {
    handler.set(
        exchange -> {
          if (exchange.header("range") == null) {
            file.handle(exchange);
          } else {
            exchange
                .reply(206)
                .header("ETag", "\"v1\"")
                .header("Content-Range", "bytes 0-3/" + file.length())
                .text("what");
          }
        });
    requireWhole(download(segments(3).retries(1)), file);
    assertThat(ranges()).contains("null", "bytes=" + MIB + "-" + (2 * MIB - 1)).endsWith("null");
  }

  @Test
  void aFileThatChangesBetweenSegmentsIsReadAnew() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    ServedFile next = new ServedFile(98, 2 * MIB).eTag("\"v2\"");
    file.waitAt(MIB / 2, gate).before(exchange -> handler.set(next));
    DownloadItem item = download(segments(3));
    requireWhole(item, next);
    gate.complete(null);
  }

  @Test
  void segmentsAndFaultsOverHttp2() throws Exception {
    file.cut(MIB + MIB / 2, 2);
    try (TestServer http2 = TestServer.builder().http2().start(file);
        Valence other = Valence.builder().http2PriorKnowledge(true).build()) {
      Session own = other.session().defaultSession();
      own.setDownloadPath(folder);
      DownloadItem item = own.downloadURL(http2.url("/file.bin"), segments(3).build());

      requireWhole(item, file);
      // A cut ends the connection, and with it every stream.
      assertThat(http2.requestCount()).isGreaterThan(3);
    }
  }

  @Test
  @Tag("peers")
  void segmentsAndResumingWithNginx() throws Exception {
    try (Nginx nginx = Nginx.start()) {
      nginx.file("file.bin", file.bytes());
      String url = nginx.httpOrigin() + "/file.bin";
      requireWhole(session.downloadURL(url, segments(3).build()), file);
      DownloadItem first = session.downloads().list().join().get(0);
      assertThat(first.getETag()).startsWith("\"");
      Files.delete(folder.resolve("file.bin"));

      Path part = folder.resolve("file.bin");
      Files.write(part, Arrays.copyOf(file.bytes(), MIB));
      DownloadItem item =
          session.createInterruptedDownload(
              InterruptedDownloadOptions.builder()
                  .path(part)
                  .urlChain(List.of(url))
                  .offset(MIB)
                  .length(3 * MIB)
                  .eTag(first.getETag())
                  .lastModified(first.getLastModifiedTime())
                  .build());
      item.resume();
      requireWhole(item, file);
    }
  }

  // ---- The end of the session

  @Test
  void wordsAfterTheEndOfTheSessionHaveNoEffect() throws Exception {
    file.waitAt(MIB, new CompletableFuture<>());
    DownloadItem item = download(quick());
    DownloadAwait.until(() -> item.getReceivedBytes() == MIB);
    valence.close();
    item.resume();
    item.pause();
    item.cancel();

    assertThat(item.getState()).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.isPaused()).isFalse();
    assertThat(get(item.settled())).isEqualTo(DownloadState.INTERRUPTED);
  }

  @Test
  void aSessionInMemoryLeavesNoPart() throws Exception {
    file.waitAt(MIB, new CompletableFuture<>());
    DownloadItem item = download(quick());
    DownloadAwait.until(() -> item.getReceivedBytes() == MIB);
    valence.close();

    assertThat(get(item.settled())).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.interruptReason()).isEqualTo(InterruptReason.USER_SHUTDOWN);
    assertThat(files()).isEmpty();
    assertThatThrownBy(() -> download(quick())).isInstanceOf(IllegalStateException.class);
  }
}
