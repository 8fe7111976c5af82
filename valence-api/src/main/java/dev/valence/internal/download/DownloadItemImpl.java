package dev.valence.internal.download;

import dev.valence.download.DownloadItem;
import dev.valence.download.DownloadState;
import dev.valence.download.InterruptReason;
import dev.valence.download.SaveDialogOptions;
import dev.valence.event.Event;
import dev.valence.event.EventType;
import dev.valence.event.dispatch.Listeners;
import dev.valence.internal.download.disk.SavePath;
import dev.valence.internal.download.journal.JournalEntry;
import dev.valence.internal.download.journal.JournalEntry.Place;
import dev.valence.internal.download.journal.JournalEntry.Request;
import dev.valence.internal.download.journal.JournalEntry.Response;
import dev.valence.internal.download.journal.JournalEntry.Stage;
import dev.valence.internal.download.rules.InterruptRules;
import dev.valence.internal.download.rules.Span;
import dev.valence.internal.download.rules.SpeedEstimate;
import dev.valence.net.url.Url;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a download, and the words of its user. The doing is its {@link DownloadTask}'s:
 * a word changes the state here at once, and the task follows.
 */
final class DownloadItemImpl implements DownloadItem {
  private final Executor workers;
  private final Listeners listeners;
  private final String id;
  private final long order;
  private final Request request;
  private final String ownUrl;
  private final double startTime;
  private @Nullable DownloadTask task;

  // Guarded by this.
  private Response response;
  private @Nullable Place place;
  private @Nullable Path chosen;
  private SaveDialogOptions dialog = SaveDialogOptions.empty();
  private boolean announcing;
  private boolean announced;
  private boolean finishing;
  private long total;
  private DownloadState state;
  private @Nullable InterruptReason reason;
  private @Nullable Exception cause;
  private volatile boolean paused;
  private double endTime;
  private SpeedEstimate speed = new SpeedEstimate(System.nanoTime());
  private CompletableFuture<DownloadState> settled = new CompletableFuture<>();

  private volatile List<Portion> portions;

  DownloadItemImpl(Surroundings surroundings, JournalEntry from, DownloadState state) {
    this.workers = surroundings.workers();
    this.listeners = new Listeners(surroundings.events(), "DownloadItem", UPDATED, DONE);
    this.id = from.id();
    this.order = from.order();
    this.request = from.request();
    this.ownUrl = Url.parse(request.url()).withoutCredentials().href();
    this.startTime = from.startTime();
    this.response = from.response();
    this.place = from.place();
    this.chosen = from.request().options().savePath();
    this.announced = from.announced();
    this.total = from.total();
    this.state = state;
    this.reason = InterruptReason.ofCode(from.reason());
    this.paused = from.paused();
    this.endTime = from.endTime();
    this.portions = Portion.of(from.spans());
    if (state != DownloadState.PROGRESSING) {
      settled.complete(state);
    }
  }

  /** Belongs to the making of it. */
  void task(DownloadTask worker) {
    task = worker;
  }

  DownloadTask task() {
    return Objects.requireNonNull(task);
  }

  long order() {
    return order;
  }

  Request request() {
    return request;
  }

  // ---- What the task says

  synchronized JournalEntry entry(List<Span> spans) {
    Stage stage =
        switch (state) {
          case PROGRESSING -> finishing ? Stage.FINISHING : Stage.RUNNING;
          case COMPLETED -> Stage.COMPLETED;
          case CANCELLED -> Stage.CANCELLED;
          case INTERRUPTED -> Stage.INTERRUPTED;
        };
    return new JournalEntry(
        id,
        order,
        request,
        response,
        place,
        announced,
        total,
        spans,
        stage,
        reason == null ? 0 : reason.code(),
        paused,
        startTime,
        endTime);
  }

  synchronized Response response() {
    return response;
  }

  synchronized void response(Response now) {
    response = now;
  }

