package dev.valence.net.internal.cache.store;

import static dev.valence.net.internal.cache.store.Stored.body;
import static dev.valence.net.internal.cache.store.Stored.chunk;
import static dev.valence.net.internal.cache.store.Stored.found;
import static dev.valence.net.internal.cache.store.Stored.get;
import static dev.valence.net.internal.cache.store.Stored.head;
import static dev.valence.net.internal.cache.store.Stored.key;
import static dev.valence.net.internal.cache.store.Stored.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NettyWatch;
import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheStore.Listed;
import dev.valence.net.internal.cache.CacheWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryCacheStoreTest {
  private long now = 1_000_000;
  private final MemoryCacheStore store =
      new MemoryCacheStore(Runnable::run, () -> Instant.ofEpochMilli(now), 8 << 20);

  @AfterEach
  void nothingLeaks() {
    store.close();
    NettyWatch.assertNoLeak();
  }

  @Test
  void whatWasStoredIsFoundWithinTheCall() {
    byte[] body = body(1, 700_000);
    put(store, key("a"), head(10), body);

    assertThat(get(store, key("a"))).isEqualTo(body);
    assertThat(found(store, key("b"))).isEmpty();
  }

  @Test
  void aRangeOfABody() {
    byte[] body = body(2, 600_000);
    put(store, key("a"), head(10), body);
    CacheEntry entry = found(store, key("a")).get(0);

    byte[] range = BodyTaker.all(entry.body(262_000, 525_000)).done().join();
    byte[] none = BodyTaker.all(entry.body(5, 5)).done().join();
    entry.close();

    assertThat(range).isEqualTo(java.util.Arrays.copyOfRange(body, 262_000, 525_000));
    assertThat(none).isEmpty();
  }

  @Test
  void readersFollowTheWriter() {
    byte[] body = body(3, 300_000);
    CacheWriter writer = store.create(key("a"), head(10), -1);
    BodyTaker early = BodyTaker.all(writer.entry().body(0, -1));
    Stored.write(writer, java.util.Arrays.copyOf(body, 100_000), 999);
    CacheEntry entry = found(store, key("a")).get(0);
    BodyTaker late = BodyTaker.paused(entry.body(0, -1), 1);
    BodyTaker range = BodyTaker.all(entry.body(150_000, 150_100));

    assertThat(entry.isBeingWritten()).isTrue();
    assertThat(early.bytes()).hasSize(100_000);
    Stored.write(writer, java.util.Arrays.copyOfRange(body, 100_000, 300_000), 20_000);
    assertThat(range.done().join()).hasSize(100);
    writer.complete();
    writer.entry().close();
    entry.close();
    while (!late.done().isDone()) {
      late.goOn();
    }

    assertThat(early.done().join()).isEqualTo(body);
    assertThat(late.done().join()).isEqualTo(body);
  }

  @Test
  void theWritersFailureIsTheReaders() {
    CacheWriter writer = store.create(key("a"), head(10), 1000);
    BodyTaker reader = BodyTaker.all(writer.entry().body(0, -1));
    BodyTaker paused = BodyTaker.paused(writer.entry().body(0, -1), 1);
    writer.write(chunk(body(1, 100), 0, 100));
    writer.abandon(new NetException(NetError.CONNECTION_RESET), true);
    writer.entry().close();
    assertThat(paused.done()).isNotDone();
    paused.goOn();

    for (BodyTaker each : List.of(reader, paused)) {
      assertThat(each.bytes()).hasSize(100);
      assertThatThrownBy(() -> each.done().join()).hasRootCauseMessage("net::ERR_CONNECTION_RESET");
    }
  }

  @Test
  void aPartIsContinued() {
    byte[] body = body(5, 50_000);
    CacheWriter writer = store.create(key("a"), head(10), 50_000);
    writer.write(chunk(body, 0, 20_000));
    writer.abandon(new NetException(NetError.CONNECTION_RESET), true);
    writer.entry().close();

    CacheEntry part = found(store, key("a")).get(0);
    assertThat(part.isComplete()).isFalse();
    assertThat(part.storedBytes()).isEqualTo(20_000);
    CacheWriter rest = part.append(head(20));
    part.close();
    rest.write(chunk(body, 20_000, 50_000));
    rest.complete();
    rest.entry().close();

    assertThat(get(store, key("a"))).isEqualTo(body);
    CacheEntry whole = found(store, key("a")).get(0);
    assertThat(whole.head()).isEqualTo(head(20));
    whole.close();
  }

  @Test
  void whatIsNotWorthKeepingIsGone() {
    CacheWriter writer = store.create(key("a"), head(10), 50_000);
    writer.write(chunk(body(1, 100), 0, 100));
    writer.abandon(new NetException(NetError.CONNECTION_RESET), false);
    writer.entry().close();

    assertThat(found(store, key("a"))).isEmpty();
    assertThat(store.size().join()).isZero();
  }

  @Test
  void aReaderKeepsWhatIsReplacedDoomedOrCleared() {
    byte[] first = body(1, 400_000);
    put(store, key("a"), head(10), first);
    CacheEntry held = found(store, key("a")).get(0);
    BodyTaker slow = BodyTaker.paused(held.body(0, -1), 1);
    put(store, key("a"), head(20), body(2, 10));
    store.doom(key("a"));
    store.clear(0, Long.MAX_VALUE).join();

    while (!slow.done().isDone()) {
      slow.goOn();
    }
    assertThat(slow.done().join()).isEqualTo(first);
    assertThat(BodyTaker.all(held.body(0, -1)).done().join()).isEqualTo(first);
    held.close();
    assertThat(found(store, key("a"))).isEmpty();
  }

  @Test
  void variantsLieBesideEachOther() {
    put(store, key("a"), head(10, "accept", "x"), body(1, 10));
    put(store, key("a"), head(20, "accept", "y"), body(2, 10));
    put(store, key("a"), head(30, "accept", "x"), body(3, 10));

    List<CacheEntry> found = found(store, key("a"));
    assertThat(found).extracting(e -> e.head().responseMillis()).containsExactly(30L, 20L);
    // The one that is read is the first from then on.
    BodyTaker.all(found.get(1).body(0, -1)).done().join();
    found.forEach(CacheEntry::close);
    found = found(store, key("a"));
    assertThat(found).extracting(e -> e.head().responseMillis()).containsExactly(20L, 30L);
    found.forEach(CacheEntry::close);
  }

  @Test
  void variantsHaveALimit() {
    for (int i = 0; i < 40; i++) {
      put(store, key("a"), head(i, "accept", "x" + i), body(1, 10));
    }
    List<CacheEntry> found = found(store, key("a"));
    found.forEach(CacheEntry::close);
    assertThat(found).hasSize(Variants.MOST);
    assertThat(found.get(0).head().responseMillis()).isEqualTo(39);
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() {
    for (int i = 0; i < 12; i++) {
      put(store, key("e" + i), head(i), body(i, 700_000));
      if (i > 0) {
        get(store, key("e0"));
      }
    }
    assertThat(store.size().join()).isLessThanOrEqualTo(8 << 20);
    assertThat(get(store, key("e0"))).isNotNull();
    assertThat(get(store, key("e1"))).isNull();
    assertThat(get(store, key("e11"))).isNotNull();

    store.limit(2 << 20).join();
    assertThat(store.size().join()).isBetween(1L << 20, 2L << 20);
    store.limit(0).join();
    assertThat(store.size().join()).isZero();
  }

  @Test
  void noBodyMayBeLargerThanAnEighth() {
    assertThat(store.create(key("a"), head(1), 2 << 20)).isNull();
    // This one does not say so beforehand.
    byte[] body = body(7, 5 << 20);
    CacheWriter writer = store.create(key("a"), head(1), -1);
    BodyTaker fast = BodyTaker.all(writer.entry().body(0, -1));
    BodyTaker slow = BodyTaker.paused(writer.entry().body(0, -1), 1);
    List<String> drained = new ArrayList<>();
    for (int at = 0; at < body.length; at += 65_536) {
      if (!writer.write(chunk(body, at, Math.min(body.length, at + 65_536)))) {
        writer.whenDrained(() -> drained.add("yes"));
        int before = drained.size();
        // Whoever is slow holds the source, not memory.
        while (drained.size() == before) {
          slow.goOn();
        }
      }
    }
    writer.complete();
    writer.entry().close();
    while (!slow.done().isDone()) {
      slow.goOn();
    }
    assertThat(drained).isNotEmpty();
    assertThat(fast.done().join()).isEqualTo(body);
    assertThat(slow.done().join()).isEqualTo(body);
    assertThat(found(store, key("a"))).isEmpty();
    assertThat(store.size().join()).isZero();
  }

  @Test
  void aSpanOfTimeIsCleared() {
    put(store, key("a"), head(100), body(1, 10));
    put(store, key("b"), head(200), body(1, 10));
    put(store, key("c"), head(300), body(1, 10));
    store.clear(150, 300).join();

    assertThat(store.list().join())
        .extracting(Listed::key)
        .containsExactlyInAnyOrder(key("a"), key("c"));
  }

  @Test
  void aCancelledReaderLetsGo() {
    CacheWriter writer = store.create(key("a"), head(1), -1);
    BodyTaker reader = BodyTaker.all(writer.entry().body(0, -1));
    writer.entry().body(0, -1).cancel();
    reader.cancel();
    writer.write(chunk(body(1, 100), 0, 100));
    writer.complete();
    writer.entry().close();

    assertThat(reader.bytes()).isEmpty();
    store.doom(key("a"));
    assertThat(found(store, key("a"))).isEmpty();
  }

  @Test
  void aHeadIsReplacedAndCounted() {
    put(store, key("a"), head(1), body(1, 100));
    long before = store.size().join();
    CacheEntry entry = found(store, key("a")).get(0);
    entry.updateHead(head(2, "accept", "something"));
    entry.close();

    assertThat(store.size().join()).isGreaterThan(before);
    assertThat(store.list().join()).extracting(Listed::responseMillis).containsExactly(2L);
  }
}
