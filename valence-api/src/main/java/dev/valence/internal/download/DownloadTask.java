package dev.valence.internal.download;

import dev.valence.download.DownloadState;
import dev.valence.download.InterruptReason;
import dev.valence.event.Event;
import dev.valence.internal.download.disk.FileHash;
import dev.valence.internal.download.disk.PartFile;
import dev.valence.internal.download.disk.SavePlace;
import dev.valence.internal.download.journal.JournalEntry.Place;
import dev.valence.internal.download.journal.JournalEntry.Response;
import dev.valence.internal.download.rules.Answer;
import dev.valence.internal.download.rules.ContentRange;
import dev.valence.internal.download.rules.ExpectedDigests;
import dev.valence.internal.download.rules.InterruptRules;
import dev.valence.internal.download.rules.RateLimit;
import dev.valence.internal.download.rules.RetryDelay;
import dev.valence.internal.download.rules.Span;
import dev.valence.internal.download.rules.Validators;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The doing of one download: it asks, finds the file its place, writes, tries again, and gives the
 * whole file its name. Its steps run in its mailbox, one at a time; they may block on the disk, but
 * never wait for the network or for a listener.
 */
final class DownloadTask implements Transfer.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(DownloadTask.class);

  /** How often progress is written down. */
  private static final long NOTE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** How often it is told; Chromium's period. */
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
    FINISHING
  }

  private final DownloadsImpl downloads;
  private final DownloadItemImpl item;
  private final Mailbox mailbox;
  private final List<RateLimit> limits;
  private final Runnable turn = this::turn;
  private volatile boolean closing;
  private volatile long lastNote = System.nanoTime();

  // Confined to the mailbox.
  private Phase phase = Phase.IDLE;
  private final List<Transfer> transfers = new ArrayList<>();
  private @Nullable PartFile file;
  private @Nullable Path reserved;
  private boolean counted;
  private boolean stalled;
  private boolean over;
  private int failures;
  private long best;
  private long lastUpdate;

  DownloadTask(DownloadsImpl downloads, DownloadItemImpl item) {
    this.downloads = downloads;
    this.item = item;
    this.mailbox = new Mailbox(downloads.threads());
    this.limits =
        List.of(new RateLimit(item.request().options().bytesPerSecond()), downloads.limit());
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
    mailbox.execute(this::resume);
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

  /** Completes what was being given its name when the process ended. */
  CompletableFuture<Void> recover() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    mailbox.execute(
        () -> {
          recoverPublished();
          done.complete(null);
        });
    return done;
  }

  /** Takes it off the list, when its last step is done. */
  CompletableFuture<Void> forgotten() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    mailbox.execute(
        () -> {
          downloads.forget(item);
          done.complete(null);
        });
    return done;
  }

  /** The session ends: stops, and writes down how far it is. */
  CompletableFuture<Void> shutDown() {
    closing = true;
    CompletableFuture<Void> done = new CompletableFuture<>();
    mailbox.execute(
        () -> {
          stopForShutdown();
          done.complete(null);
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

  // ---- Asking

  private void launch() {
    phase = Phase.RUNNING;
    stalled = false;
    failures = 0;
    try {
      takeUp();
    } catch (IOException e) {
      fault(null, InterruptRules.ofFile(e), e, false, null);
      return;
    }
    best = item.getReceivedBytes();
    request();
  }

  /** Opens what there is of the file, and believes of the journal what the disk bears out. */
  private void takeUp() throws IOException {
    Place place = item.place();
    List<Span> spans = Portion.spans(item.portions());
    boolean usable = item.response().validators().ifRange() != null;
    if (place == null || !usable || Span.received(spans) == 0) {
      item.portions(Portion.of(List.of(Span.whole(-1))));
      return;
    }
    place = inItsOwnFile(place);
    closeFile();
    PartFile opened = PartFile.open(place.part());
    file = opened;
    spans = opened.confirmed(spans);
    if (Span.received(spans) == 0) {
      spans = List.of(Span.whole(-1));
    }
    if (spans.size() == 1) {
      opened.truncate(spans.get(0).position());
    }
    item.portions(Portion.of(spans));
  }

  /** A part that somebody else left under a name of its own gets the name of a part. */
  private Place inItsOwnFile(Place place) throws IOException {
    Path own = PartFile.pathFor(place.target(), item.id());
    if (place.part().equals(own)) {
      return place;
    }
    if (Files.isRegularFile(place.part())) {
      Files.createDirectories(own.toAbsolutePath().getParent());
      Files.move(place.part(), own);
    }
    Place moved = new Place(place.target(), place.replace(), own);
    item.place(moved);
    return moved;
  }

  /** Asks for every portion that nobody brings. */
  private void request() {
    if (phase != Phase.RUNNING || !isWanted() || closing) {
      return;
    }
    if (item.isPaused()) {
      stalled = true;
      return;
    }
    List<Portion> portions = item.portions();
    for (Portion portion : portions) {
      boolean brought = transfers.stream().anyMatch(t -> t.portion() == portion);
      if (!brought && !portion.isDone()) {
        request(portion, portions.size() > 1);
      }
    }
    finishIfWhole();
  }

  private void request(Portion portion, boolean oneOfSeveral) {
    long last = oneOfSeveral ? portion.end() - 1 : -1;
    Validators validators = item.response().validators();
    Transfer transfer = downloads.transfer(this, portion, portion.position(), last, validators);
    transfers.add(transfer);
    downloads.send(transfer, item.request(), portion.position(), last, validators);
  }

  @Override
  public void onHead(Transfer transfer, ResponseHead head, List<Url> urls) {
    mailbox.execute(
        () -> {
          if (transfers.contains(transfer)) {
            head(transfer, head, urls);
          }
        });
  }

  private void head(Transfer transfer, ResponseHead head, List<Url> urls) {
    HeaderList headers = head.headers();
    Portion portion = transfer.portion();
    Answer answer =
        Answer.of(
            head.status(),
            headers,
            portion.position(),
            transfer.isRanged(),
            item.total(),
            item.response().validators(),
            Validators.of(headers, Instant.now()));
    switch (answer.kind()) {
      case WHOLE -> whole(transfer, head, urls, answer.length());
      case CONTINUES -> continues(transfer, headers, answer.length());
      case ALREADY_WHOLE -> {
        drop(transfer);
        portion.end(answer.length());
        item.total(answer.length());
        finishIfWhole();
      }
      case START_AGAIN -> fault(transfer, InterruptReason.SERVER_NO_RANGE, null, true, null);
      case REFUSED -> {
        InterruptReason reason = answer.reason();
        fault(
            transfer,
            reason == null ? InterruptReason.SERVER_FAILED : reason,
            new HttpStatusException(head.status(), urls.get(urls.size() - 1).href()),
            InterruptRules.mayPass(head.status()),
            headers.get("retry-after"));
      }
    }
  }

  private void continues(Transfer transfer, HeaderList headers, long length) {
    PartFile to = file;
    ContentRange range = ContentRange.parse(headers.get("content-range"));
    if (to == null || range == null) {
      throw new IllegalStateException("a part without a file");
    }
    Portion portion = transfer.portion();
    if (length >= 0 && item.total() < 0) {
      item.total(length);
    }
    if (portion.end() < 0) {
      portion.end(length);
    }
    transfer.writeTo(to, range.last() + 1);
  }

  private void whole(Transfer transfer, ResponseHead head, List<Url> urls, long length) {
    Response read = Reading.of(head, urls);
    if (transfer.portion().start() > 0
        && item.response().validators().allows(read.validators())
        && goOnWithoutRanges(transfer)) {
      return;
    }
    for (Transfer other : List.copyOf(transfers)) {
      if (other != transfer) {
        drop(other);
      }
    }
    Portion portion = new Portion(Span.whole(length));
    transfer.portion(portion);
    item.portions(List.of(portion));
    item.response(read);
    item.total(length);
    if (item.isAnnounced()) {
      decidePlace(transfer);
    } else {
      announce(() -> decidePlace(transfer));
    }
  }

  /**
   * The server sends no ranges after all: the first transfer brings the rest. Says false where
   * there is none.
   */
  private boolean goOnWithoutRanges(Transfer refused) {
    Portion first = item.portions().get(0);
    boolean brought =
        transfers.stream().anyMatch(t -> t.portion() == first && !t.isRanged() && t != refused);
    if (!brought) {
      return false;
    }
    for (Transfer other : List.copyOf(transfers)) {
      if (other.portion() != first) {
        drop(other);
      }
    }
    first.end(item.total());
    item.portions(List.of(first));
    return true;
  }

  // ---- The place

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

  private void decidePlace(Transfer transfer) {
    phase = Phase.DECIDING;
    Place known = item.place();
    Path chosen = item.chosen();
    if (known != null) {
      placed(transfer, known);
    } else if (chosen != null) {
      placed(transfer, placeAt(chosen, true));
    } else if (downloads.saveDialog() != null) {
      downloads.askUser(item, path -> mailbox.execute(() -> userChose(transfer, path)));
    } else {
      Path folder = downloads.folder();
      try {
        Files.createDirectories(folder);
        reserved = SavePlace.reserve(folder, item.getFilename());
        placed(transfer, placeAt(reserved, false));
      } catch (IOException e) {
        fault(transfer, InterruptRules.ofFile(e), e, false, null);
      }
    }
  }

  private void userChose(Transfer transfer, @Nullable Path path) {
    if (path == null) {
      item.cancel();
    } else if (transfers.contains(transfer)) {
      item.chosen(path);
      placed(transfer, placeAt(path, true));
    }
  }

  private Place placeAt(Path target, boolean replace) {
    return new Place(target, replace, PartFile.pathFor(target, item.id()));
  }

  private void placed(Transfer transfer, Place place) {
    item.place(new Place(place.target(), place.replace(), placeAt(place.target(), true).part()));
    try {
      Path folder = place.target().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
        if (item.total() > 0 && !SavePlace.hasRoom(folder, item.total())) {
          throw new FileSystemException(
              folder.toString(), null, "no space left for " + item.total() + " bytes");
        }
      }
    } catch (IOException e) {
      fault(transfer, InterruptRules.ofFile(e), e, false, null);
      return;
    }
    downloads.journal().put(item.entry(Portion.spans(item.portions())));
    // Written down before the part exists: no kill leaves a part that nobody knows of.
    downloads.whenWritten(() -> mailbox.execute(() -> write(transfer)));
  }

  private void write(Transfer transfer) {
    if (!transfers.contains(transfer) || phase != Phase.DECIDING) {
      return;
    }
    phase = Phase.RUNNING;
    try {
      closeFile();
      Place place = item.place();
      if (place == null) {
        throw new IllegalStateException("no place");
      }
      PartFile opened = PartFile.open(place.part());
      file = opened;
      opened.truncate(0);
      split(transfer);
      transfer.writeTo(opened, item.total());
      request();
    } catch (IOException e) {
      fault(transfer, InterruptRules.ofFile(e), e, false, null);
    }
  }

  /** Cuts the file into portions, where that was asked for and the server can. */
  private void split(Transfer first) {
    int wanted = item.request().options().segments();
    Response response = item.response();
    if (wanted > 1
        && item.total() > 0
        && response.acceptsRanges()
        && response.validators().ifRange() != null) {
      List<Portion> portions = Portion.of(Span.split(item.total(), wanted));
      first.portion(portions.get(0));
      item.portions(portions);
    }
  }

  // ---- Bytes

  @Override
  public void onBytes(int count) {
    item.addBytes(count);
    long now = System.nanoTime();
    if (now - lastNote >= NOTE_NANOS) {
      lastNote = now;
      mailbox.execute(this::progress);
    }
  }

  private void progress() {
    if (phase != Phase.RUNNING || !isWanted()) {
      return;
    }
    note();
    PartFile writing = file;
    if (writing != null && !writing.isThere()) {
      IOException gone = new NoSuchFileException(writing.path().toString());
      item.portions(Portion.of(List.of(Span.whole(-1))));
      fault(null, InterruptReason.FILE_FAILED, gone, false, null);
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
      downloads.journal().put(item.entry(spans()));
    }
  }

  /** How far it is, with what is needed to know the bytes again. */
  private List<Span> spans() {
    PartFile writing = file;
    if (writing != null) {
      try {
        return Portion.noted(item.portions(), writing);
      } catch (IOException e) {
        LOG.debug("the part of a download cannot be read", e);
      }
    }
    return Portion.spans(item.portions());
  }

  @Override
  public boolean isPaused() {
    return item.isPaused();
  }

  @Override
  public List<RateLimit> limits() {
    return limits;
  }

  @Override
  public void onEnd(Transfer transfer, HeaderList trailers) {
    mailbox.execute(
        () -> {
          if (transfers.remove(transfer)) {
            ended(transfer, trailers);
          }
        });
  }

  private void ended(Transfer transfer, HeaderList trailers) {
    Portion portion = transfer.portion();
    if (portion.end() < 0) {
      portion.end(portion.position());
      item.total(portion.position());
    }
    if (!portion.isDone()) {
      fault(null, InterruptReason.SERVER_CONTENT_LENGTH_MISMATCH, null, true, null);
      return;
    }
    if (!transfer.isRanged()) {
      Response read = item.response();
      item.response(
          new Response(
              read.urlChain(),
              read.fileName(),
              read.mimeType(),
              read.contentDisposition(),
              read.validators(),
              read.acceptsRanges(),
              read.digests().and(ExpectedDigests.of(trailers, true))));
    }
    finishIfWhole();
  }

  // ---- Faults

  @Override
  public void onNetworkFailure(Transfer transfer, NetException failure) {
    InterruptReason reason = InterruptRules.ofNetwork(failure.error());
    boolean mayPass = InterruptRules.mayPass(reason);
    mailbox.execute(
        () -> {
          if (transfers.contains(transfer)) {
            fault(transfer, reason, failure, mayPass, null);
          }
        });
  }

  @Override
  public void onDiskFailure(Transfer transfer, IOException failure) {
    InterruptReason reason = InterruptRules.ofFile(failure);
    mailbox.execute(
        () -> {
          if (transfers.contains(transfer)) {
            fault(transfer, reason, failure, InterruptRules.mayPass(reason), null);
          }
        });
  }

  /**
   * Something broke: try again, or come to rest.
   *
   * @param transfer what broke; null where it has ended, or all of it is meant
   * @param mayPass whether another try may help
   */
  private void fault(
      @Nullable Transfer transfer,
      InterruptReason reason,
      @Nullable Exception cause,
      boolean mayPass,
      @Nullable String retryAfter) {
    if (transfer != null) {
      drop(transfer);
    }
    long received = item.getReceivedBytes();
    if (received > best) {
      best = received;
      failures = 0;
    }
    failures++;
    boolean again =
        mayPass && failures <= item.request().options().retries() && isWanted() && !closing;
    if (!InterruptRules.keepsBytes(reason)) {
      dropAll();
      item.portions(Portion.of(List.of(Span.whole(-1))));
    }
    if (item.response().urlChain().isEmpty()) {
      item.response(Reading.of(Url.parse(item.request().url())));
    }
    Runnable then;
    if (again) {
      item.notFinishing();
      Duration delay = RetryDelay.of(item.request().options().retryDelay(), failures, retryAfter);
      then = () -> tryAgain(reason == InterruptReason.SERVER_NO_RANGE ? Duration.ZERO : delay);
    } else {
      dropAll();
      List<Span> spans = spans();
      item.portions(Portion.of(spans));
      closeFile();
      if (!item.interrupted(reason, cause)) {
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

  private void drop(Transfer transfer) {
    transfers.remove(transfer);
    transfer.stop();
  }

  private void dropAll() {
    List.copyOf(transfers).forEach(this::drop);
  }

  private void closeFile() {
    PartFile open = file;
    file = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.warn("the part of a download could not be closed: {}", open.path(), e);
      }
    }
  }

  // ---- The end

  private void finishIfWhole() {
    PartFile whole = file;
    boolean done = transfers.isEmpty() && item.portions().stream().allMatch(Portion::isDone);
    if (phase == Phase.RUNNING && done && whole != null && item.beginFinishing()) {
      phase = Phase.FINISHING;
      finish(whole);
    }
  }

  private void finish(PartFile whole) {
    try {
      whole.force();
      long size = Files.size(whole.path());
      if (size != item.total()) {
        fault(null, InterruptReason.FILE_TOO_SHORT, null, true, null);
        return;
      }
      ExpectedDigests digests =
          ExpectedDigests.ofSha256(item.request().options().sha256())
              .and(item.response().digests());
      boolean matches = digests.isEmpty() || FileHash.matches(whole.path(), digests, () -> closing);
      if (closing) {
        // Not proven yet: the next life does it.
        item.interrupted(InterruptReason.USER_SHUTDOWN, null);
        return;
      }
      if (!matches) {
        closeFile();
        Files.deleteIfExists(whole.path());
        fault(null, InterruptReason.FILE_HASH_MISMATCH, null, false, null);
        return;
      }
      downloads.journal().put(item.entry(spans()));
      closeFile();
      downloads.whenWritten(() -> mailbox.execute(this::publish));
    } catch (IOException e) {
      fault(null, InterruptRules.ofFile(e), e, false, null);
    }
  }

  private void publish() {
    Place place = item.place();
    if (phase != Phase.FINISHING || place == null) {
      return;
    }
    try {
      Path published = SavePlace.publish(place.part(), place.target(), place.replace());
      item.place(new Place(published, place.replace(), place.part()));
    } catch (IOException e) {
      fault(null, InterruptRules.ofFile(e), e, false, null);
      return;
    }
    item.completed();
    phase = Phase.IDLE;
    releaseName();
    leaveQueue();
    note();
    item.postRest();
  }

  private void releaseName() {
    if (reserved != null) {
      SavePlace.release(reserved);
      reserved = null;
    }
  }

  private void recoverPublished() {
    Place place = item.place();
    try {
      if (place != null && SavePlace.isPublished(place.part(), place.target(), item.total())) {
        Files.deleteIfExists(place.part());
        item.completed();
      } else if (place != null
          && Files.exists(place.part())
          && Files.size(place.part()) == item.total()) {
        Path published = SavePlace.publish(place.part(), place.target(), place.replace());
        item.place(new Place(published, place.replace(), place.part()));
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
    if (!item.isPaused()) {
      return;
    }
    note();
    item.postUpdated();
    if (phase == Phase.RUNNING) {
      leaveQueue();
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
    transfers.forEach(Transfer::schedule);
    if (stalled) {
      stalled = false;
      request();
    }
  }

  private void resume() {
    if (phase == Phase.IDLE) {
      enqueue();
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
    if (over) {
      return;
    }
    over = true;
    if (phase == Phase.QUEUED) {
      downloads.queue().giveUp(turn);
    }
    phase = Phase.IDLE;
    dropAll();
    closeFile();
    deletePart();
    releaseName();
    leaveQueue();
    note();
    item.postRest();
  }

  /** What another life left is not ours to remove before it was taken up. */
  private void deletePart() {
    Place place = item.place();
    if (place == null
        || !place.part().equals(PartFile.pathFor(place.target(), item.id()))
        || !Files.exists(place.part())) {
      return;
    }
    try {
      Files.deleteIfExists(place.part());
    } catch (IOException e) {
      LOG.warn("the part of a cancelled download could not be removed: {}", place.part(), e);
    }
  }

  private void stopForShutdown() {
    dropAll();
    releaseName();
    if (item.getState() == DownloadState.PROGRESSING) {
      List<Span> spans = spans();
      item.portions(Portion.of(spans));
      item.interrupted(InterruptReason.USER_SHUTDOWN, null);
    }
    closeFile();
    phase = Phase.IDLE;
    if (!downloads.isKept() && item.getState() == DownloadState.INTERRUPTED) {
      deletePart();
    }
    downloads.journal().put(item.entry(Portion.spans(item.portions())));
    item.settle(item.getState());
  }
}
