package dev.valence.net.internal.road;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.ResponseSource;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheFill;
import dev.valence.net.internal.cache.CacheFlights.Flight;
import dev.valence.net.internal.cache.CacheFlights.Outcome;
import dev.valence.net.internal.cache.CacheFlights.Waiter;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CacheWriter;
import dev.valence.net.internal.cache.CachedBody;
import dev.valence.net.internal.cache.CachedHead;
import dev.valence.net.internal.cache.HttpCache;
import dev.valence.net.internal.cache.rules.CacheUse;
import dev.valence.net.internal.cache.rules.Continuation;
import dev.valence.net.internal.cache.rules.Reuse;
import dev.valence.net.internal.cache.rules.ServedResponse;
import dev.valence.net.internal.cache.rules.Storability;
import dev.valence.net.internal.cache.rules.StoredFields;
import dev.valence.net.internal.cache.rules.Validators;
import dev.valence.net.internal.cache.rules.VaryRules;
import dev.valence.net.internal.netlog.NetLogEventType;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one hop of one request does at the cache: looks up, waits for another's answer, asks the
 * server what is needed, stores what it says. Confined to the network thread.
 */
final class CacheVisit implements Waiter, FailureWatch {
  /** What the server was asked for. */
  private enum Asked {
    /** Nothing yet. */
    NOTHING,
    /** The response. */
    RESPONSE,
    /** Whether the stored response still holds. */
    CONFIRMATION,
    /** The rest of a stored part. */
    REST
  }

  private final Transaction transaction;
  private final HttpCache cache;
  private final CacheUse use;
  private final CacheKey key;
  private final CacheVisitLog log;
  private Asked asked = Asked.NOTHING;
  private @Nullable CacheEntry stored;
  private @Nullable Flight flight;
  private @Nullable ScheduledFuture<?> lockTimer;
  private long requestMillis;
  private boolean alone;
  private boolean lookedAgain;
  private boolean lockTimedOut;

  CacheVisit(Transaction transaction, HttpCache cache, CacheUse use, CacheKey key) {
    this.transaction = transaction;
    this.cache = cache;
    this.use = use;
    this.key = key;
    this.log = new CacheVisitLog(transaction.log());
    // What is not a whole GET neither fills the cache for others nor waits for them to do so.
    this.alone = !transaction.method().equals("GET") || use.range() != null || !use.writes();
  }

  void start() {
    if (use.reads()) {
      lookUp();
    } else {
      alone = true;
      log.passedBy(use.reason());
      toNetwork(Asked.RESPONSE);
    }
  }

  private void lookUp() {
    long settled = cache.flights().settled();
    log.begin(NetLogEventType.HTTP_CACHE_OPEN_ENTRY);
    cache.store().find(key, entries -> found(entries, settled));
  }

  private void found(List<CacheEntry> entries, long settledBefore) {
    log.end(NetLogEventType.HTTP_CACHE_OPEN_ENTRY);
    CacheEntry chosen = null;
    for (CacheEntry entry : entries) {
      if (chosen == null
          && transaction.isUnderWay()
          && VaryRules.matches(entry.head(), transaction.hopHeaders())) {
        chosen = entry;
      } else {
        entry.close();
      }
    }
    if (!transaction.isUnderWay()) {
      return;
    }
    if (chosen != null) {
      if (entries.size() == 1) {
        cache.ready().offer(chosen, transaction.url().scheme());
      }
      consider(chosen);
    } else if (!alone && !lookedAgain && settledBefore != cache.flights().settled()) {
      // What was on its way when the look-up began may be stored by now.
      lookedAgain = true;
      lookUp();
    } else {
      log.miss(entries.isEmpty() ? "not stored" : "no stored variant matches");
      miss();
    }
  }

  private void consider(CacheEntry entry) {
    CachedHead head = entry.head();
    Reuse reuse = Reuse.of(use, head, cache.now());
    boolean inBackground = cache.isRevalidation(key, transaction.request());
    log.decided(reuse);
    switch (reuse.kind()) {
      case USE -> {
        if (!serve(entry, head, ResponseSource.CACHE)) {
          incomplete(entry);
        }
      }
      case USE_WHILE_REVALIDATING -> {
        if (inBackground) {
          confirm(entry);
        } else if (serve(entry, head, ResponseSource.CACHE)) {
          BackgroundRevalidation.start(transaction, cache, key);
        } else {
          incomplete(entry);
        }
      }
      case VALIDATE -> confirm(entry);
      case FETCH -> {
        entry.close();
        miss();
      }
    }
  }

