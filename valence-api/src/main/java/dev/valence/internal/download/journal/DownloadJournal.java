package dev.valence.internal.download.journal;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keeps downloads beyond the life of the process, or not. Any thread; nothing but close blocks. */
public interface DownloadJournal extends AutoCloseable {
  /** What was written in earlier lives; asked once. */
  CompletableFuture<List<JournalEntry>> load();

  /** Writes a download down soon, in place of what was written of it before. */
  void put(JournalEntry entry);

  /** Forgets a download. */
  void remove(String id);

  /** Done when all of the above is durable; fails when it could not be written. */
  CompletableFuture<Void> flush();

  @Override
  void close();

  /** That of a session in memory. */
  static DownloadJournal none() {
    return new DownloadJournal() {
      @Override
      public CompletableFuture<List<JournalEntry>> load() {
        return CompletableFuture.completedFuture(List.of());
      }

      @Override
      public void put(JournalEntry entry) {}

      @Override
      public void remove(String id) {}

      @Override
      public CompletableFuture<Void> flush() {
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public void close() {}
    };
  }
}
