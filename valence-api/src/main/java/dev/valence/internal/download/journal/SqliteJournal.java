package dev.valence.internal.download.journal;

import dev.valence.net.database.SqliteFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();

  // Guarded by the lock.
  private Map<String, @Nullable JournalEntry> changes = new LinkedHashMap<>();
  private List<CompletableFuture<Void>> flushes = new ArrayList<>();
  private @Nullable Thread thread;
  private boolean closing;

  // Confined to the thread.
  private @Nullable Connection connection;
  private @Nullable DownloadTable table;

  private record Batch(
      Map<String, @Nullable JournalEntry> changes,
      List<CompletableFuture<Void>> flushes,
      boolean last) {}

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
  public CompletableFuture<List<JournalEntry>> load() {
    lock.lock();
    try {
      start();
      return loaded;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void put(JournalEntry entry) {
    change(entry.id(), entry);
  }

  @Override
  public void remove(String id) {
    change(id, null);
  }

  private void change(String id, @Nullable JournalEntry entry) {
    lock.lock();
    try {
      if (!closing) {
        changes.put(id, entry);
        start();
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompletableFuture<Void> flush() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    lock.lock();
    try {
      if (closing || thread == null) {
        // Nothing was written, or close() waits for all of it.
        done.complete(null);
      } else {
        flushes.add(done);
        work.signal();
      }
    } finally {
      lock.unlock();
    }
    return done;
  }

  @Override
  public void close() {
    Thread writer;
    lock.lock();
    try {
      closing = true;
      work.signal();
      writer = thread;
    } finally {
      lock.unlock();
    }
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

  /** Called with the lock held. */
  private void start() {
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
    Batch batch = take();
    try {
      if (!batch.changes.isEmpty()) {
        (table == null ? openTable() : table).write(batch.changes);
      }
      batch.flushes.forEach(flush -> flush.complete(null));
    } catch (SQLException | IOException | RuntimeException | LinkageError e) {
      log.warn("Cannot write {} downloads to {}", batch.changes.size(), file.path(), e);
      closeConnection();
      IOException failure = new IOException("Cannot write the downloads to " + file.path(), e);
      batch.flushes.forEach(flush -> flush.completeExceptionally(failure));
      if (!batch.last) {
        retryLater(batch);
      }
    }
    return !batch.last;
  }

  private Batch take() {
    lock.lock();
    try {
      await();
      Batch batch = new Batch(changes, flushes, closing);
      changes = new LinkedHashMap<>();
      flushes = new ArrayList<>();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Called with the lock held. */
  private void await() {
    try {
      while (changes.isEmpty() && flushes.isEmpty() && !closing) {
        work.await();
      }
      long left = TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
      while (left > 0 && flushes.isEmpty() && !closing) {
        left = work.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Nobody but a dying host interrupts this thread: write what there is, then end.
      closing = true;
    }
  }

  /** Puts what could not be written below what came since, and waits a little. */
  private void retryLater(Batch batch) {
    lock.lock();
    try {
      batch.changes.putAll(changes);
      changes = batch.changes;
      long left = TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
      while (left > 0 && !closing) {
        left = work.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      closing = true;
    } finally {
      lock.unlock();
    }
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