  synchronized @Nullable Place place() {
    return place;
  }

  synchronized void place(@Nullable Place now) {
    place = now;
  }

  List<Portion> portions() {
    return portions;
  }

  void portions(List<Portion> now) {
    portions = now;
  }

  synchronized long total() {
    return total;
  }

  synchronized void total(long now) {
    total = now;
  }

  synchronized boolean isAnnounced() {
    return announced;
  }

  /** The listeners of {@code will-download} run: the path may be set. */
  synchronized void announcing() {
    announcing = true;
    announced = true;
  }

  /** They have run. */
  synchronized void announced() {
    announcing = false;
  }

  /** The path that somebody chose; null for none. */
  synchronized @Nullable Path chosen() {
    return chosen;
  }

  synchronized void chosen(Path path) {
    chosen = path;
  }

  /** From here on it is too late to cancel; says false where it was not. */
  synchronized boolean beginFinishing() {
    finishing = state == DownloadState.PROGRESSING;
    return finishing;
  }

  synchronized void notFinishing() {
    finishing = false;
  }

  synchronized void completed() {
    finishing = false;
    end(DownloadState.COMPLETED, null);
  }

  /** Says false where somebody has cancelled it meanwhile. */
  synchronized boolean interrupted(InterruptReason why, @Nullable Exception failure) {
    finishing = false;
    if (state == DownloadState.CANCELLED) {
      return false;
    }
    end(DownloadState.INTERRUPTED, why);
    cause = failure;
    return true;
  }

  private void end(DownloadState how, @Nullable InterruptReason why) {
    state = how;
    reason = why;
    endTime = Instant.now().toEpochMilli() / 1000.0;
    if (how == DownloadState.COMPLETED) {
      paused = false;
    }
  }

  synchronized void addBytes(int count) {
    speed.add(count, System.nanoTime());
  }

  /** Tells that there is news. */
  void postUpdated() {
    listeners.post(UPDATED, listener -> listener.onState(new Event(), getState()));
  }

  /** Tells that it has come to rest in this state. */
  void postRest() {
    DownloadState now = getState();
    boolean over = now != DownloadState.INTERRUPTED || !canResume();
    listeners.post(over ? DONE : UPDATED, listener -> listener.onState(new Event(), now));
    settle(now);
  }

  void settle(DownloadState now) {
    CompletableFuture<DownloadState> future;
    synchronized (this) {
      future = settled;
    }
    // Dependents may be anybody's code: not on the mailbox, nor under a lock.
    future.completeAsync(() -> now, workers);
  }

  // ---- The words of its user

  @Override
  public void setSavePath(Path path) {
    Path file = SavePath.requireFile(path);
    synchronized (this) {
      requireAnnouncing("the save path");
      chosen = file;
    }
  }

  @Override
  public synchronized void setSaveDialogOptions(SaveDialogOptions options) {
    requireAnnouncing("the save dialog's options");
    dialog = Objects.requireNonNull(options, "options");
  }

  private void requireAnnouncing(String what) {
    if (!announcing) {
      throw new IllegalStateException(
          "the place of the file has been decided: set "
              + what
              + " in a listener of will-download, before it returns");
    }
  }

  @Override
  public void pause() {
    synchronized (this) {
      if (state != DownloadState.PROGRESSING || paused || finishing || task().isClosing()) {
        return;
      }
      paused = true;
    }
    task().paused();
  }

  @Override
  public void resume() {
    boolean runs;
    synchronized (this) {
      if (!canResume() || task().isClosing()) {
        return;
      }
      runs = state == DownloadState.PROGRESSING;
      paused = false;
      if (!runs) {
        state = DownloadState.PROGRESSING;
        reason = null;
        cause = null;
        endTime = 0;
        speed = new SpeedEstimate(System.nanoTime());
        settled = new CompletableFuture<>();
      }
    }
    if (runs) {
      task().unpaused();
    } else {
      task().resumed();
    }
  }

