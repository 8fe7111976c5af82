package dev.valence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are whole or not there, slow readers, and Ctrl-C. */
class FetchOutputTest {
  private static final int WAIT_SECONDS = 30;

  @TempDir Path folder;

  @Test
  void aFileHasItsNameWhenItIsWhole() throws Exception {
    Path file = folder.resolve("page");
    Path part = folder.resolve("page.part");
    CompletableFuture<Void> half = new CompletableFuture<>();
    CompletableFuture<Void> rest = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).fixed(10)) {
                body.write("01234");
                half.complete(null);
                body.await(rest);
                body.write("56789");
              }
            })) {
      CompletableFuture<CliRun> run =
          CompletableFuture.supplyAsync(
              () -> CliRun.of("fetch", "-o", file.toString(), server.url("/")));
      half.get(WAIT_SECONDS, TimeUnit.SECONDS);
      assertThat(file).doesNotExist();
      rest.complete(null);
      CliRun done = run.get(WAIT_SECONDS, TimeUnit.SECONDS);
      assertThat(done.code()).as(done.toString()).isZero();
      assertThat(done.out()).isEmpty();
    }
    assertThat(file).hasContent("0123456789");
    assertThat(part).doesNotExist();
  }

  @Test
  void aBrokenBodyLeavesTheOldFileAndNoHalfOne() throws Exception {
    Path file = Files.writeString(folder.resolve("page"), "old");
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).fixed(10)) {
                body.write("01234");
              }
            })) {
      CliRun run = CliRun.of("fetch", "-o", file.toString(), server.url("/"));
      assertThat(run.code()).as(run.toString()).isEqualTo(18);
      assertThat(run.err()).contains("net::ERR_CONTENT_LENGTH_MISMATCH", "was not written");
    }
    assertThat(file).hasContent("old");
    assertThat(folder.resolve("page.part")).doesNotExist();
  }

  @Test
  void ctrlCLeavesNoHalfFile() throws Exception {
    Path file = folder.resolve("page");
    try (WatchService watch = folder.getFileSystem().newWatchService();
        TestServer server =
            TestServer.start(
                exchange -> {
                  exchange.reply(200).fixed(10).write("01234");
                  exchange.leaveUnanswered();
                })) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      CliRun cli = new CliRun();
      CompletableFuture<CliRun> run =
          CompletableFuture.supplyAsync(
              () -> cli.run("fetch", "-o", file.toString(), server.url("/")));
      assertThat(watch.poll(WAIT_SECONDS, TimeUnit.SECONDS)).as("the part file").isNotNull();
      cli.interrupt();
      CliRun ended = run.get(WAIT_SECONDS, TimeUnit.SECONDS);
      assertThat(ended.code()).as(ended.toString()).isEqualTo(130);
      assertThat(ended.err()).contains("interrupted (" + file + " was not written)");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsNotThereIsSaid() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      CliRun run =
          CliRun.of("fetch", "-o", folder.resolve("no/such/file").toString(), server.url("/"));
      assertThat(run.code()).isEqualTo(23);
      assertThat(run.err()).contains("cannot write").contains("no such folder");
    }
  }

  @Test
  void severalUrlsHaveSeveralFiles() throws Exception {
    try (TestServer server =
        TestServer.start(exchange -> exchange.respond(200, exchange.target()))) {
      Path one = folder.resolve("one");
      Path two = folder.resolve("two");
      CliRun run =
          CliRun.of(
              "fetch",
              "-o",
              one.toString(),
              "-o",
              two.toString(),
              server.url("/1"),
              server.url("/2"),
              server.url("/3"));
      assertThat(run.code()).as(run.toString()).isZero();
      assertThat(one).hasContent("/1");
      assertThat(two).hasContent("/2");
      assertThat(run.out()).isEqualTo("/3");
    }
  }

  @Test
  void aSlowReaderSlowsTheServer() throws Exception {
    int pieces = 1024;
    byte[] piece = new byte[64 << 10];
    AtomicLong written = new AtomicLong();
    CompletableFuture<Void> firstRead = new CompletableFuture<>();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    AtomicLong read = new AtomicLong();
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            firstRead.complete(null);
            gate.join();
            read.addAndGet(length);
          }
        };
    CompletableFuture<Void> stalled = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              try (ReplyBody body = exchange.reply(200).fixed((long) pieces * piece.length)) {
                for (int i = 0; i < pieces; i++) {
                  body.write(piece);
                  written.addAndGet(piece.length);
                }
              }
              stalled.complete(null);
            })) {
      CompletableFuture<CliRun> run =
          CompletableFuture.supplyAsync(
              () -> new CliRun().outputTo(slow).run("fetch", server.url("/")));
      firstRead.get(WAIT_SECONDS, TimeUnit.SECONDS);
      // 64 MiB are to be sent; while nobody reads, the server cannot have sent them.
      assertThat(stalled)
          .failsWithin(1, TimeUnit.SECONDS)
          .withThrowableOfType(java.util.concurrent.TimeoutException.class);
      assertThat(written.get()).isLessThan((long) pieces * piece.length / 2);
      gate.complete(null);
      CliRun done = run.get(WAIT_SECONDS, TimeUnit.SECONDS);
      assertThat(done.code()).as(done.toString()).isZero();
      assertThat(read.get()).isEqualTo((long) pieces * piece.length);
    }
  }

  @Test
  void progressIsForTerminalsOnly() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      String file = folder.resolve("page").toString();
      assertThat(CliRun.of("fetch", "-o", file, server.url("/")).err()).isEmpty();
      assertThat(new CliRun().onTerminal().run("fetch", "-o", file, server.url("/")).err())
          .contains("Receiving");
      assertThat(new CliRun().onTerminal().run("fetch", "-s", "-o", file, server.url("/")).err())
          .isEmpty();
    }
  }
}