  /** A part is stored, and not what is wanted of it: the rest is fetched, if it can be. */
  private void incomplete(CacheEntry entry) {
    boolean canContinue =
        use.network()
            && use.writes()
            && use.range() == null
            && transaction.method().equals("GET")
            && !entry.isBeingWritten()
            && Continuation.isPossible(entry.head(), entry.storedBytes());
    if (!canContinue) {
      log.miss("only a part is stored");
      entry.close();
      alone |= use.range() != null;
      miss();
    } else if (takeOff()) {
      stored = entry;
      toNetwork(Asked.REST);
    } else {
      entry.close();
    }
  }

  private void confirm(CacheEntry entry) {
    if (!entry.isComplete() && !entry.isBeingWritten()) {
      incomplete(entry);
    } else if (entry.isBeingWritten() || !Validators.has(entry.head().response().headers())) {
      entry.close();
      miss();
    } else if (!use.network()) {
      entry.close();
      miss();
    } else if (takeOff()) {
      stored = entry;
      toNetwork(Asked.CONFIRMATION);
    } else {
      entry.close();
    }
  }

  private void miss() {
    if (!use.network()) {
      transaction.fail(
          new NetException(
              NetError.CACHE_MISS, use.reason() + ", and it is not in the cache", null));
    } else if (takeOff()) {
      toNetwork(Asked.RESPONSE);
    }
  }

  /** Whether this request goes to the network now; otherwise it waits for one that has gone. */
  private boolean takeOff() {
    if (alone) {
      return true;
    }
    Flight other = cache.flights().find(key);
    if (other == null) {
      flight = cache.flights().begin(key);
      return true;
    }
    log.begin(NetLogEventType.HTTP_CACHE_ADD_TO_ENTRY);
    other.join(this);
    lockTimer =
        transaction
            .loop()
            .schedule(() -> lockTimedOut(other), cache.lockMillis(), TimeUnit.MILLISECONDS);
    transaction.waitFor(
        reason -> {
          other.leave(this);
          stopTimer();
        });
    return false;
  }

  @Override
  public void flightOver(Outcome outcome) {
    log.end(NetLogEventType.HTTP_CACHE_ADD_TO_ENTRY);
    stopTimer();
    if (transaction.isUnderWay()) {
      alone = outcome != Outcome.TAKE_OVER;
      lookUp();
    }
  }

  /** Chromium's {@code ERR_CACHE_LOCK_TIMEOUT}: on without the cache. */
  private void lockTimedOut(Flight other) {
    other.leave(this);
    log.end(NetLogEventType.HTTP_CACHE_ADD_TO_ENTRY);
    if (transaction.isUnderWay()) {
      log.passedBy("another request for it has had no answer for " + cache.lockMillis() + " ms");
      alone = true;
      lockTimedOut = true;
      toNetwork(Asked.RESPONSE);
    }
  }

