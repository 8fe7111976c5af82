package dev.valence.net;

import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.body.BodyQueue;
import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CacheStore;
import dev.valence.net.internal.cache.CacheWriter;
import dev.valence.net.internal.cache.CachedHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The plainest store that keeps the contract, so that the rules are tested by themselves. */
final class TestCacheStore implements CacheStore {
  final Map<CacheKey, List<Stored>> all = new HashMap<>();

  static final class Stored {
    final CacheKey key;
    CachedHead head;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final List<Runnable> readers = new ArrayList<>();
    boolean complete;
    boolean writing;
    NetException failure;

    Stored(CacheKey key, CachedHead head) {
      this.key = key;
      this.head = head;
    }

    void changed() {
      List.copyOf(readers).forEach(Runnable::run);
    }
  }

  @Override
  public void find(CacheKey key, Consumer<List<CacheEntry>> answer) {
    List<CacheEntry> found = new ArrayList<>();
    all.getOrDefault(key, List.of()).forEach(stored -> found.add(new Entry(stored)));
    answer.accept(found);
  }

  @Override
  public CacheWriter create(CacheKey key, CachedHead head, long expectedBytes) {
    Stored stored = new Stored(key, head);
    List<Stored> variants = all.computeIfAbsent(key, none -> new ArrayList<>());
    variants.removeIf(other -> other.head.selecting().equals(head.selecting()));
    variants.add(0, stored);
    return new Writer(stored);
  }

  private void remove(Stored stored) {
    List<Stored> variants = all.get(stored.key);
    if (variants != null) {
      variants.remove(stored);
    }
  }

  @Override
  public void doom(CacheKey key) {
    all.remove(key);
  }

  @Override
  public CompletableFuture<Long> size() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Void> clear(long fromMillis, long toMillis) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<List<Listed>> list() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Void> limit(long bytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  private final class Writer implements CacheWriter {
    private final Stored stored;

    Writer(Stored stored) {
      this.stored = stored;
      stored.writing = true;
    }

    @Override
    public CacheEntry entry() {
      return new Entry(stored);
    }

    @Override
    public boolean write(ByteBuf chunk) {
      byte[] piece = new byte[chunk.readableBytes()];
      chunk.readBytes(piece);
      chunk.release();
      stored.bytes.writeBytes(piece);
      stored.changed();
      return true;
    }

    @Override
    public void whenDrained(Runnable task) {
      task.run();
    }

    @Override
    public void complete() {
      stored.writing = false;
      stored.complete = true;
      stored.changed();
    }

    @Override
    public void abandon(NetException reason, boolean keep) {
      stored.writing = false;
      stored.failure = reason;
      if (!keep) {
        remove(stored);
      }
      stored.changed();
      stored.failure = null;
    }
  }

  private final class Entry implements CacheEntry {
    private final Stored stored;

    Entry(Stored stored) {
      this.stored = stored;
    }

    @Override
    public CacheKey key() {
      return stored.key;
    }

    @Override
    public CachedHead head() {
      return stored.head;
    }

    @Override
    public long storedBytes() {
      return stored.bytes.size();
    }

    @Override
    public boolean isComplete() {
      return stored.complete;
    }

    @Override
    public boolean isBeingWritten() {
      return stored.writing;
    }

    @Override
    public BodyStream body(long from, long to) {
      return new Reading(stored, (int) from, to);
    }

    @Override
    public void updateHead(CachedHead head) {
      stored.head = head;
    }

    @Override
    public CacheWriter append(CachedHead head) {
      stored.head = head;
      return new Writer(stored);
    }

    @Override
    public void doom() {
      remove(stored);
    }

    @Override
    public void close() {}
  }

  /** A body that follows its writer. */
  private static final class Reading implements BodyStream, BodyQueue.Producer {
    private final Stored stored;
    private final long to;
    private final BodyQueue queue = new BodyQueue(this);
    private final Runnable more = this::more;
    private int position;

    Reading(Stored stored, int from, long to) {
      this.stored = stored;
      this.position = from;
      this.to = to;
    }

    private void more() {
      if (!queue.isFlowing()) {
        return;
      }
      int end = to < 0 ? stored.bytes.size() : (int) Math.min(to, stored.bytes.size());
      if (position < end) {
        byte[] piece = java.util.Arrays.copyOfRange(stored.bytes.toByteArray(), position, end);
        position = end;
        queue.push(Unpooled.wrappedBuffer(piece));
      }
      if (to >= 0 && position == to || stored.complete && position == stored.bytes.size()) {
        stored.readers.remove(more);
        queue.finish(new HeaderList(1));
      } else if (stored.failure != null) {
        stored.readers.remove(more);
        queue.fail(stored.failure);
      }
    }

    @Override
    public void onConsumed(int bytes) {}

    @Override
    public void onCancelled() {
      stored.readers.remove(more);
    }

    @Override
    public void subscribe(BodySink sink) {
      stored.readers.add(more);
      queue.subscribe(sink);
      more();
    }

    @Override
    public void pause() {
      queue.pause();
    }

    @Override
    public void resume() {
      queue.resume();
      more();
    }

    @Override
    public void cancel() {
      queue.cancel();
      stored.readers.remove(more);
    }
  }
}
