package dev.valence.net.cookie.internal;

import dev.valence.net.cookie.Cookie;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private Map<CookieChange.Identity, CookieChange> pending = new LinkedHashMap<>();
  private List<CompletableFuture<Void>> flushes = new ArrayList<>();
  private boolean closing;
  private @Nullable Thread thread;

  // Confined to the thread.
  private @Nullable Connection connection;
  private @Nullable CookieTable table;

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
    lock.lock();
    try {
      thread = writer;
    } finally {
      lock.unlock();
    }
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
    CookieChange change = new CookieChange(CookieChange.Kind.TOUCH, cookie, access);
    lock.lock();
    try {
      if (pending.putIfAbsent(change.identity(), change) == null) {
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void add(CookieChange change) {
    lock.lock();
    try {
      pending.put(change.identity(), change);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Completes when all changes made before are durable; fails when they could not be written. */
  public CompletableFuture<Void> flush() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    lock.lock();
    try {
      if (thread == null || (closing && !thread.isAlive())) {
        done.completeExceptionally(new IllegalStateException("The cookie store is closed"));
        return done;
      }
      flushes.add(done);
      work.signal();
    } finally {
      lock.unlock();
    }
    return done;
  }

  /** Writes what is waiting and closes the file. */
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
    } catch (SQLException | IOException e) {
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
    failLeftFlushes();
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
    Map<CookieChange.Identity, CookieChange> batch;
    List<CompletableFuture<Void>> waiting;
    boolean last;
    lock.lock();
    try {
      awaitBatch();
      batch = pending;
      pending = new LinkedHashMap<>();
      waiting = flushes;
      flushes = new ArrayList<>();
      last = closing;
    } finally {
      lock.unlock();
    }
    try {
      if (!batch.isEmpty()) {
        write(batch, everything);
      }
      waiting.forEach(flush -> flush.complete(null));
    } catch (SQLException | IOException e) {
      IOException failure = new IOException("Cannot write the cookies to " + file.path(), e);
      log.warn("Cannot write {} changes of cookies to {}", batch.size(), file.path(), e);
      waiting.forEach(flush -> flush.completeExceptionally(failure));
      if (!last) {
        keepForLater(batch);
      }
    }
    return !last;
  }

  /** Called with the lock held. */
  private void awaitBatch() {
    try {
      while (pending.isEmpty() && flushes.isEmpty() && !closing) {
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

  private void write(
      Map<CookieChange.Identity, CookieChange> batch, Supplier<List<Cookie>> everything)
      throws SQLException, IOException {
    CookieTable current = table;
    try {
      (current == null ? openTable() : current).write(batch.values());
    } catch (SQLException e) {
      if (!DamagedDatabaseException.isDamage(e)) {
        throw e;
      }
      moveAside(e);
      List<CookieChange> all = new ArrayList<>();
      for (Cookie cookie : everything.get()) {
        all.add(new CookieChange(CookieChange.Kind.PUT, cookie, null));
      }
      openTable().write(all);
    }
  }

  /** Puts a failed batch back below what came since, and waits before it is tried again. */
  private void keepForLater(Map<CookieChange.Identity, CookieChange> batch) {
    lock.lock();
    try {
      batch.putAll(pending);
      pending = batch;
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

  private void failLeftFlushes() {
    lock.lock();
    try {
      flushes.forEach(
          flush ->
              flush.completeExceptionally(new IllegalStateException("The cookie store is closed")));
      flushes.clear();
    } finally {
      lock.unlock();
    }
  }
}
