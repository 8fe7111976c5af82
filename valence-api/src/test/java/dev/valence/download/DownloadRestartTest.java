package dev.valence.download;

import static dev.valence.download.DownloadProbe.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.clearing.ClearDataOptions;
import dev.valence.clearing.DataType;
import dev.valence.testkit.ServedFile;
import dev.valence.testkit.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads that outlive their process. */
class DownloadRestartTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private final ServedFile file = new ServedFile(4, 3 * MIB);
  private TestServer server;
  private Valence valence = Valence.builder().build();

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(file);
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  private Session session() {
    Session session = valence.session().fromPath(folder.resolve("session"));
    session.setDownloadPath(folder.resolve("files"));
    return session;
  }

  private Session reopened() {
    valence.close();
    valence = Valence.builder().build();
    return session();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("files"))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** A download of which one MiB is there and the rest waits. */
  private DownloadItem begun(Session session, String path) {
    file.waitAt(MIB, new CompletableFuture<>());
    DownloadItem item =
        session.downloadURL(
            server.url(path), DownloadOptions.builder().header("X-Own", "kept").retries(7).build());
    DownloadAwait.until(() -> item.getReceivedBytes() == MIB);
    return item;
  }

  private void letGo() {
    file.waitAt(Long.MAX_VALUE, CompletableFuture.completedFuture(null));
  }

  private static DownloadItem only(Session session) throws Exception {
    List<DownloadItem> items = get(session.downloads().list());
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  private void requireWhole(DownloadItem item) throws Exception {
    assertThat(get(item.settled()))
        .as("%s", item.interruptCause())
        .isEqualTo(DownloadState.COMPLETED);
    assertThat(Arrays.equals(Files.readAllBytes(item.getSavePath()), file.bytes())).isTrue();
  }

  @Test
  void whatRanWhenTheSessionWasClosedGoesOnInTheNext() throws Exception {
    DownloadItem before = begun(session(), "/a.bin");
    Session session = reopened();
    letGo();
    DownloadItem item = only(session);

    assertThat(before.interruptReason()).isEqualTo(InterruptReason.USER_SHUTDOWN);
    assertThat(item.id()).isEqualTo(before.id());
    assertThat(item.getState()).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.interruptReason()).isEqualTo(InterruptReason.USER_SHUTDOWN);
    assertThat(item.canResume()).isTrue();
    assertThat(item.getReceivedBytes()).isEqualTo(MIB);
    assertThat(item.getTotalBytes()).isEqualTo(3 * MIB);
    assertThat(item.getFilename()).isEqualTo("a.bin");
    assertThat(item.getStartTime()).isEqualTo(before.getStartTime());
    assertThat(get(session.downloads().resumeAll())).containsExactly(item);

    requireWhole(item);
    assertThat(server.requests().get(1).header("range")).isEqualTo("bytes=" + MIB + "-");
    assertThat(server.requests().get(1).header("x-own")).isEqualTo("kept");
    assertThat(files()).containsExactly("a.bin");
    assertThat(only(reopened()).getState()).isEqualTo(DownloadState.COMPLETED);
  }

  @Test
  void aPausedOneIsPausedAfterARestart() throws Exception {
    begun(session(), "/a.bin").pause();
    Session session = reopened();
    letGo();
    DownloadItem item = only(session);

    assertThat(item.isPaused()).isTrue();
    assertThat(item.getState()).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(get(session.downloads().resumeAll())).isEmpty();
    item.resume();
    requireWhole(item);
  }

  @Test
  void thoseThatWaitedForTheirTurnAreThere() throws Exception {
    Session first = session();
    first.downloads().setMaxConcurrent(1);
    begun(first, "/a.bin");
    first.downloadURL(server.url("/b.bin"));
    Session session = reopened();
    letGo();
    List<DownloadItem> items = get(session.downloads().resumeAll());

    assertThat(items).hasSize(2);
    assertThat(items.get(1).getURL()).isEqualTo(server.url("/b.bin"));
    for (DownloadItem item : items) {
      requireWhole(item);
    }
    assertThat(files()).containsExactly("a.bin", "b.bin");
  }

  @Test
  void willDownloadIsFiredOnceForEachDownload() throws Exception {
    AtomicInteger fired = new AtomicInteger();
    Session first = session();
    first.on(Session.WILL_DOWNLOAD, (event, item, webContents) -> fired.incrementAndGet());
    begun(first, "/a.bin");
    Session session = reopened();
    session.on(Session.WILL_DOWNLOAD, (event, item, webContents) -> fired.incrementAndGet());
    letGo();
    requireWhole(get(session.downloads().resumeAll()).get(0));

    assertThat(fired).hasValue(1);
  }

  @Test
  void bytesThatTheDiskLostAreFetchedAgain() throws Exception {
    for (int kind = 0; kind < 3; kind++) {
      DownloadItem before = begun(session(), "/" + kind);
      valence.close();
      Path part = onlyPart();
      switch (kind) {
        case 0 -> Files.delete(part);
        case 1 -> {
          try (var channel = Files.newByteChannel(part, StandardOpenOption.WRITE)) {
            channel.truncate(MIB - 1);
          }
        }
        default -> {
          // What a file system may leave after a power cut: the length, and zeros.
          byte[] bytes = Files.readAllBytes(part);
          Arrays.fill(bytes, MIB - 4096, MIB, (byte) 0);
          Files.write(part, bytes);
        }
      }
      letGo();
      Session session = reopened();
      DownloadItem item =
          get(session.downloads().resumeAll()).stream()
              .filter(one -> one.id().equals(before.id()))
              .findFirst()
              .orElseThrow();
      requireWhole(item);
    }
    assertThat(files()).containsExactly("0", "1", "2");
  }

  private Path onlyPart() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("files"))) {
      return all.filter(path -> path.toString().endsWith(".part")).findFirst().orElseThrow();
    }
  }

  @Test
  void bytesBeyondTheJournalAreCutOff() throws Exception {
    begun(session(), "/a.bin");
    valence.close();
    Files.write(onlyPart(), new byte[5 * MIB], StandardOpenOption.APPEND);
    letGo();
    Session session = reopened();
    requireWhole(get(session.downloads().resumeAll()).get(0));
  }

  @Test
  void segmentsGoOnEachWhereItWas() throws Exception {
    file.waitAt(MIB + MIB / 2, new CompletableFuture<>());
    DownloadItem before =
        session().downloadURL(server.url("/a.bin"), DownloadOptions.builder().segments(3).build());
    DownloadAwait.until(() -> before.getReceivedBytes() == 2 * MIB + MIB / 2);
    letGo();
    Session session = reopened();
    assertThat(only(session).getReceivedBytes()).isEqualTo(2 * MIB + MIB / 2);
    long requests = server.requestCount();
    requireWhole(get(session.downloads().resumeAll()).get(0));

    assertThat(server.requestCount()).isEqualTo(requests + 1);
    assertThat(server.requests().get((int) requests).header("range"))
        .isEqualTo("bytes=" + (MIB + MIB / 2) + "-" + (2 * MIB - 1));
  }

  @Test
  void removingForgetsAndLeavesWholeFiles() throws Exception {
    letGo();
    Session session = session();
    DownloadItem whole = session.downloadURL(server.url("/whole.bin"));
    requireWhole(whole);
    DownloadItem half = begun(session, "/half.bin");
    get(session.downloads().remove(half));
    assertThat(get(half.settled())).isEqualTo(DownloadState.CANCELLED);
    assertThat(get(session.downloads().list())).containsExactly(whole);
    get(session.downloads().remove(whole));
    assertThatThrownBy(() -> session.downloads().remove(whole))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(get(reopened().downloads().list())).isEmpty();
    assertThat(files()).containsExactly("whole.bin");
  }

  @Test
  void s102_clearDataForgetsThoseAtRest() throws Exception {
    letGo();
    Session session = session();
    requireWhole(session.downloadURL(server.url("/whole.bin")));
    DownloadItem half = begun(session, "/half.bin");
    get(session.clearData(ClearDataOptions.builder().dataTypes(List.of(DataType.COOKIES)).build()));
    assertThat(get(session.downloads().list())).hasSize(2);
    get(
        session.clearData(
            ClearDataOptions.builder().dataTypes(List.of(DataType.DOWNLOADS)).build()));

    assertThat(get(session.downloads().list())).containsExactly(half);
    letGo();
    assertThat(files()).contains("whole.bin");
  }

  // ---- Kill

  private Process run(String base, int count) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            DownloadRunner.class.getName(),
            folder.resolve("session").toString(),
            folder.resolve("files").toString(),
            Integer.toString(count),
            base)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String line(Process process) throws IOException {
    return new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  @Test
  void aKilledDownloadGoesOnInTheNextProcess() throws Exception {
    file.waitAt(MIB, new CompletableFuture<>());
    Process process = run(server.origin(), 1);
    assertThat(line(process)).isEqualTo("running");
    Path files = folder.resolve("files");
    DownloadAwait.until(() -> partHas(files, MIB));
    process.destroyForcibly().waitFor();
    letGo();
    Session session = session();
    DownloadItem item = only(session);

    assertThat(item.getState()).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.interruptReason()).isEqualTo(InterruptReason.CRASH);
    assertThat(files()).singleElement().asString().endsWith(".part");
    assertThat(get(session.downloads().resumeAll())).containsExactly(item);
    requireWhole(item);
    assertThat(files()).containsExactly("0.bin");
  }

  private static boolean partHas(Path folder, long bytes) {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path : all.toList()) {
        if (Files.size(path) >= bytes) {
          return true;
        }
      }
      return false;
    } catch (IOException notThereYet) {
      return false;
    }
  }

  @Test
  void everyFileIsWholeHoweverOftenTheProcessIsKilled() throws Exception {
    killAndCompare(60, 64 << 10, 4);
  }

  @Test
  @Tag("long")
  void aThousandFilesAreWholeAfterTenKills() throws Exception {
    killAndCompare(1000, 256 << 10, 10);
  }

  /**
   * Files of mixed sizes from a server that breaks one connection in ten, and is itself restarted
   * once; the client is killed so many times.
   */
  private void killAndCompare(int count, int size, int kills) throws Exception {
    Random random = new Random(7);
    ServedFile[] served = new ServedFile[count];
    for (int i = 0; i < count; i++) {
      // Mostly small, some large.
      int length = random.nextInt(8) == 0 ? random.nextInt(size * 40) : random.nextInt(size);
      served[i] = new ServedFile(1000 + i, length);
    }
    TestServer.Handler handler =
        exchange -> {
          ServedFile one = served[Integer.parseInt(exchange.path().substring(1))];
          boolean breaks;
          long at;
          synchronized (random) {
            breaks = random.nextInt(10) == 0;
            at = (long) (random.nextDouble() * one.length());
          }
          if (breaks) {
            one.cut(at, 1);
          }
          one.handle(exchange);
        };
    AtomicReference<TestServer> breaking = new AtomicReference<>(TestServer.start(handler));
    int port = breaking.get().port();
    String base = breaking.get().origin();
    Path files = folder.resolve("files");
    try {
      int killed = 0;
      boolean done = false;
      while (!done) {
        Process process = run(base, count);
        BufferedReader told =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(told.readLine()).isEqualTo("running");
        if (killed < kills) {
          int target = (killed + 1) * count / (kills + 1);
          DownloadAwait.until(Duration.ofMinutes(5), () -> whole(files, served) >= target);
          process.destroyForcibly().waitFor();
          killed++;
          requireNoFalseFile(files, served);
          if (killed == kills / 2) {
            breaking.get().close();
            breaking.set(TestServer.builder().port(port).start(handler));
          }
        } else {
          assertThat(told.readLine()).isEqualTo("done");
          assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
          done = true;
        }
      }
      requireNoFalseFile(files, served);
      assertThat(files()).hasSize(count).allMatch(name -> name.endsWith(".bin"));
    } finally {
      breaking.get().close();
    }
  }

  private static int whole(Path files, ServedFile[] served) {
    int whole = 0;
    for (int i = 0; i < served.length; i++) {
      whole += Files.exists(files.resolve(i + ".bin")) ? 1 : 0;
    }
    return whole;
  }

  /** What has its name is whole, at any moment. */
  private static void requireNoFalseFile(Path files, ServedFile[] served) throws IOException {
    for (int i = 0; i < served.length; i++) {
      Path path = files.resolve(i + ".bin");
      if (Files.exists(path)) {
        assertThat(Arrays.equals(Files.readAllBytes(path), served[i].bytes()))
            .as("%s is whole", path)
            .isTrue();
      }
    }
  }
}
