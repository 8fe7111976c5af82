package dev.valence.internal.download;

import dev.valence.download.InterruptReason;
import dev.valence.internal.download.disk.PartFile;
import dev.valence.internal.download.journal.JournalEntry.Place;
import dev.valence.internal.download.journal.JournalEntry.Response;
import dev.valence.internal.download.rules.Answer;
import dev.valence.internal.download.rules.ContentRange;
import dev.valence.internal.download.rules.ExpectedDigests;
import dev.valence.internal.download.rules.RateLimit;
import dev.valence.internal.download.rules.Span;
import dev.valence.internal.download.rules.Validators;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of a download and the part that they fill: asks for what is missing, and judges what
 * comes. Its steps run in the download's mailbox.
 */
final class Fetching implements Transfer.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Fetching.class);

  /** How often progress is looked at. */
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** What it tells the download, in the mailbox. */
  interface Listener {
    /** A response brings the whole file: its place is needed. */
    void onWholeResponse(Transfer transfer);

    /** More bytes are there; told now and then. */
    void onProgress();

    /** Every byte is there. */
    void onAllBytes();

    /** Something broke; the transfer, if it was one, has ended. */
    void onFault(Fault fault);
  }

  private final DownloadsImpl downloads;
  private final DownloadItemImpl item;
  private final Mailbox mailbox;
  private final Listener listener;
  private final List<RateLimit> limits;
  private volatile long lastTick = System.nanoTime();

  // Confined to the mailbox.
  private final List<Transfer> transfers = new ArrayList<>();
  private @Nullable PartFile file;

  /** A portion was asked for, and something else came: asked again, it might come for ever. */
  private boolean inOnePiece;

  Fetching(DownloadsImpl downloads, DownloadItemImpl item, Mailbox mailbox, Listener listener) {
    this.downloads = downloads;
    this.item = item;
    this.mailbox = mailbox;
    this.listener = listener;
    this.limits =
        List.of(new RateLimit(item.request().options().bytesPerSecond()), downloads.limit());
  }

  // ---- Asking

  /** Opens what there is of the file, and believes of the journal what the disk bears out. */
  void takeUp() throws IOException {
    Place place = item.place();
    List<Span> spans = Portion.spans(item.portions());
    boolean usable = item.response().validators().ifRange() != null;
    if (place == null || !usable || Span.received(spans) == 0) {
      forget();
      return;
    }
    place = inItsOwnFile(place);
    close();
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
  void request() {
    List<Portion> portions = item.portions();
    for (Portion portion : portions) {
      boolean brought = transfers.stream().anyMatch(t -> t.portion() == portion);
      if (!brought && !portion.isDone()) {
        request(portion, portions.size() > 1);
      }
    }
    tellIfWhole();
  }

  private void request(Portion portion, boolean oneOfSeveral) {
    long last = oneOfSeveral ? portion.end() - 1 : -1;
    Validators validators = item.response().validators();
    Transfer transfer = downloads.transfer(this, portion, portion.position(), last, validators);
    transfers.add(transfer);
    downloads.send(transfer, item.request(), portion.position(), last, validators);
  }

  // ---- Heads

  @Override
  public void onHead(Transfer transfer, ResponseHead head, List<Url> urls) {
    mailbox.execute(
        () -> {
          if (isWanted(transfer)) {
            head(transfer, head, urls);
          }
        });
  }

  /** Whether the transfer has been neither dropped nor ended. */
  boolean isWanted(Transfer transfer) {
    return transfers.contains(transfer);
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
        tellIfWhole();
      }
      case START_AGAIN -> {
        inOnePiece |= portion.start() > 0;
        fault(transfer, Fault.of(InterruptReason.SERVER_NO_RANGE));
      }
      case REFUSED ->
          fault(
              transfer,
              Fault.ofStatus(
                  answer.reason(),
                  head.status(),
                  urls.get(urls.size() - 1),
                  headers.get("retry-after")));
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
    if (transfer.portion().start() > 0) {
      inOnePiece = true;
      if (item.response().validators().allows(read.validators()) && goOnWithoutRanges(transfer)) {
        return;
      }
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
    listener.onWholeResponse(transfer);
  }

  /**
   * The server sends no ranges after all: the first transfer brings the rest. Says false where it
   * has ended already, or there is none.
   */
  private boolean goOnWithoutRanges(Transfer refused) {
    Portion first = item.portions().get(0);
    boolean goesOn =
        transfers.stream()
            .anyMatch(
                t ->
                    t.portion() == first
                        && !t.isRanged()
                        && t != refused
                        && t.goOnTo(item.total()));
    if (!goesOn) {
      return false;
    }
    for (Transfer other : List.copyOf(transfers)) {
      if (other.portion() != first) {
        drop(other);
      }
    }
    item.portions(List.of(first));
    return true;
  }

  // ---- Bytes

  /** The place is known: writes the response from its first byte on. */
  void write(Transfer transfer, Place place) throws IOException {
    close();
    PartFile opened = PartFile.open(place.part());
    file = opened;
    opened.truncate(0);
    split(transfer);
    transfer.writeTo(opened, item.total());
  }

  /** Cuts the file into portions, where that was asked for and the server can. */
  private void split(Transfer first) {
    int wanted = item.request().options().segments();
    Response response = item.response();
    if (wanted > 1
        && !inOnePiece
        && item.total() > 0
        && response.acceptsRanges()
        && response.validators().ifRange() != null) {
      List<Portion> portions = Portion.of(Span.split(item.total(), wanted));
      first.portion(portions.get(0));
      item.portions(portions);
    }
  }

  @Override
  public void onBytes(int count) {
    item.addBytes(count);
    long now = System.nanoTime();
    if (now - lastTick >= TICK_NANOS) {
      lastTick = now;
      mailbox.execute(listener::onProgress);
    }
  }

  @Override
  public boolean isPaused() {
    return item.isPaused();
  }

  @Override
  public List<RateLimit> limits() {
    return limits;
  }

  /** A pause is over. */
  void wake() {
    transfers.forEach(Transfer::schedule);
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
      listener.onFault(Fault.of(InterruptReason.SERVER_CONTENT_LENGTH_MISMATCH));
      return;
    }
    if (!transfer.isRanged()) {
      item.response(item.response().with(ExpectedDigests.of(trailers, true)));
    }
    tellIfWhole();
  }

  private void tellIfWhole() {
    if (transfers.isEmpty() && item.portions().stream().allMatch(Portion::isDone)) {
      listener.onAllBytes();
    }
  }

  // ---- Faults

  @Override
  public void onNetworkFailure(Transfer transfer, NetException failure) {
    mailbox.execute(() -> fault(transfer, Fault.ofNetwork(failure)));
  }

  @Override
  public void onDiskFailure(Transfer transfer, IOException failure) {
    mailbox.execute(() -> fault(transfer, Fault.ofDisk(failure)));
  }

  private void fault(Transfer transfer, Fault fault) {
    if (isWanted(transfer)) {
      drop(transfer);
      listener.onFault(fault);
    }
  }

  private void drop(Transfer transfer) {
    transfers.remove(transfer);
    transfer.stop();
  }

  /** Gives every response up. */
  void dropAll() {
    List.copyOf(transfers).forEach(this::drop);
  }

  /** What there is of the file is worth nothing. */
  void forget() {
    item.portions(Portion.of(List.of(Span.whole(-1))));
  }

  // ---- The part

  /** The part, while it is open. */
  @Nullable PartFile file() {
    return file;
  }

  /** How far it is, with what is needed to know the bytes again. */
  List<Span> spans() {
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

  /** Closes the part; nothing is written from then on. */
  void close() {
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

  /** Ends what runs; how far it came is kept. */
  void stop() {
    dropAll();
    item.portions(Portion.of(spans()));
    close();
  }
}
