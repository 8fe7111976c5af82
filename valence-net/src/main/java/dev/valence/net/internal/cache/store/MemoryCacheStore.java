package dev.valence.net.internal.cache.store;

import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CacheStore;
import dev.valence.net.internal.cache.CacheWriter;
import dev.valence.net.internal.cache.CachedHead;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stored responses in memory: those of a session that leaves nothing on the disk. */
public final class MemoryCacheStore implements CacheStore, Keeper {
  /** The limit where none is given: 64 MB, but no more than an eighth of the heap. */
  public static long defaultLimit() {
    return Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);
  }

  private final Executor loop;
  private final InstantSource clock;
  private final ResponseTable<CacheKey, StoredResponse> table = new ResponseTable<>();
  private long limit;
  private boolean closed;

  /**
   * An empty store.
   *
   * @param loop the network thread
   * @param limit in bytes, heads included
   */
  public MemoryCacheStore(Executor loop, InstantSource clock, long limit) {
    this.loop = loop;
    this.clock = clock;
    this.limit = limit;
  }

  @Override
  public void find(CacheKey key, Consumer<List<CacheEntry>> answer) {
    List<StoredResponse> found = table.get(key);
    if (found.isEmpty()) {
      answer.accept(List.of());
      return;
    }
    List<CacheEntry> entries = new ArrayList<>(found.size());
    for (StoredResponse response : found) {
      entries.add(response.open());
    }
    answer.accept(entries);
  }

  @Override
  public @Nullable CacheWriter create(CacheKey key, CachedHead head, long expectedBytes) {
    if (closed || HeadSize.of(key, head) + Math.max(0, expectedBytes) > mostBytes()) {
      return null;
    }
    for (StoredResponse other : List.copyOf(table.get(key))) {
      if (other.head().selecting().equals(head.selecting())) {
        other.doom();
      }
    }
    Variants.makeRoom(table.get(key)).forEach(StoredResponse::doom);
    StoredResponse response =
        new StoredResponse(this, key, head, StoredResponse.State.WRITING, new BodyPieces(0));
    CacheWriter writer = response.write(expectedBytes);
    table.add(key, response, HeadSize.of(key, head));
    response.lastUsed(clock.millis());
    evict();
    return writer;
  }

  private long mostBytes() {
    return limit / 8;
  }

  @Override
  public void used(StoredResponse response) {
    response.lastUsed(clock.millis());
    table.touch(response);
  }

  @Override
  public void grew(StoredResponse response) {
    if (response.isPassingThrough() || response.isDoomed()) {
      passThroughIfLarge(response);
      return;
    }
    table.charge(response, size(response));
    passThroughIfLarge(response);
    evict();
  }

  private void passThroughIfLarge(StoredResponse response) {
    if (!response.isPassingThrough() && size(response) > mostBytes()) {
      response.passThrough();
    }
  }

  private static long size(StoredResponse response) {
    return HeadSize.of(response.key(), response.head()) + response.pieces().capacity();
  }

  @Override
  public void headChanged(StoredResponse response) {
    table.charge(response, size(response));
    evict();
  }

  @Override
  public void ended(StoredResponse response) {
    table.charge(response, size(response));
    evict();
  }

  @Override
  public void doom(StoredResponse response) {
    table.remove(response);
    if (!response.isUsed()) {
      response.releasePieces();
    }
  }

  @Override
  public void unused(StoredResponse response) {
    if (response.isDoomed()) {
      response.releasePieces();
    }
  }

  @Override
  public boolean isFull(StoredResponse response) {
    return false;
  }

  @Override
  public long readable(StoredResponse response) {
    return 0;
  }

  @Override
  public void read(StoredResponse response, long from, long to, Read answer) {
    throw new IllegalStateException("a store in memory has nothing elsewhere");
  }

  private void evict() {
    int spared = table.size();
    while (table.bytes() > limit) {
      StoredResponse eldest = table.eldest();
      if (eldest == null) {
        return;
      }
      if (eldest.wasTaken() && spared-- > 0) {
        used(eldest);
      } else {
        eldest.doom();
      }
    }
  }

  @Override
  public void doom(CacheKey key) {
    List.copyOf(table.get(key)).forEach(StoredResponse::doom);
  }

  @Override
  public CompletableFuture<Long> size() {
    return onLoop(table::bytes);
  }

  @Override
  public CompletableFuture<Void> clear(long fromMillis, long toMillis) {
    return onLoop(
        () -> {
          for (StoredResponse response : table.all()) {
            long time = response.head().responseMillis();
            if (time >= fromMillis && time < toMillis) {
              response.doom();
            }
          }
          return null;
        });
  }

  @Override
  public CompletableFuture<List<Listed>> list() {
    return onLoop(
        () -> {
          List<Listed> listed = new ArrayList<>(table.size());
          for (StoredResponse response : table.all()) {
            listed.add(
                new Listed(
                    response.key(),
                    response.head().response().status(),
                    size(response),
                    response.head().responseMillis(),
                    response.lastUsed()));
          }
          return listed;
        });
  }

  @Override
  public CompletableFuture<Void> limit(long bytes) {
    return onLoop(
        () -> {
          limit = bytes;
          evict();
          return null;
        });
  }

  private <T extends @Nullable Object> CompletableFuture<T> onLoop(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, loop);
  }

  @Override
  public void close() {
    closed = true;
    table.all().forEach(StoredResponse::doom);
  }
}