  @Override
  public synchronized boolean canResume() {
    return switch (state) {
      case PROGRESSING -> paused;
      case INTERRUPTED -> reason == null || InterruptRules.canResume(reason);
      default -> false;
    };
  }

  @Override
  public void cancel() {
    synchronized (this) {
      boolean open = state == DownloadState.PROGRESSING || state == DownloadState.INTERRUPTED;
      if (!open || finishing || task().isClosing()) {
        return;
      }
      if (state == DownloadState.INTERRUPTED) {
        settled = new CompletableFuture<>();
      }
      end(DownloadState.CANCELLED, InterruptReason.USER_CANCELED);
    }
    task().cancelled();
  }

  // ---- What is known

  @Override
  public String id() {
    return id;
  }

  @Override
  public synchronized @Nullable Path getSavePath() {
    return place == null || (announcing && chosen != null) ? chosen : place.target();
  }

  @Override
  public synchronized SaveDialogOptions getSaveDialogOptions() {
    return dialog;
  }

  @Override
  public boolean isPaused() {
    return paused;
  }

  @Override
  public String getURL() {
    List<String> chain = getURLChain();
    return chain.get(chain.size() - 1);
  }

  @Override
  public synchronized List<String> getURLChain() {
    return response.urlChain().isEmpty() ? List.of(ownUrl) : response.urlChain();
  }

  @Override
  public synchronized String getMimeType() {
    return response.mimeType();
  }

  @Override
  public boolean hasUserGesture() {
    return false;
  }

  @Override
  public synchronized String getFilename() {
    return response.fileName();
  }

  @Override
  public synchronized long getTotalBytes() {
    return Math.max(0, total);
  }

  @Override
  public long getReceivedBytes() {
    return Portion.received(portions);
  }

  @Override
  public synchronized int getPercentComplete() {
    if (state == DownloadState.COMPLETED) {
      return 100;
    }
    return total <= 0 ? -1 : (int) (getReceivedBytes() * 100.0 / total);
  }

  @Override
  public synchronized long getCurrentBytesPerSecond() {
    return paused || state != DownloadState.PROGRESSING ? 0 : speed.perSecond(System.nanoTime());
  }

  @Override
  public synchronized String getContentDisposition() {
    return response.contentDisposition();
  }

  @Override
  public synchronized DownloadState getState() {
    return state;
  }

  @Override
  public synchronized String getLastModifiedTime() {
    return response.validators().lastModified();
  }

  @Override
  public synchronized String getETag() {
    return response.validators().eTag();
  }

  @Override
  public double getStartTime() {
    return startTime;
  }

  @Override
  public synchronized double getEndTime() {
    return endTime;
  }

  @Override
  public String getInitiatorOrigin() {
    return "";
  }

  @Override
  public synchronized @Nullable InterruptReason interruptReason() {
    return reason;
  }

  @Override
  public synchronized @Nullable Exception interruptCause() {
    return cause;
  }

  @Override
  public synchronized CompletableFuture<DownloadState> settled() {
    return settled.copy();
  }

  @Override
  public <L> DownloadItem on(EventType<L> type, L listener) {
    listeners.add(type, listener, false);
    return this;
  }

  @Override
  public <L> DownloadItem once(EventType<L> type, L listener) {
    listeners.add(type, listener, true);
    return this;
  }

  @Override
  public <L> DownloadItem off(EventType<L> type, L listener) {
    listeners.remove(type, listener);
    return this;
  }

  @Override
  public DownloadItem removeAllListeners(EventType<?> type) {
    listeners.removeAll(type);
    return this;
  }

  @Override
  public DownloadItem removeAllListeners() {
    listeners.removeAll();
    return this;
  }

  @Override
  public int listenerCount(EventType<?> type) {
    return listeners.count(type);
  }

  @Override
  public String toString() {
    return "DownloadItem[" + getFilename() + " " + getState() + "]";
  }
}
