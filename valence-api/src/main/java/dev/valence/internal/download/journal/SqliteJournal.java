package dev.valence.internal.download.journal;

import dev.valence.net.database.PendingWrites;
import dev.valence.net.database.SqliteFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal in a session's file, written behind the downloads by a thread of its own: a change
 * waits {@value #GATHER_MILLIS} ms for others, a flush does not. Of several changes of one download
 * the last counts. The file belongs to the cookies: they move it aside when it is damaged, before
 * this opens it.
 */
public final class SqliteJournal implements DownloadJournal {
  private static final long GATHER_MILLIS = 50;
  private static final long RETRY_MILLIS = 1000;
  private static final long CLOSE_MILLIS = 10_000;

  private static final Logger log = LoggerFactory.getLogger(SqliteJournal.class);

  private final SqliteFile file;
  private final Future<Void> ready;
  private final CompletableFuture<List<JournalEntry>> loaded = new CompletableFuture<>();
  private final PendingWrites<String, Optional<JournalEntry>> pending =
      new PendingWrites<>(GATHER_MILLIS, (earlier, later) -> later);

  // Guarded by this.
  private @Nullable Thread thread;
  private boolean closing;

  // Confined to the thread.
  private @Nullable Connection connection;
  private @Nullable DownloadTable table;

  /**
   * A journal; the file is opened at its first use.
   *
   * @param ready done when the file may be opened
   */
  public SqliteJournal(Path path, Future<Void> ready) {
    this.file = new SqliteFile(path);
    this.ready = ready;
  }

  @Override
  public synchronized CompletableFuture<List<JournalEntry>> load() {
    start();
    return loaded;
  }

  @Override
  public void put(JournalEntry entry) {
    change(entry.id(), Optional.of(entry));
  }

  @Override
  public void remove(String id) {
    change(id, Optional.empty());
  }

  private synchronized void change(String id, Optional<JournalEntry> entry) {
    if (!closing) {
      start();
      pending.add(id, entry);
    }
  }

  @Override
  public synchronized CompletableFuture<Void> flush() {
    // Nothing was written, or close() waits for all of it.
    return closing || thread == null ? CompletableFuture.completedFuture(null) : pending.flush();
  }

  @Override
  public void close() {
    Thread writer;
    synchronized (this) {
      closing = true;
      writer = thread;
    }
    pending.close();
    if (writer == null || writer == Thread.currentThread()) {
      return;
    }
    try {
      writer.join(CLOSE_MILLIS);
      if (writer.isAlive()) {
        log.warn("Downloads are still being written to {} after {} ms", file.path(), CLOSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void start() {
    if (thread == null && !closing) {
      Thread writer = new Thread(this::run, "valence-downloads");
      writer.setDaemon(true);
      thread = writer;
      writer.start();
    }
  }

  private void run() {
    try {
      ready.get();
      loaded.complete(openTable().all());
    } catch (SQLException
        | IOException
        | ExecutionException
        | InterruptedException
        | RuntimeException
        | LinkageError e) {
      closeConnection();
      loaded.completeExceptionally(
          new IOException("Cannot open the downloads in " + file.path(), e));
      log.warn("Cannot open the downloads in {}", file.path(), e);
    }
    boolean open = true;
    while (open) {
      open = writeNext();
    }
    closeConnection();
  }

  private DownloadTable openTable() throws SQLException, IOException {
    Connection opened = file.open();
    connection = opened;
    DownloadTable newTable = DownloadTable.open(opened);
    table = newTable;
    return newTable;
  }

  /** Waits for work and does it; says false when it was the last. */
  private boolean writeNext() {
    PendingWrites.Batch<String, Optional<JournalEntry>> batch = pending.take();
    try {
      if (!batch.changes().isEmpty()) {
        (table == null ? openTable() : table).write(batch.changes());
      }
      batch.succeed();
    } catch (SQLException | IOException | RuntimeException | LinkageError e) {
      log.warn("Cannot write {} downloads to {}", batch.changes().size(), file.path(), e);
      closeConnection();
      batch.fail(new IOException("Cannot write the downloads to " + file.path(), e));
      if (!batch.last()) {
        pending.retryLater(batch, RETRY_MILLIS);
      }
    }
    return !batch.last();
  }

  private void closeConnection() {
    try {
      if (table != null) {
        table.close();
      }
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      log.warn("Cannot close {}", file.path(), e);
    }
    table = null;
    connection = null;
  }
}
