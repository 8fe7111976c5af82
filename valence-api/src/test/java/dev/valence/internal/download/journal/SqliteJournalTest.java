package dev.valence.internal.download.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.download.DownloadOptions;
import dev.valence.internal.download.journal.JournalEntry.Place;
import dev.valence.internal.download.journal.JournalEntry.Request;
import dev.valence.internal.download.journal.JournalEntry.Response;
import dev.valence.internal.download.journal.JournalEntry.Stage;
import dev.valence.internal.download.rules.ExpectedDigests;
import dev.valence.internal.download.rules.Span;
import dev.valence.internal.download.rules.Validators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest {
  private static final CompletableFuture<Void> READY = CompletableFuture.completedFuture(null);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("session.db");
  }

  private SqliteJournal journal() {
    return new SqliteJournal(file(), READY);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private JournalEntry entry(String id, long order) {
    return new JournalEntry(
        id,
        order,
        new Request("https://host.test/a?b#c", DownloadOptions.defaults()),
        Response.NONE,
        null,
        false,
        -1,
        List.of(Span.whole(-1)),
        Stage.RUNNING,
        0,
        false,
        1.5,
        0);
  }

  private static String described(JournalEntry entry) {
    DownloadOptions options = entry.request().options();
    return String.join(
        " | ",
        entry.id() + " " + entry.order() + " " + entry.request().url(),
        options.headers().toRawList() + " " + options.sha256() + " " + options.segments(),
        options.bytesPerSecond() + " " + options.retries() + " " + options.retryDelay(),
        options.idleTimeout() + " " + options.savePath(),
        entry.response() + " " + entry.place() + " " + entry.announced() + " " + entry.total(),
        entry.spans() + " " + entry.stage() + " " + entry.reason() + " " + entry.paused(),
        entry.startTime() + " " + entry.endTime());
  }

  @Test
  void everythingIsReadBack() throws Exception {
    DownloadOptions options =
        DownloadOptions.builder()
            .header("X-One", "1, with: signs")
            .header("X-Empty", "")
            .sha256("a".repeat(64))
            .segments(4)
            .bytesPerSecond(99)
            .retries(9)
            .retryDelay(Duration.ofMillis(7))
            .idleTimeout(Duration.ofSeconds(8))
            .savePath(folder.resolve("wanted"))
            .build();
    JournalEntry full =
        new JournalEntry(
            "full",
            2,
            new Request("https://host.test/", options),
            new Response(
                List.of("https://first.test/", "https://host.test/"),
                "näme.txt",
                "text/plain",
                "attachment; filename=\"x\"",
                new Validators("\"tag\"", "Wed, 31 Dec 2025 00:00:00 GMT", true),
                true,
                new ExpectedDigests(Map.of("SHA-256", "ab", "SHA-512", "cd"))),
            new Place(folder.resolve("target"), true, folder.resolve("target.part")),
            true,
            1000,
            List.of(new Span(0, 500, 500, -3), new Span(500, 1000, 20, 4)),
            Stage.INTERRUPTED,
            22,
            true,
            12.25,
            13.5);
    try (SqliteJournal journal = journal()) {
      journal.put(full);
      journal.put(entry("bare", 1));
      journal.put(entry("gone", 3));
      journal.remove("gone");
      get(journal.flush());
    }
    try (SqliteJournal journal = journal()) {
      assertThat(get(journal.load()).stream().map(SqliteJournalTest::described))
          .containsExactly(described(entry("bare", 1)), described(full));
    }
  }

  @Test
  void theLastWordCountsAndAFlushIsDurable() throws Exception {
    try (SqliteJournal journal = journal()) {
      for (int i = 0; i < 100; i++) {
        journal.put(entry("a", i));
      }
      get(journal.flush());
      try (SqliteJournal other = journal()) {
        assertThat(get(other.load())).extracting(JournalEntry::order).containsExactly(99L);
      }
    }
  }

  @Test
  void aRowThatMakesNoSenseDoesNotHideTheOthers() throws Exception {
    try (SqliteJournal journal = journal()) {
      journal.put(entry("good", 1));
      journal.put(entry("bad", 2));
      get(journal.flush());
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE downloads SET stage = 'UNHEARD_OF' WHERE id = 'bad'");
    }
    try (SqliteJournal journal = journal()) {
      assertThat(get(journal.load())).extracting(JournalEntry::id).containsExactly("good");
    }
  }

  @Test
  void whatCannotBeOpenedIsTold() throws Exception {
    Files.createDirectories(file());
    try (SqliteJournal journal = journal()) {
      assertThatThrownBy(() -> get(journal.load()))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(IOException.class)
          .hasMessageContaining("session.db");
      journal.put(entry("a", 1));
      assertThatThrownBy(() -> get(journal.flush()))
          .cause()
          .isInstanceOf(IOException.class)
          .hasMessageContaining("session.db");
      // It is written when that is possible again.
      Files.delete(file());
      while (true) {
        try {
          get(journal.flush());
          break;
        } catch (ExecutionException notYet) {
          continue;
        }
      }
    }
    try (SqliteJournal journal = journal()) {
      assertThat(get(journal.load())).hasSize(1);
    }
  }

  @Test
  void aRunningDownloadIsBrokenOffAfterTheProcess() {
    JournalEntry running = entry("a", 1);
    assertThat(running.awakened().stage()).isEqualTo(Stage.INTERRUPTED);
    assertThat(running.awakened().reason()).isEqualTo(50);
    assertThat(running.awakened().awakened()).isEqualTo(running.awakened());
  }
}
