package dev.valence.net.cookie;

import dev.valence.net.cookie.internal.CookieDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The cookies in memory under their rules (Chromium's {@code CookieMonster}): replacing, eviction,
 * expiry, change events, and word to the database. Readers take no lock; writers share one, held
 * for microseconds.
 */
final class CookieJar {
  private final ReentrantLock lock = new ReentrantLock();
  private final CookieIndex index;
  private final InstantSource clock;
  private final ChangeDispatch changes;
  private final @Nullable CookieDatabase database;
  private long lastCreation;

  /** No cookie was accessed before this time: spares the search for old ones. */
  private long earliestAccess = Long.MAX_VALUE;

  CookieJar(
      CookieIndex index,
      InstantSource clock,
      ChangeDispatch changes,
      @Nullable CookieDatabase database) {
    this.index = index;
    this.clock = clock;
    this.changes = changes;
    this.database = database;
  }

  /** The present in microseconds. */
  long now() {
    return Cookie.micros(clock.instant());
  }

  /** Takes in what the database held; no events. */
  void restore(List<Cookie> cookies) {
    lock.lock();
    try {
      for (Cookie cookie : cookies) {
        index.add(new StoredCookie(cookie));
        lastCreation = Math.max(lastCreation, cookie.creationMicros());
        earliestAccess = Math.min(earliestAccess, cookie.lastAccessMicros());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Stores a well-formed cookie, or says why not. A cookie whose time is over removes the one it
   * would replace.
   *
   * @param maySeeSecure whether the source may replace or hide a {@code Secure} cookie
   * @param throughHttp whether the source may replace an {@code HttpOnly} cookie
   */
  CookieInclusion store(Cookie candidate, boolean maySeeSecure, boolean throughHttp) {
    lock.lock();
    try {
      StoredCookie replaced = null;
      for (StoredCookie stored : index.neighbours(candidate)) {
        if (!maySeeSecure && CookieMatcher.wouldTouchSecure(candidate, stored.cookie())) {
          return CookieInclusion.EXCLUDE_OVERWRITE_SECURE;
        }
        if (candidate.isSameCookieAs(stored.cookie())) {
          replaced = stored;
        }
      }
      if (replaced != null && replaced.cookie().httpOnly() && !throughHttp) {
        return CookieInclusion.EXCLUDE_OVERWRITE_HTTP_ONLY;
      }
      put(candidate, replaced, now());
      return CookieInclusion.INCLUDE;
    } finally {
      lock.unlock();
      changes.tell();
    }
  }

  private void put(Cookie candidate, @Nullable StoredCookie replaced, long now) {
    boolean over = candidate.isExpiredAt(now);
    if (replaced != null) {
      index.remove(replaced);
      changes.note(
          replaced.snapshot(),
          over ? CookieChangeCause.EXPIRED_OVERWRITE : CookieChangeCause.OVERWRITE);
      // A row that is written anew is not removed first: a kill in between would lose both.
      if (over || candidate.session()) {
        removeFromDatabase(replaced.cookie());
      }
    }
    if (!over) {
      Cookie old = replaced == null ? null : replaced.cookie();
      add(withTimes(candidate, old, now), insertCause(candidate, old));
    }
    evict(candidate, now);
  }

  /** The creation time outlives a replacement that keeps the value, as in Chromium. */
  private Cookie withTimes(Cookie candidate, @Nullable Cookie replaced, long now) {
    long creation = candidate.creationMicros();
    if (replaced != null && replaced.value().equals(candidate.value())) {
      creation = replaced.creationMicros();
    } else if (creation == 0) {
      // No two alike, so that the order in the header is that of setting.
      creation = Math.max(now, lastCreation + 1);
      lastCreation = creation;
    }
    long access = candidate.lastAccessMicros() == 0 ? now : candidate.lastAccessMicros();
    return candidate.toBuilder().creationMicros(creation).lastAccessMicros(access).build();
  }

  private static CookieChangeCause insertCause(Cookie candidate, @Nullable Cookie replaced) {
    if (replaced == null || !replaced.value().equals(candidate.value())) {
      return CookieChangeCause.INSERTED;
    }
    boolean unchanged =
        replaced.secure() == candidate.secure()
            && replaced.httpOnly() == candidate.httpOnly()
            && replaced.sameSite() == candidate.sameSite()
            && replaced.expiryMicros() == candidate.expiryMicros();
    return unchanged
        ? CookieChangeCause.INSERTED_NO_CHANGE_OVERWRITE
        : CookieChangeCause.INSERTED_NO_VALUE_CHANGE_OVERWRITE;
  }

  /** Removes the cookies that fulfil the condition; says how many. */
  int removeIf(Predicate<Cookie> condition) {
    return removeIf(condition, CookieChangeCause.EXPLICIT);
  }

  /** Removes the cookies whose time is over; says how many. */
  int removeExpired() {
    long now = now();
    return removeIf(cookie -> cookie.isExpiredAt(now), CookieChangeCause.EXPIRED);
  }

  private int removeIf(Predicate<Cookie> condition, CookieChangeCause cause) {
    lock.lock();
    try {
      List<StoredCookie> victims = new ArrayList<>();
      index.forEach(
          stored -> {
            if (condition.test(stored.cookie())) {
              victims.add(stored);
            }
          });
      victims.forEach(victim -> remove(victim, cause));
      return victims.size();
    } finally {
      lock.unlock();
      changes.tell();
    }
  }

  /** When the next cookie's time is over; null when no cookie has an end. */
  @Nullable Instant nextExpiry() {
    long[] next = {Cookie.NEVER};
    index.forEach(stored -> next[0] = Math.min(next[0], stored.cookie().expiryMicros()));
    return next[0] == Cookie.NEVER ? null : Cookie.instant(next[0]);
  }

  /** The value of the {@code Cookie} header; empty when no cookie goes along. */
  String header(CookieAccess access) {
    String key = index.keyOf(access.scope().host());
    StoredCookie[] plain = index.plain(key);
    StoredCookie[] own =
        index.hasPartitions() ? index.partition(access.partitionKey(), key) : new StoredCookie[0];
    if (plain.length == 0 && own.length == 0) {
      return "";
    }
    CookieHeaderWriter writer = new CookieHeaderWriter(access, now(), this::accessed);
    String header = writer.write(plain, own);
    if (writer.sawExpired()) {
      removeExpired();
    }
    return header;
  }

  private void accessed(StoredCookie stored, long nowMicros) {
    stored.accessedAt(nowMicros);
    if (database != null && !stored.cookie().session()) {
      database.touch(stored.cookie(), Cookie.instant(nowMicros));
    }
  }

  /** What {@link #header} decides, cookie by cookie, in header order; changes nothing. */
  List<CookieDecision> explain(CookieAccess access) {
    String key = index.keyOf(access.scope().host());
    CookiePartitionKey partition = access.partitionKey();
    long now = now();
    List<CookieDecision> decisions = new ArrayList<>();
    index.forEach(
        stored -> {
          Cookie cookie = stored.snapshot();
          if (!index.keyOf(cookie.domain()).equals(key)) {
            return;
          }
          boolean foreign =
              cookie.partitionKey() != null && !cookie.partitionKey().equals(partition);
          decisions.add(
              new CookieDecision(
                  cookie,
                  foreign
                      ? CookieInclusion.EXCLUDE_OTHER_PARTITION
                      : CookieMatcher.forSending(cookie, access.scope(), access.sending(), now)));
        });
    decisions.sort((a, b) -> CookieMatcher.HEADER_ORDER.compare(a.cookie(), b.cookie()));
    return decisions;
  }

  /** The cookies that fulfil the condition and are not over, in header order. */
  List<Cookie> list(Predicate<Cookie> condition) {
    long now = now();
    List<Cookie> found = new ArrayList<>();
    boolean[] sawExpired = {false};
    index.forEach(
        stored -> {
          Cookie cookie = stored.cookie();
          if (cookie.isExpiredAt(now)) {
            sawExpired[0] = true;
          } else if (condition.test(cookie)) {
            found.add(stored.snapshot());
          }
        });
    if (sawExpired[0]) {
      removeExpired();
    }
    found.sort(CookieMatcher.HEADER_ORDER);
    return found;
  }

  private void evict(Cookie newcomer, long now) {
    if (newcomer.partitionKey() != null) {
      List<StoredCookie> live = withoutExpired(List.of(index.neighbours(newcomer)), now);
      remove(CookieEviction.ofPartition(live), CookieChangeCause.EVICTED);
      return;
    }
    if (index.neighbours(newcomer).length > CookieEviction.MAX_PER_KEY) {
      List<StoredCookie> live = withoutExpired(List.of(index.neighbours(newcomer)), now);
      remove(CookieEviction.ofKey(live), CookieChangeCause.EVICTED);
    }
    if (index.plainCount() > CookieEviction.MAX_TOTAL
        && earliestAccess < now - CookieEviction.SAFE_MICROS) {
      List<StoredCookie> all = new ArrayList<>();
      index.forEachPlain(all::add);
      remove(CookieEviction.ofAll(withoutExpired(all, now), now), CookieChangeCause.EVICTED);
      long[] earliest = {Long.MAX_VALUE};
      index.forEachPlain(stored -> earliest[0] = Math.min(earliest[0], stored.lastAccessMicros()));
      earliestAccess = earliest[0];
    }
  }

  private List<StoredCookie> withoutExpired(List<StoredCookie> cookies, long now) {
    List<StoredCookie> live = new ArrayList<>(cookies.size());
    for (StoredCookie stored : cookies) {
      if (stored.cookie().isExpiredAt(now)) {
        remove(stored, CookieChangeCause.EXPIRED);
      } else {
        live.add(stored);
      }
    }
    return live;
  }

  private void add(Cookie cookie, CookieChangeCause cause) {
    index.add(new StoredCookie(cookie));
    earliestAccess = Math.min(earliestAccess, cookie.lastAccessMicros());
    if (database != null && !cookie.session()) {
      database.put(cookie);
    }
    changes.note(cookie, cause);
  }

  private void remove(List<StoredCookie> victims, CookieChangeCause cause) {
    victims.forEach(victim -> remove(victim, cause));
  }

  private void remove(StoredCookie stored, CookieChangeCause cause) {
    if (index.remove(stored)) {
      removeFromDatabase(stored.cookie());
      changes.note(stored.snapshot(), cause);
    }
  }

  private void removeFromDatabase(Cookie cookie) {
    if (database != null && !cookie.session()) {
      database.remove(cookie);
    }
  }
}
