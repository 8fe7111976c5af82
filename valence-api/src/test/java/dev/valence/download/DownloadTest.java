package dev.valence.download;

import static dev.valence.download.DownloadProbe.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.event.Event;
import dev.valence.fetch.Response;
import dev.valence.net.cookie.CookieDetails;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.ServedFile;
import dev.valence.testkit.TestServer;
import dev.valence.webrequest.BeforeRequestResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  private static final int FIVE_MIB = 5 << 20;

  @TempDir Path folder;
  private final Valence valence = Valence.builder().build();
  private final Session session = valence.session().defaultSession();
  private final ServedFile file =
      new ServedFile(1, FIVE_MIB)
          .header("Content-Disposition", "inline; filename=\"mock.pdf\"")
          .header("Content-Type", "application/pdf");
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(this::serve);
    session.setDownloadPath(folder);
  }

  private void serve(Exchange exchange) throws Exception {
    if (exchange.header("x-wrong") != null) {
      exchange.respond(404, "not here");
      return;
    }
    file.handle(exchange);
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  private DownloadProbe probe() {
    return new DownloadProbe(session, item -> {});
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  // ---- Electron's behaviour

  @Test
  void s123_aDownloadOfTheDefaultSession() throws Exception {
    Path target = folder.resolve("deep/er/saved.pdf");
    DownloadProbe probe = new DownloadProbe(session, item -> item.setSavePath(target));
    DownloadItem started = session.downloadURL(server.origin());

    assertThat(probe.end()).isEqualTo(DownloadState.COMPLETED);

    DownloadItem item = probe.item();
    assertThat(item).isSameAs(started);
    assertThat(item.getState()).isEqualTo(DownloadState.COMPLETED);
    assertThat(item.getFilename()).isEqualTo("mock.pdf");
    assertThat(item.getSavePath()).isEqualTo(target);
    assertThat(item.savePath()).isEqualTo(target);
    assertThat(item.getURL()).isEqualTo(server.origin() + "/");
    assertThat(item.getURLChain()).containsExactly(server.origin() + "/");
    assertThat(item.getMimeType()).isEqualTo("application/pdf");
    assertThat(item.getReceivedBytes()).isEqualTo(FIVE_MIB);
    assertThat(item.getTotalBytes()).isEqualTo(FIVE_MIB);
    assertThat(item.getPercentComplete()).isEqualTo(100);
    assertThat(item.getContentDisposition()).isEqualTo("inline; filename=\"mock.pdf\"");
    assertThat(item.getETag()).isEqualTo("\"v1\"");
    assertThat(item.getLastModifiedTime()).isEmpty();
    assertThat(item.getStartTime()).isBetween(1.7e9, 1e11);
    assertThat(item.getEndTime()).isGreaterThanOrEqualTo(item.getStartTime());
    assertThat(item.hasUserGesture()).isFalse();
    assertThat(item.canResume()).isFalse();
    assertThat(item.interruptReason()).isNull();
    assertThat(Arrays.equals(Files.readAllBytes(target), file.bytes())).isTrue();
    assertThat(files()).containsExactly("deep");
    assertThat(probe.events).startsWith("will-download progressing").endsWith("done completed");
  }

  @Test
  void s119_s145_noPageStartedIt() throws Exception {
    CompletableFuture<List<Object>> heard = new CompletableFuture<>();
    AtomicReference<DownloadItem> announced = new AtomicReference<>();
    session.on(
        Session.WILL_DOWNLOAD,
        new Session.WillDownloadListener() {
          @Override
          public void onWillDownload(Event event, DownloadItem item, Object webContents) {
            throw new AssertionError("the one with the frame is called");
          }

          @Override
          public void onWillDownload(
              Event event, DownloadItem item, Object webContents, Object frame) {
            event.preventDefault();
            announced.set(item);
            heard.complete(List.of(webContents == null, frame == null, item.getInitiatorOrigin()));
          }
        });
    DownloadItem item = session.downloadURL(server.url("/"));

    assertThat(get(heard)).containsExactly(true, true, "");
    assertThat(announced.get()).isSameAs(item);
    assertThat(get(item.settled())).isEqualTo(DownloadState.CANCELLED);
    assertThat(get(session.downloads().list())).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void s122_theDownloadPathIsTheSessions() throws Exception {
    DownloadItem item = session.downloadURL(server.url("/"));

    assertThat(get(item.settled())).isEqualTo(DownloadState.COMPLETED);
    assertThat(item.getSavePath()).isEqualTo(folder.resolve("mock.pdf"));
    assertThat(Files.size(folder.resolve("mock.pdf"))).isEqualTo(FIVE_MIB);
    assertThatThrownBy(() -> session.setDownloadPath(Path.of("relative")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("relative");
  }

  @Test
  void s125_headersAreCheckedAndSent() throws Exception {
    DownloadOptions options =
        DownloadOptions.builder().headers(Map.of("X-One", "1")).header("X-Two", "2").build();
    get(session.downloadURL(server.url("/"), options).settled());

    assertThat(server.takeRequest().header("x-two")).isEqualTo("2");
    assertThat(server.requests().get(0).header("x-one")).isEqualTo("1");
    assertThatThrownBy(() -> DownloadOptions.builder().header("bad name", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DownloadOptions.builder().header("Range", "bytes=1-"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Range");
  }

  @Test
  void s126_aWrongHeaderInterrupts() throws Exception {
    DownloadProbe probe = probe();
    session.downloadURL(
        server.url("/"), DownloadOptions.builder().header("X-Wrong", "yes").build());

    assertThat(probe.end()).isEqualTo(DownloadState.INTERRUPTED);
    DownloadItem item = probe.item();
    assertThat(item.getReceivedBytes()).isZero();
    assertThat(item.getTotalBytes()).isZero();
    assertThat(item.interruptReason()).isEqualTo(InterruptReason.SERVER_BAD_CONTENT);
    assertThat(item.interruptCause()).hasMessageContaining("404");
    assertThat(item.canResume()).isFalse();
    assertThat(probe.events).containsExactly("will-download interrupted", "done interrupted");
    assertThat(files()).isEmpty();
  }

  @Test
  void s129_aRefererIsSentAsGiven() throws Exception {
    DownloadOptions options =
        DownloadOptions.builder().header("Referer", "http://other.test/path?query").build();
    get(session.downloadURL(server.url("/"), options).settled());

    assertThat(server.takeRequest().header("referer")).isEqualTo("http://other.test/path?query");
  }

  @Test
  void s133_cancelledRightAfterTheEvent() throws Exception {
    DownloadProbe probe = new DownloadProbe(session, DownloadItem::cancel);
    session.downloadURL(server.url("/"));

    assertThat(probe.end()).isEqualTo(DownloadState.CANCELLED);
    DownloadItem item = probe.item();
    assertThat(item.getState()).isEqualTo(DownloadState.CANCELLED);
    assertThat(item.getReceivedBytes()).isZero();
    assertThat(item.getTotalBytes()).isEqualTo(FIVE_MIB);
    assertThat(item.getFilename()).isEqualTo("mock.pdf");
    assertThat(item.getMimeType()).isEqualTo("application/pdf");
    assertThat(item.getContentDisposition()).isEqualTo("inline; filename=\"mock.pdf\"");
    assertThat(probe.events).containsExactly("will-download progressing", "done cancelled");
    assertThat(files()).isEmpty();
  }

  @Test
  void s135_saveDialogOptionsAreReadBack() throws Exception {
    SaveDialogOptions options =
        SaveDialogOptions.builder()
            .title("title")
            .defaultPath(folder.resolve("mock.pdf").toString())
            .buttonLabel("save")
            .filters(List.of(new SaveDialogOptions.FileFilter("pdf", List.of("pdf"))))
            .message("message")
            .nameFieldLabel("name")
            .showsTagField(true)
            .securityScopedBookmarks(true)
            .build();
    DownloadProbe probe =
        new DownloadProbe(
            session,
            item -> {
              item.setSavePath(folder.resolve("mock.pdf"));
              item.setSaveDialogOptions(options);
              item.cancel();
            });
    session.downloadURL(server.url("/"));

    assertThat(probe.end()).isEqualTo(DownloadState.CANCELLED);
    assertThat(probe.item().getSaveDialogOptions()).isEqualTo(options);
    assertThatThrownBy(
            () -> SaveDialogOptions.builder().properties(java.util.Set.of("loud")).build())
        .hasMessageContaining("loud");
  }

  @Test
  void s138_s146_anInterruptedDownloadIsMade() throws Exception {
    DownloadProbe probe = probe();
    Path path = folder.resolve("mock.pdf");
    double before = System.currentTimeMillis() / 1000.0;
    session.createInterruptedDownload(
        InterruptedDownloadOptions.builder()
            .path(path)
            .urlChain(List.of("http://first.test/", "http://second.test/"))
            .mimeType("application/pdf")
            .offset(0)
            .length(5242880)
            .build());

    DownloadItem item = probe.item();
    assertThat(item.getState()).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.canResume()).isTrue();
    assertThat(item.getStartTime()).isGreaterThanOrEqualTo(before);
    item.cancel();

    assertThat(probe.end()).isEqualTo(DownloadState.CANCELLED);
    assertThat(item.getURLChain()).containsExactly("http://first.test/", "http://second.test/");
    assertThat(item.getURL()).isEqualTo("http://second.test/");
    assertThat(item.getMimeType()).isEqualTo("application/pdf");
    assertThat(item.getReceivedBytes()).isZero();
    assertThat(item.getTotalBytes()).isEqualTo(5242880);
    assertThat(item.getSavePath()).isEqualTo(path);
    assertThat(server.requestCount()).isZero();
  }

  @Test
  void s139_anInterruptedDownloadIsResumed() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    file.waitAt(1 << 20, gate);
    AtomicReference<DownloadItem> first = new AtomicReference<>();
    session.once(Session.WILL_DOWNLOAD, (event, item, webContents) -> first.set(item));
    DownloadItem cancelled = session.downloadURL(server.url("/"));
    server.takeRequest();
    // Some bytes, as many as the server gives away.
    DownloadAwait.until(() -> cancelled.getReceivedBytes() == 1 << 20);
    cancelled.cancel();
    assertThat(get(cancelled.settled())).isEqualTo(DownloadState.CANCELLED);
    gate.complete(null);

    Path target = folder.resolve("resumed.pdf");
    DownloadProbe probe =
        new DownloadProbe(
            session,
            item -> {
              item.setSavePath(target);
              item.resume();
            });
    session.createInterruptedDownload(
        InterruptedDownloadOptions.builder()
            .path(cancelled.getSavePath())
            .urlChain(cancelled.getURLChain())
            .mimeType(cancelled.getMimeType())
            .offset(cancelled.getReceivedBytes())
            .length(cancelled.getTotalBytes())
            .lastModified(cancelled.getLastModifiedTime())
            .eTag(cancelled.getETag())
            .build());

    assertThat(probe.end()).isEqualTo(DownloadState.COMPLETED);
    assertThat(probe.events).startsWith("will-download interrupted").endsWith("done completed");
    DownloadItem item = probe.item();
    assertThat(item.getFilename()).isEqualTo("mock.pdf");
    assertThat(item.getSavePath()).isEqualTo(target);
    assertThat(item.getURL()).isEqualTo(server.url("/"));
    assertThat(item.getMimeType()).isEqualTo("application/pdf");
    assertThat(item.getReceivedBytes()).isEqualTo(FIVE_MIB);
    assertThat(item.getTotalBytes()).isEqualTo(FIVE_MIB);
    assertThat(Arrays.equals(Files.readAllBytes(target), file.bytes())).isTrue();
  }

  @Test
  void s139_bytesThatAreThereAreNotFetchedAgain() throws Exception {
    Path part = folder.resolve("half.pdf");
    byte[] half = Arrays.copyOf(file.bytes(), FIVE_MIB / 2);
    Files.write(part, half);
    DownloadItem item =
        session.createInterruptedDownload(
            InterruptedDownloadOptions.builder()
                .path(part)
                .urlChain(List.of(server.url("/")))
                .offset(half.length)
                .length(FIVE_MIB)
                .eTag("\"v1\"")
                .build());
    DownloadAwait.until(() -> item.getSavePath() != null);
    assertThat(item.getReceivedBytes()).isEqualTo(half.length);
    item.resume();

    assertThat(get(item.settled())).isEqualTo(DownloadState.COMPLETED);
    assertThat(server.takeRequest().header("range")).isEqualTo("bytes=" + half.length + "-");
    assertThat(server.requests().get(0).header("if-range")).isEqualTo("\"v1\"");
    assertThat(Arrays.equals(Files.readAllBytes(part), file.bytes())).isTrue();
    assertThat(files()).containsExactly("half.pdf");
  }

  @Test
  void s141_pausedIsAFlagAndTheStateStays() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    file.waitAt(1 << 20, gate);
    DownloadProbe probe = probe();
    DownloadItem item = session.downloadURL(server.url("/"));
    DownloadAwait.until(() -> item.getReceivedBytes() == 1 << 20);
    item.pause();
    gate.complete(null);

    assertThat(item.isPaused()).isTrue();
    assertThat(item.getState()).isEqualTo(DownloadState.PROGRESSING);
    assertThat(item.canResume()).isTrue();
    assertThat(item.getCurrentBytesPerSecond()).isZero();
    assertThat(item.getPercentComplete()).isEqualTo(20);
    item.resume();

    assertThat(item.isPaused()).isFalse();
    assertThat(probe.end()).isEqualTo(DownloadState.COMPLETED);
    assertThat(item.isPaused()).isFalse();
    assertThat(probe.events)
        .startsWith("will-download progressing", "updated progressing")
        .endsWith("done completed");
    assertThat(Arrays.equals(Files.readAllBytes(folder.resolve("mock.pdf")), file.bytes()))
        .isTrue();
  }

  @Test
  void s142_theSavePathIsSetInTheEventOnly() throws Exception {
    AtomicReference<Path> within = new AtomicReference<>(folder);
    DownloadProbe probe =
        new DownloadProbe(
            session,
            item -> {
              within.set(item.getSavePath());
              assertThatThrownBy(() -> item.setSavePath(Path.of("relative.pdf")))
                  .hasMessageContaining("relative.pdf");
              assertThatThrownBy(() -> item.setSavePath(folder))
                  .hasMessageContaining(folder.toString());
              item.savePath(folder.resolve("made/on/the/way.pdf"));
            });
    DownloadItem item = session.downloadURL(server.url("/"));

    assertThat(probe.end()).isEqualTo(DownloadState.COMPLETED);
    assertThat(within.get()).isNull();
    assertThat(folder.resolve("made/on/the/way.pdf")).hasSize(FIVE_MIB);
    assertThatThrownBy(() -> item.setSavePath(folder.resolve("late.pdf")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("will-download");
    assertThatThrownBy(() -> item.setSaveDialogOptions(SaveDialogOptions.empty()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void s147_anInterruptedDownloadNeedsPathUrlsAndLength() {
    InterruptedDownloadOptions.Builder options = InterruptedDownloadOptions.builder();
    String text = "Must pass non-empty path, urlChain and length.";
    assertThatThrownBy(options::build).hasMessage(text);
    options.path(folder.resolve("a"));
    assertThatThrownBy(options::build).hasMessage(text);
    options.urlChain(List.of("http://host.test/"));
    assertThatThrownBy(options::build).hasMessage(text);
    options.length(10).offset(11);
    assertThatThrownBy(options::build).hasMessageContaining("11");
    options.offset(3).path(Path.of("relative"));
    assertThatThrownBy(options::build).hasMessageContaining("relative");
    options.path(folder.resolve("a"));
    assertThat(options.build().offset()).isEqualTo(3);
  }

  @Test
  void s149_theRequestIsTheSessionsOwn() throws Exception {
    get(
        session
            .cookies()
            .set(CookieDetails.builder().url(server.url("/")).name("who").value("me").build()));
    session.setUserAgent("Test/1", "de");
    get(session.downloadURL(server.url("/")).settled());

    var request = server.takeRequest();
    assertThat(request.header("cookie")).isEqualTo("who=me");
    assertThat(request.header("user-agent")).isEqualTo("Test/1");
    assertThat(request.header("accept-language")).isEqualTo("de");
    assertThat(request.header("accept-encoding")).isEqualTo("identity");
    assertThat(request.header("origin")).isNull();
  }

  // ---- Names and places

  @Test
  void namesThatAreTakenAreNumbered() throws Exception {
    Files.writeString(folder.resolve("mock.pdf"), "mine");
    List<DownloadItem> items =
        Stream.generate(() -> session.downloadURL(server.url("/"))).limit(4).toList();
    for (DownloadItem item : items) {
      assertThat(get(item.settled())).isEqualTo(DownloadState.COMPLETED);
    }

    assertThat(files())
        .containsExactly(
            "mock (1).pdf", "mock (2).pdf", "mock (3).pdf", "mock (4).pdf", "mock.pdf");
    assertThat(folder.resolve("mock.pdf")).hasContent("mine");
  }

  @Test
  void aChosenFileIsReplacedOnlyByAWholeOne() throws Exception {
    Path target = folder.resolve("chosen.pdf");
    Files.writeString(target, "old");
    CompletableFuture<Void> gate = new CompletableFuture<>();
    file.waitAt(1 << 20, gate);
    DownloadItem item =
        session.downloadURL(server.url("/"), DownloadOptions.builder().savePath(target).build());
    DownloadAwait.until(() -> item.getReceivedBytes() == 1 << 20);

    assertThat(target).hasContent("old");
    assertThat(files()).hasSize(2).anyMatch(name -> name.matches("chosen\\.pdf\\.\\w{8}\\.part"));
    gate.complete(null);

    assertThat(get(item.settled())).isEqualTo(DownloadState.COMPLETED);
    assertThat(Arrays.equals(Files.readAllBytes(target), file.bytes())).isTrue();
    assertThat(files()).containsExactly("chosen.pdf");
  }

  @Test
  void anApplicationsDialogIsAsked() throws Exception {
    AtomicReference<Path> suggested = new AtomicReference<>();
    session
        .downloads()
        .setSaveDialog(
            (item, options, suggestion, answer) -> {
              suggested.set(suggestion);
              assertThat(options.title()).isEqualTo("Save it");
              assertThatThrownBy(() -> answer.complete(Path.of("relative")))
                  .hasMessageContaining("relative");
              answer.complete(folder.resolve("asked.pdf"));
              assertThatThrownBy(() -> answer.complete(null))
                  .isInstanceOf(IllegalStateException.class);
            });
    new DownloadProbe(
        session,
        item -> item.setSaveDialogOptions(SaveDialogOptions.builder().title("Save it").build()));
    DownloadItem item = session.downloadURL(server.url("/"));

    assertThat(get(item.settled())).isEqualTo(DownloadState.COMPLETED);
    assertThat(suggested.get()).isEqualTo(folder.resolve("mock.pdf"));
    assertThat(files()).containsExactly("asked.pdf");

    session.downloads().setSaveDialog((one, options, suggestion, answer) -> answer.complete(null));
    assertThat(get(session.downloadURL(server.url("/")).settled()))
        .isEqualTo(DownloadState.CANCELLED);
    assertThat(files()).containsExactly("asked.pdf");
  }

  @Test
  void urlsThatCannotBeDownloadedAreRefusedAtOnce() {
    assertThatThrownBy(() -> session.downloadURL("nonsense"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> session.downloadURL("ws://host.test/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ws");
  }

  @Test
  void aSchemeThatNobodyAnswersInterrupts() throws Exception {
    DownloadItem item = session.downloadURL("unheard-of:thing");

    assertThat(get(item.settled())).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.interruptReason()).isEqualTo(InterruptReason.NETWORK_INVALID_REQUEST);
    assertThat(item.canResume()).isFalse();
  }

  @Test
  void handlersOfSchemesAnswerDownloads() throws Exception {
    session.protocol().handle("app", request -> Response.ofBytes(file.bytes(), "text/plain"));
    DownloadItem item = session.downloadURL("app://host/notes");

    assertThat(get(item.settled()))
        .as("%s", item.interruptCause())
        .isEqualTo(DownloadState.COMPLETED);
    assertThat(item.getSavePath()).isEqualTo(folder.resolve("notes.txt"));
    assertThat(Arrays.equals(Files.readAllBytes(item.getSavePath()), file.bytes())).isTrue();
    assertThat(server.requestCount()).isZero();
  }

  @Test
  void interceptorsSeeDownloads() throws Exception {
    session
        .webRequest()
        .onBeforeRequest(
            (details, callback) ->
                callback.call(
                    details.url().endsWith("/no")
                        ? BeforeRequestResponse.cancel()
                        : BeforeRequestResponse.proceed()));
    assertThat(get(session.downloadURL(server.url("/yes")).settled()))
        .isEqualTo(DownloadState.COMPLETED);
    DownloadItem item = session.downloadURL(server.url("/no"));

    assertThat(get(item.settled())).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.interruptReason()).isEqualTo(InterruptReason.NETWORK_INVALID_REQUEST);
  }

  @Test
  void redirectsAreInTheChain() throws Exception {
    try (TestServer first =
        TestServer.start(
            exchange -> exchange.reply(302).header("Location", server.url("/here.pdf")).empty())) {
      DownloadItem item = session.downloadURL(first.url("/there"));

      assertThat(get(item.settled())).isEqualTo(DownloadState.COMPLETED);
      assertThat(item.getURLChain()).containsExactly(first.url("/there"), server.url("/here.pdf"));
    }
  }
}