  private void stopTimer() {
    ScheduledFuture<?> timer = lockTimer;
    lockTimer = null;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void toNetwork(Asked question) {
    asked = question;
    requestMillis = cache.now();
    HeaderList request = transaction.hopHeaders();
    CacheUse.addModeFields(transaction.request().cacheMode(), request);
    CacheEntry entry = stored;
    if (entry != null) {
      HeaderList fields = entry.head().response().headers();
      if (question == Asked.CONFIRMATION) {
        Validators.addConditions(fields, request);
      } else {
        Continuation.addFields(entry.head(), entry.storedBytes(), request);
      }
    }
    transaction.proceed();
  }

  /** The request has failed, or was given up. */
  @Override
  public void onFailed(boolean cancelled) {
    CacheEntry entry = stored;
    stored = null;
    if (entry != null) {
      entry.close();
    }
    settle(cancelled ? Outcome.TAKE_OVER : Outcome.OF_NO_USE);
  }

  private void settle(Outcome outcome) {
    Flight own = flight;
    flight = null;
    if (own != null) {
      own.settle(outcome);
    }
  }

  /** The server's answer has come. */
  void answered() {
    ResponseHead head = transaction.head();
    CacheEntry entry = stored;
    stored = null;
    if (entry != null && asked == Asked.CONFIRMATION && head.status() == 304) {
      confirmed(entry);
    } else if (entry != null && asked == Asked.REST && answersRest(entry, head)) {
      return;
    } else {
      if (entry != null) {
        entry.close();
      }
      if (transaction.method().equals("HEAD")) {
        CacheUpdate.afterHead(cache, key, transaction, requestMillis);
        transaction.giveBack();
      } else if (use.external() && head.status() == 304) {
        CacheUpdate.afterNotModified(cache, key, transaction, requestMillis);
        transaction.giveBack();
      } else {
        store(head);
      }
    }
  }

  private void confirmed(CacheEntry entry) {
    CachedHead head = updatedHead(entry);
    entry.updateHead(head);
    BodyDrain.start(transaction.body(), transaction.loop(), whole -> {});
    settle(useToOthers(head));
    log.confirmed();
    if (!serve(entry, head, ResponseSource.REVALIDATED)) {
      // It was whole when the server was asked.
      entry.close();
      transaction.fail(new NetException(NetError.CACHE_READ_FAILURE));
    }
  }

  /** Whether the answer to a request for the rest has been dealt with here. */
  private boolean answersRest(CacheEntry entry, ResponseHead head) {
    if (head.status() != 206 && head.status() != 416) {
      return false;
    }
    if (head.status() == 206 && Continuation.fits(entry.head(), entry.storedBytes(), head)) {
      CachedHead whole = updatedHead(entry);
      CacheWriter writer = entry.append(whole);
      entry.close();
      CacheFill fill = cache.fill(key, writer, transaction.body(), true, false, false);
      settle(useToOthers(whole));
      log.continued();
      respond(
          ServedResponse.whole(whole, true, cache.now()),
          new CachedBody(writer.entry().body(0, -1), 0, fill),
          ResponseSource.REVALIDATED);
    } else {
      // It changed in a way that the server did not tell by a 200: from the beginning.
      log.doomed("the rest does not fit the stored part");
      entry.doom();
      entry.close();
      Continuation.removeFields(transaction.hopHeaders());
      settle(Outcome.TAKE_OVER);
      transaction.repeat();
    }
    return true;
  }

  private CachedHead updatedHead(CacheEntry entry) {
    CachedHead before = entry.head();
    HeaderList fields =
        StoredFields.updated(before.response().headers(), transaction.head().headers());
    return new CachedHead(
        requestMillis,
        cache.now(),
        before.response().withHeaders(fields),
        VaryRules.selectingFields(fields, transaction.hopHeaders()));
  }

  private void store(ResponseHead head) {
    String refusal = lockTimedOut ? "passed by" : Storability.refusal(use.control(), head);
    if (refusal == null && use.writes()) {
      refusal = write(head);
    }
    if (refusal != null) {
      log.notStored(refusal);
      if (use.writes() && !lockTimedOut && Storability.outdatesStored(head.status())) {
        cache.store().doom(key);
      }
      settle(Outcome.OF_NO_USE);
    }
    transaction.giveBack();
  }

  private @Nullable String write(ResponseHead head) {
    HeaderList fields = StoredFields.of(head.headers());
    CachedHead toStore =
        new CachedHead(
            requestMillis,
            cache.now(),
            head.withHeaders(fields),
            VaryRules.selectingFields(fields, transaction.hopHeaders()));
    long length = Storability.statedLength(head);
    cache.ready().forget(key);
    CacheWriter writer = cache.store().create(key, toStore, length);
    if (writer == null) {
      return "too large";
    }
    log.stored();
    CacheFill fill =
        cache.fill(
            key,
            writer,
            transaction.body(),
            Continuation.isWorthKeeping(toStore, length),
            Storability.isReadWithoutReader(head, length),
            true);
    transaction.body(fill.askerBody());
    transaction.waitFor(fill::abortAsker);
    settle(useToOthers(toStore));
    return null;
  }

  /** Whether what was just stored answers an ordinary request without another question. */
  private Outcome useToOthers(CachedHead head) {
    return flight != null && Reuse.of(CacheUse.ORDINARY, head, cache.now()).kind() == Reuse.Kind.USE
        ? Outcome.STORED
        : Outcome.OF_NO_USE;
  }

  /** Answers with what is stored, if that is possible; then the entry is closed. */
  private boolean serve(CacheEntry entry, CachedHead head, ResponseSource source) {
    ServedResponse served =
        ServedResponse.of(
            transaction.method(),
            transaction.hopHeaders(),
            use.range(),
            head,
            new ServedResponse.Extent(
                entry.storedBytes(), entry.isComplete(), entry.isBeingWritten()),
            source == ResponseSource.REVALIDATED,
            cache.now());
    if (served == null) {
      return false;
    }
    CachedBody body =
        served.isEmpty()
            ? CachedBody.empty()
            : new CachedBody(
                entry.body(served.from(), served.to()), served.from(), cache.fillOf(entry));
    entry.close();
    respond(served, body, source);
    return true;
  }

  private void respond(ServedResponse served, CachedBody body, ResponseSource source) {
    transaction.waitFor(body::abort);
    transaction.respondFromCache(served.head(source), body);
  }
}
