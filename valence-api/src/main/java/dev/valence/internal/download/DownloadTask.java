package dev.valence.internal.download;

import dev.valence.download.DownloadState;
import dev.valence.download.InterruptReason;
import dev.valence.event.Event;
import dev.valence.internal.download.disk.PartFile;
import dev.valence.internal.download.journal.JournalEntry.Place;
import dev.valence.internal.download.rules.InterruptRules;
import dev.valence.internal.download.rules.RetryDelay;
import dev.valence.internal.download.rules.Span;
import dev.valence.net.url.Url;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The course of one download: its turn, its announcement, its bytes, further tries, its end. Its
 * steps run in its mailbox, one at a time; they may block on the disk, but never wait for the
 * network or for a listener.
 */
final class DownloadTask implements Fetching.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(DownloadTask.class);

  /** How often progress is told; Chromium's period. */
  private static final long UPDATE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private enum Phase {
    /** Nothing is to be done. */
    IDLE,
    /** Waits for its turn. */
    QUEUED,
    /** Listeners, or the user, decide where the file goes. */
    DECIDING,
    /** Asks, takes bytes, or waits for the next try. */
    RUNNING,
    FINISHING,
    /** It was cancelled. */
    CANCELLED
  }

  private final DownloadsImpl downloads;
  private final DownloadItemImpl item;
  private final Mailbox mailbox;
  private final Fetching fetching;
  private final Placing placing;
  private final Finishing finishing;
  private final Runnable turn = this::turn;
  private volatile boolean closing;

  // Confined to the mailbox.
  private Phase phase = Phase.IDLE;
  private boolean counted;
  private boolean stalled;
  private int failures;
  private long best;
  private long lastUpdate;

  DownloadTask(DownloadsImpl downloads, DownloadItemImpl item) {
    this.downloads = downloads;
    this.item = item;
    this.mailbox = new Mailbox(downloads.threads());
    this.fetching = new Fetching(downloads, item, mailbox, this);
    this.placing = new Placing(downloads, item, mailbox);
    this.finishing = new Finishing(item);
  }

  // ---- Words from outside, on any thread

  /** Gets in line; once, before anything else. The order of the calls is that of the turns. */
  void begin() {
    phase = Phase.QUEUED;
    mailbox.execute(this::note);
    downloads.queue().enter(turn);
  }

  void paused() {
    mailbox.execute(this::pause);
  }

  void unpaused() {
    mailbox.execute(this::unpause);
  }

  void resumed() {
    mailbox.execute(
        () -> {
          if (phase == Phase.IDLE) {
            enqueue();
          }
        });
  }

  void cancelled() {
    mailbox.execute(this::cancel);
  }

  /** Announces a download of another life, which waits for {@code resume}. */
  void announceInterrupted(Path path, long offset) {
    mailbox.execute(
        () -> {
          item.portions(Portion.of(List.of(leftBehind(path, offset))));
          announce(() -> settleInterrupted(path));
        });
  }

  /** Completes what was being given its name when the process ended. */
  CompletableFuture<Void> recover() {
    return step(this::recoverPublished);
  }

  /** Takes it off the list, when its last step is done. */
  CompletableFuture<Void> forgotten() {
    return step(() -> downloads.forget(item));
  }

  /** The session ends: stops, and writes down how far it is. */
  CompletableFuture<Void> shutDown() {
    closing = true;
    return step(this::stopForShutdown);
  }

  /** Whether the session has ended: words of the user have no effect. */
  boolean isClosing() {
    return closing;
  }

  private CompletableFuture<Void> step(Runnable action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    mailbox.execute(
        () -> {
          try {
            action.run();
          } finally {
            done.complete(null);
          }
        });
    return done;
  }

  // ---- Its turn

  private void enqueue() {
    if (phase == Phase.IDLE && !closing && isWanted()) {
      phase = Phase.QUEUED;
      note();
      downloads.queue().enter(turn);
    }
  }

  /** On any thread. */
  private void turn() {
    mailbox.execute(
        () -> {
          counted = true;
          if (phase != Phase.QUEUED || item.isPaused()) {
            phase = phase == Phase.QUEUED ? Phase.IDLE : phase;
            leaveQueue();
          } else {
            launch();
          }
        });
  }

  private void leaveQueue() {
    if (counted) {
      counted = false;
      downloads.queue().leave();
    }
  }

  private boolean isWanted() {
    return item.getState() == DownloadState.PROGRESSING;
  }

  private void launch() {
    phase = Phase.RUNNING;
    stalled = false;
    failures = 0;
    try {
      fetching.takeUp();
    } catch (IOException e) {
      onFault(Fault.ofDisk(e));
      return;
    }
    best = item.getReceivedBytes();
    request();
  }

  private void request() {
    if (phase == Phase.RUNNING && isWanted() && !closing) {
      stalled = item.isPaused();
      if (!stalled) {
        fetching.request();
      }
    }
  }

  // ---- Its announcement and its place

  /** Fires {@code will-download}, and goes on when its listeners have run. */
  private void announce(Runnable then) {
    phase = Phase.DECIDING;
    item.announcing();
    Event event = new Event();
    downloads
        .surroundings()
        .events()
        .execute(
            () -> {
              try {
                downloads.surroundings().willDownload().accept(event, item);
              } finally {
                item.announced();
                mailbox.execute(() -> announced(event, then));
              }
            });
  }

  private void announced(Event event, Runnable then) {
    if (event.defaultPrevented()) {
      item.cancel();
      cancel();
      downloads.forget(item);
    } else if (item.getState() != DownloadState.CANCELLED && !closing) {
      then.run();
    }
  }

  @Override
  public void onWholeResponse(Transfer transfer) {
    if (item.isAnnounced()) {
      decidePlace(transfer);
    } else {
      announce(() -> decidePlace(transfer));
    }
  }

  private void decidePlace(Transfer transfer) {
    phase = Phase.DECIDING;
    placing.decide(() -> placed(transfer), failure -> onFault(Fault.ofDisk(failure)));
  }

  private void placed(Transfer transfer) {
    if (phase != Phase.DECIDING) {
      return;
    }
    downloads.journal().put(item.entry(fetching.spans()));
    // Written down before the part exists: no kill leaves a part that nobody knows of.
    downloads.whenWritten(() -> mailbox.execute(() -> write(transfer)));
  }

  private void write(Transfer transfer) {
    Place place = item.place();
    if (phase != Phase.DECIDING || place == null || !fetching.isWanted(transfer)) {
      return;
    }
    phase = Phase.RUNNING;
    try {
      fetching.write(transfer, place);
    } catch (IOException e) {
      onFault(Fault.ofDisk(e));
      return;
    }
    request();
  }

  // ---- Bytes

  @Override
  public void onProgress() {
    if (phase != Phase.RUNNING || !isWanted()) {
      return;
    }
    note();
    PartFile writing = fetching.file();
    if (writing != null && !writing.isThere()) {
      fetching.forget();
      onFault(Fault.ofDisk(new NoSuchFileException(writing.path().toString())));
      return;
    }
    long now = System.nanoTime();
    if (now - lastUpdate >= UPDATE_NANOS) {
      lastUpdate = now;
      item.postUpdated();
    }
  }

  /** Writes down how far it is. */
  private void note() {
    if (downloads.isKept()) {
      downloads.journal().put(item.entry(fetching.spans()));
    }
  }

  // ---- Faults

  /** Something broke: try again, or come to rest. */
  @Override
  public void onFault(Fault fault) {
    InterruptReason reason = fault.reason();
    long received = item.getReceivedBytes();
    if (received > best) {
      best = received;
      failures = 0;
    }
    failures++;
    boolean again =
        fault.mayPass() && failures <= item.request().options().retries() && isWanted() && !closing;
    if (!InterruptRules.keepsBytes(reason)) {
      fetching.dropAll();
      fetching.forget();
    }
    if (item.response().urlChain().isEmpty()) {
      item.response(Reading.of(Url.parse(item.request().url())));
    }
    Runnable then;
    if (again) {
      item.notFinishing();
      then = () -> tryAgain(delay(fault));
    } else {
      fetching.stop();
      if (!item.interrupted(reason, fault.cause())) {
        return;
      }
      then = this::rest;
    }
    if (item.isAnnounced()) {
      then.run();
    } else {
      announce(then);
    }
  }

  private Duration delay(Fault fault) {
    return fault.reason() == InterruptReason.SERVER_NO_RANGE
        ? Duration.ZERO
        : RetryDelay.of(item.request().options().retryDelay(), failures, fault.retryAfter());
  }

  private void tryAgain(Duration delay) {
    phase = Phase.RUNNING;
    try {
      var unused =
          downloads
              .surroundings()
              .context()
              .loop()
              .schedule(
                  () -> mailbox.execute(this::request), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException ended) {
      LOG.debug("the network ended before the next try", ended);
    }
  }

  private void rest() {
    phase = Phase.IDLE;
    leaveQueue();
    if (isWanted()) {
      // A listener of will-download has resumed it.
      enqueue();
      return;
    }
    note();
    item.postRest();
  }

  // ---- The end

  @Override
  public void onAllBytes() {
    PartFile whole = fetching.file();
    if (phase != Phase.RUNNING || whole == null || !item.beginFinishing()) {
      return;
    }
    phase = Phase.FINISHING;
    try {
      switch (finishing.prove(whole, () -> closing)) {
        case TOO_SHORT -> onFault(Fault.of(InterruptReason.FILE_TOO_SHORT));
        case WRONG -> {
          fetching.close();
          placing.deletePart();
          onFault(Fault.of(InterruptReason.FILE_HASH_MISMATCH));
        }
        // The next life proves it.
        case GIVEN_UP -> item.interrupted(InterruptReason.USER_SHUTDOWN, null);
        case RIGHT -> {
          downloads.journal().put(item.entry(fetching.spans()));
          fetching.stop();
          downloads.whenWritten(() -> mailbox.execute(this::publish));
        }
      }
    } catch (IOException e) {
      onFault(Fault.ofDisk(e));
    }
  }

  private void publish() {
    Place place = item.place();
    if (phase != Phase.FINISHING || place == null) {
      return;
    }
    try {
      finishing.publish(place);
    } catch (IOException e) {
      onFault(Fault.ofDisk(e));
      return;
    }
    item.completed();
    phase = Phase.IDLE;
    placing.release();
    leaveQueue();
    note();
    item.postRest();
  }

  private void recoverPublished() {
    Place place = item.place();
    try {
      if (place != null && finishing.recover(place)) {
        item.completed();
      } else {
        item.interrupted(InterruptReason.CRASH, null);
      }
    } catch (IOException e) {
      item.interrupted(InterruptRules.ofFile(e), e);
    }
    note();
    item.settle(item.getState());
  }

  // ---- What its user wants

  private void pause() {
    if (item.isPaused() && phase != Phase.CANCELLED) {
      note();
      item.postUpdated();
      if (phase == Phase.RUNNING) {
        leaveQueue();
      }
    }
  }

  private void unpause() {
    if (!isWanted() || item.isPaused()) {
      return;
    }
    item.postUpdated();
    if (phase == Phase.IDLE) {
      enqueue();
      return;
    }
    if (phase == Phase.RUNNING && !counted) {
      counted = true;
      downloads.queue().enterAtOnce();
    }
    note();
    fetching.wake();
    if (stalled) {
      request();
    }
  }

  /** The bytes of another life; where they are not there, it begins anew when it is resumed. */
  private Span leftBehind(Path path, long offset) {
    Span span = new Span(0, item.total(), offset, 0);
    if (offset == 0 || !Files.isRegularFile(path)) {
      return span;
    }
    try (PartFile left = PartFile.open(path)) {
      return left.noted(span, offset);
    } catch (IOException e) {
      LOG.debug("the bytes of an interrupted download cannot be read", e);
      return span;
    }
  }

  /** Where it was resumed in its listener, it gets in line now. */
  private void settleInterrupted(Path left) {
    Path chosen = item.chosen();
    item.place(new Place(chosen == null ? left : chosen, true, left));
    phase = Phase.IDLE;
    note();
    enqueue();
  }

  private void cancel() {
    if (phase == Phase.CANCELLED) {
      return;
    }
    if (phase == Phase.QUEUED) {
      downloads.queue().giveUp(turn);
    }
    phase = Phase.CANCELLED;
    letGo();
    placing.deletePart();
    leaveQueue();
    note();
    item.postRest();
  }

  private void letGo() {
    fetching.stop();
    placing.release();
  }

  private void stopForShutdown() {
    letGo();
    if (isWanted()) {
      item.interrupted(InterruptReason.USER_SHUTDOWN, null);
    }
    phase = Phase.IDLE;
    if (!downloads.isKept() && item.getState() == DownloadState.INTERRUPTED) {
      placing.deletePart();
    }
    downloads.journal().put(item.entry(fetching.spans()));
    item.settle(item.getState());
  }
}
