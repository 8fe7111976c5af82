package dev.valence.net.cookie.internal;

import dev.valence.net.cookie.Cookie;
import dev.valence.net.database.DamagedDatabaseException;
import dev.valence.net.database.PendingWrites;
import dev.valence.net.database.SqliteFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cookies on disk, written behind the store by a thread of its own. A change waits {@value
 * #GATHER_MILLIS} ms for others and is then committed with them, so it is durable well within 100
 * ms. Of several waiting changes of one cookie only the last is written.
 *
 * <p>Any thread may call it; nothing but {@link #close()} blocks.
 */
public final class CookieDatabase implements AutoCloseable {
  /** How long the first change of a batch waits for others. */
  private static final long GATHER_MILLIS = 20;

  /** How long a failed batch waits until it is tried again. */
  private static final long RETRY_MILLIS = 1000;

  private static final long CLOSE_MILLIS = 10_000;

  private static final Logger log = LoggerFactory.getLogger(CookieDatabase.class);

  private final SqliteFile file;
  private final InstantSource clock;
  private final PendingWrites<CookieChange.Identity, CookieChange> pending =
      new PendingWrites<>(GATHER_MILLIS, CookieChange::ofTwo);
  private volatile @Nullable Thread thread;

  // Confined to the thread.
  private @Nullable Connection connection;
  private @Nullable CookieTable table;

  /** Whether the old file was found damaged and the new one does not hold all cookies yet. */
  private boolean newFile;

  public CookieDatabase(Path path, InstantSource clock) {
    this.file = new SqliteFile(path);
    this.clock = clock;
  }

  /**
   * Opens the file and reads it on the database's thread.
   *
   * @param loaded gets the cookies that were in the file
   * @param failed gets an {@code IOException} when the file can't be opened
   * @param everything gives the persistent cookies of the store, to write a new file with when the
   *     file is found damaged later
   */
  public void start(
      Consumer<List<Cookie>> loaded,
      Consumer<Exception> failed,
      Supplier<List<Cookie>> everything) {
    Thread writer = new Thread(() -> run(loaded, failed, everything), "valence-cookies");
    writer.setDaemon(true);
    thread = writer;
    writer.start();
  }

  /** Writes a persistent cookie, replacing the one of the same identity. */
  public void put(Cookie cookie) {
    add(new CookieChange(CookieChange.Kind.PUT, cookie, null));
  }

  /** Removes a cookie. */
  public void remove(Cookie cookie) {
    add(new CookieChange(CookieChange.Kind.REMOVE, cookie, null));
  }

  /** Notes the last access of a cookie; weaker than any other change of it. */
  public void touch(Cookie cookie, Instant access) {
    add(new CookieChange(CookieChange.Kind.TOUCH, cookie, access));
  }

  private void add(CookieChange change) {
    pending.add(change.identity(), change);
  }

  /** Completes when all changes made before are durable; fails when they could not be written. */
  public CompletableFuture<Void> flush() {
    return pending.flush();
  }

  /** Writes what is waiting and closes the file. */
  @Override
  public void close() {
    pending.close();
    Thread writer = thread;
    if (writer == null || writer == Thread.currentThread()) {
      return;
    }
    try {
      writer.join(CLOSE_MILLIS);
      if (writer.isAlive()) {
        log.warn("Cookies are still being written to {} after {} ms", file.path(), CLOSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(
      Consumer<List<Cookie>> loaded,
      Consumer<Exception> failed,
      Supplier<List<Cookie>> everything) {
    List<Cookie> cookies;
    try {
      cookies = load();
    } catch (SQLException | IOException | RuntimeException | LinkageError e) {
      // A LinkageError says that SQLite's own library can't be loaded here.
      failed.accept(new IOException("Cannot open the cookies in " + file.path(), e));
      closeConnection();
      return;
    }
    loaded.accept(cookies);
    boolean open = true;
    while (open) {
      open = writeNext(everything);
    }
    closeConnection();
  }

  private List<Cookie> load() throws SQLException, IOException {
    try {
      return openTable().all();
    } catch (SQLException e) {
      if (!DamagedDatabaseException.isDamage(e)) {
        throw e;
      }
      moveAside(e);
      return openTable().all();
    }
  }

  private CookieTable openTable() throws SQLException, IOException {
    Connection opened = file.open();
    connection = opened;
    CookieTable newTable = CookieTable.open(opened);
    table = newTable;
    return newTable;
  }

  private void moveAside(SQLException damage) throws IOException {
    closeConnection();
    Path moved = file.moveAside(clock.instant());
    log.warn(
        "The cookie file {} is damaged ({}). It was moved to {} and a new file was begun.",
        file.path(),
        damage.getMessage(),
        moved);
  }

  /** Waits for work and does it; says false when it was the last. */
  private boolean writeNext(Supplier<List<Cookie>> everything) {
    PendingWrites.Batch<CookieChange.Identity, CookieChange> batch = pending.take();
    try {
      if (!batch.changes().isEmpty()) {
        write(batch.changes().values(), everything);
      }
      batch.succeed();
    } catch (SQLException | IOException | RuntimeException e) {
      log.warn("Cannot write {} changes of cookies to {}", batch.changes().size(), file.path(), e);
      batch.fail(new IOException("Cannot write the cookies to " + file.path(), e));
      if (!batch.last()) {
        pending.retryLater(batch, RETRY_MILLIS);
      }
    }
    return !batch.last();
  }

  private void write(Collection<CookieChange> changes, Supplier<List<Cookie>> everything)
      throws SQLException, IOException {
    try {
      writeTo(table == null ? openTable() : table, changes, everything);
    } catch (SQLException e) {
      if (!DamagedDatabaseException.isDamage(e)) {
        throw e;
      }
      moveAside(e);
      newFile = true;
      writeTo(openTable(), changes, everything);
    }
  }

  private void writeTo(
      CookieTable target, Collection<CookieChange> changes, Supplier<List<Cookie>> everything)
      throws SQLException {
    if (newFile) {
      // What is in memory is at least as new as the changes.
      target.write(
          everything.get().stream()
              .map(cookie -> new CookieChange(CookieChange.Kind.PUT, cookie, null))
              .toList());
      newFile = false;
    } else {
      target.write(changes);
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
