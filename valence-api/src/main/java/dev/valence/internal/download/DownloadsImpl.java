package dev.valence.internal.download;

import dev.valence.download.DownloadItem;
import dev.valence.download.DownloadOptions;
import dev.valence.download.DownloadState;
import dev.valence.download.Downloads;
import dev.valence.download.InterruptReason;
import dev.valence.download.InterruptedDownloadOptions;
import dev.valence.download.SaveDialog;
import dev.valence.internal.download.disk.DownloadsFolder;
import dev.valence.internal.download.disk.SavePath;
import dev.valence.internal.download.journal.DownloadJournal;
import dev.valence.internal.download.journal.JournalEntry;
import dev.valence.internal.download.journal.JournalEntry.Place;
import dev.valence.internal.download.journal.JournalEntry.Request;
import dev.valence.internal.download.journal.JournalEntry.Response;
import dev.valence.internal.download.journal.JournalEntry.Stage;
import dev.valence.internal.download.rules.DownloadRequest;
import dev.valence.internal.download.rules.ExpectedDigests;
import dev.valence.internal.download.rules.RateLimit;
import dev.valence.internal.download.rules.Span;
import dev.valence.internal.download.rules.Validators;
import dev.valence.net.NetworkRequest;
import dev.valence.net.http.CacheMode;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.ReferrerPolicy;
import dev.valence.net.url.Url;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The downloads of one session. */
public final class DownloadsImpl implements Downloads {
  private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);
  private static final int MOST_AT_ONCE = 8;
  private static final long CLOSE_SECONDS = 5;

  private final Surroundings surroundings;
  private final DownloadJournal journal;
  private final boolean kept;
  private final DownloadQueue queue = new DownloadQueue(MOST_AT_ONCE);
  private final RateLimit limit = new RateLimit(0);
  private final ThreadPoolExecutor threads;
  private volatile @Nullable Path folder;
  private volatile @Nullable SaveDialog dialog;

  // Guarded by this.
  private final Map<String, DownloadItemImpl> items = new LinkedHashMap<>();
  private @Nullable CompletableFuture<Void> loaded;
  private long lastOrder;
  private boolean closed;

  /**
   * The downloads.
   *
   * @param kept whether the journal outlives the session
   */
  public DownloadsImpl(Surroundings surroundings, DownloadJournal journal, boolean kept) {
    this.surroundings = surroundings;
    this.journal = journal;
    this.kept = kept;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "valence-download-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  // ---- What tasks need

  Surroundings surroundings() {
    return surroundings;
  }

  DownloadJournal journal() {
    return journal;
  }

  DownloadQueue queue() {
    return queue;
  }

  RateLimit limit() {
    return limit;
  }

  Executor threads() {
    return threads;
  }

  boolean isKept() {
    return kept;
  }

  /** Runs the action when the journal has what was put into it, or cannot have it. */
  void whenWritten(Runnable action) {
    var unused =
        journal
            .flush()
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    // The file is worth more than its entry; the journal has told why.
                    LOG.warn("a download goes on without its journal", failure);
                  }
                  action.run();
                });
  }

  /** Where files go that nobody has found a place for. */
  Path folder() {
    Path given = folder;
    return given == null ? DownloadsFolder.ofUser() : given;
  }

  @Nullable SaveDialog saveDialog() {
    return dialog;
  }

  /** Asks the user; {@code answer} hears null where the download is not wanted. */
  void askUser(DownloadItem item, Consumer<@Nullable Path> answer) {
    SaveDialog asked = dialog;
    Path suggested = folder().resolve(item.getFilename());
    AtomicBoolean answered = new AtomicBoolean();
    surroundings
        .events()
        .execute(
            () -> {
              if (asked == null) {
                answer.accept(suggested);
                return;
              }
              asked.choose(
                  item,
                  item.getSaveDialogOptions(),
                  suggested,
                  path -> {
                    Path file = path == null ? null : SavePath.requireFile(path);
                    if (!answered.compareAndSet(false, true)) {
                      throw new IllegalStateException("the save dialog was answered before");
                    }
                    answer.accept(file);
                  });
            });
  }

  Transfer transfer(
      Transfer.Owner owner, Portion portion, long offset, long last, Validators validators) {
    boolean ranged = DownloadRequest.asksForRange(offset, last, validators);
    return new Transfer(owner, surroundings.context(), threads, portion, ranged);
  }

  void send(Transfer transfer, Request request, long offset, long last, Validators validators) {
    transfer.start(networkRequest(request, offset, last, validators));
  }

  private NetworkRequest networkRequest(
      Request request, long offset, long last, Validators validators) {
    HeaderList headers =
        DownloadRequest.headers(request.options().headers(), offset, last, validators);
    String language = surroundings.acceptLanguage().get();
    if (language != null && !headers.contains("accept-language")) {
      headers.add("Accept-Language", language);
    }
    return NetworkRequest.builder(Url.parse(request.url()))
        .headers(headers)
        .useCookies(true)
        // A Referer is the caller's own word.
        .referrerPolicy(ReferrerPolicy.UNSAFE_URL)
        // As Chromium: files would drive everything else out of the cache.
        .cacheMode(CacheMode.NO_STORE)
        .timeouts(surroundings.timeouts().withIdleBody(request.options().idleTimeout()))
        .build();
  }

  // ---- What the session needs

  /**
   * As {@code Session.downloadURL}.
   *
   * @throws IllegalArgumentException when the URL cannot be downloaded
   */
  public DownloadItem start(String url, DownloadOptions options) {
    Request request = new Request(downloadable(Url.parse(url)).href(), options);
    JournalEntry entry = fresh(request, Response.NONE, null, Span.whole(-1), 0, now());
    DownloadItemImpl item = add(entry, DownloadState.PROGRESSING);
    item.task().begin();
    return item;
  }

  /** As {@code Session.createInterruptedDownload}. */
  public DownloadItem createInterrupted(InterruptedDownloadOptions options) {
    List<Url> chain = options.urlChain();
    Url last = chain.get(chain.size() - 1);
    Request request = new Request(downloadable(last).href(), DownloadOptions.defaults());
    Response response =
        new Response(
            chain.stream().map(one -> one.withoutCredentials().href()).toList(),
            String.valueOf(options.path().getFileName()),
            options.mimeType(),
            "",
            Validators.kept(options.eTag(), options.lastModified()),
            true,
            ExpectedDigests.NONE);
    JournalEntry entry =
        fresh(
            request,
            response,
            new Place(options.path(), true, options.path()),
            new Span(0, options.length(), options.offset(), 0),
            InterruptReason.NETWORK_FAILED.code(),
            options.startTime());
    DownloadItemImpl item = add(entry, DownloadState.INTERRUPTED);
    item.task().announceInterrupted(options.path(), options.offset());
    return item;
  }

  private static Url downloadable(Url url) {
    if (url.scheme().equals("ws") || url.scheme().equals("wss")) {
      throw new IllegalArgumentException(
          "a WebSocket brings no file; " + url.scheme() + ": URLs cannot be downloaded");
    }
    return url;
  }

  private JournalEntry fresh(
      Request request,
      Response response,
      @Nullable Place place,
      Span span,
      int reason,
      double startTime) {
    return new JournalEntry(
        UUID.randomUUID().toString(),
        nextOrder(),
        request,
        response,
        place,
        false,
        span.end(),
        List.of(span),
        Stage.RUNNING,
        reason,
        false,
        startTime,
        0);
  }

  private synchronized long nextOrder() {
    lastOrder = Math.max(lastOrder + 1, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    return lastOrder;
  }

  private static double now() {
    return Instant.now().toEpochMilli() / 1000.0;
  }

  private synchronized DownloadItemImpl add(JournalEntry entry, DownloadState state) {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
    DownloadItemImpl item = new DownloadItemImpl(surroundings, entry, state);
    item.task(new DownloadTask(this, item));
    items.put(item.id(), item);
    return item;
  }

  /** As {@code Session.setDownloadPath}. */
  public void setFolder(Path path) {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("the download path is not absolute: " + path);
    }
    folder = path.normalize();
  }

  /** Takes those that are at rest off the list; their files stay. */
  public CompletableFuture<Void> clear(Predicate<DownloadItem> condition) {
    return list()
        .thenCompose(
            all -> {
              for (DownloadItem item : all) {
                if (item.getState() != DownloadState.PROGRESSING && condition.test(item)) {
                  forget((DownloadItemImpl) item);
                }
              }
              return journal.flush();
            });
  }

  void forget(DownloadItemImpl item) {
    synchronized (this) {
      items.remove(item.id());
    }
    journal.remove(item.id());
  }

  /** Stops what runs, writes it down, and closes the journal. */
  public void close() {
    List<CompletableFuture<Void>> stopping = new ArrayList<>();
    synchronized (this) {
      closed = true;
      items.values().forEach(item -> stopping.add(item.task().shutDown()));
    }
    try {
      CompletableFuture.allOf(stopping.toArray(CompletableFuture[]::new))
          .get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("downloads did not stop in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    journal.close();
  }

  // ---- Downloads

  @Override
  public CompletableFuture<List<DownloadItem>> list() {
    return loaded().thenApplyAsync(done -> sorted(), surroundings.workers());
  }

  private synchronized List<DownloadItem> sorted() {
    return items.values().stream()
        .sorted(Comparator.comparingLong(DownloadItemImpl::order))
        .map(DownloadItem.class::cast)
        .toList();
  }

  private synchronized CompletableFuture<Void> loaded() {
    CompletableFuture<Void> known = loaded;
    if (known == null) {
      known = journal.load().thenCompose(this::takeIn);
      loaded = known;
    }
    return known;
  }

  private CompletableFuture<Void> takeIn(List<JournalEntry> entries) {
    List<CompletableFuture<Void>> recovering = new ArrayList<>();
    synchronized (this) {
      for (JournalEntry entry : entries) {
        if (closed || items.containsKey(entry.id())) {
          continue;
        }
        boolean finishing = entry.stage() == Stage.FINISHING;
        DownloadItemImpl item = add(entry.awakened(), stateOf(entry.stage()));
        if (finishing) {
          recovering.add(item.task().recover());
        }
      }
    }
    return CompletableFuture.allOf(recovering.toArray(CompletableFuture[]::new));
  }

  private static DownloadState stateOf(Stage stage) {
    return switch (stage) {
      case RUNNING, INTERRUPTED -> DownloadState.INTERRUPTED;
      case FINISHING -> DownloadState.PROGRESSING;
      case COMPLETED -> DownloadState.COMPLETED;
      case CANCELLED -> DownloadState.CANCELLED;
    };
  }

  @Override
  public CompletableFuture<List<DownloadItem>> resumeAll() {
    return list()
        .thenApply(
            all -> {
              List<DownloadItem> broken =
                  all.stream().filter(item -> !item.isPaused() && endedWithProcess(item)).toList();
              broken.forEach(DownloadItem::resume);
              return broken;
            });
  }

  private static boolean endedWithProcess(DownloadItem item) {
    InterruptReason reason = item.interruptReason();
    return reason == InterruptReason.CRASH || reason == InterruptReason.USER_SHUTDOWN;
  }

  @Override
  public CompletableFuture<Void> remove(DownloadItem item) {
    DownloadItemImpl own;
    synchronized (this) {
      own = items.get(item.id());
    }
    if (own == null || own != item) {
      throw new IllegalArgumentException("no download of this session: " + item);
    }
    own.cancel();
    return own.task().forgotten().thenCompose(done -> journal.flush());
  }

  @Override
  public void setMaxConcurrent(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("maxConcurrent is 1 or more, not " + most);
    }
    queue.most(most);
  }

  @Override
  public int maxConcurrent() {
    return queue.most();
  }

  @Override
  public void setBandwidthLimit(long bytesPerSecond) {
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException("the bandwidth limit is negative: " + bytesPerSecond);
    }
    limit.set(bytesPerSecond);
  }

  @Override
  public long bandwidthLimit() {
    return limit.get();
  }

  @Override
  public void setSaveDialog(@Nullable SaveDialog value) {
    dialog = value;
  }

  @Override
  public CompletableFuture<Void> flush() {
    return journal.flush().thenApplyAsync(done -> done, surroundings.workers());
  }
}
