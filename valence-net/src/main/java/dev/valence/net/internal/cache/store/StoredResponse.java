package dev.valence.net.internal.cache.store;

import dev.valence.net.NetException;
import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CacheWriter;
import dev.valence.net.internal.cache.CachedHead;
import dev.valence.net.internal.cache.ReadyResponse;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One stored response, shared by its writer, its readers and its store. Confined to the network
 * thread.
 */
public final class StoredResponse {
  /** How much of the body there is. */
  public enum State {
    /** More is on its way. */
    WRITING,
    /** It broke off. */
    PARTIAL,
    /** All of it. */
    WHOLE
  }

  /** How much may wait for readers where no disk takes it, in bytes. */
  private static final long WINDOW = 1 << 20;

  private final Keeper keeper;
  private final CacheKey key;
  private final List<StoredBody> followers = new ArrayList<>(0);
  private BodyPieces pieces;
  private CachedHead head;
  private State state;
  private long expected = -1;
  private @Nullable NetException failure;
  private @Nullable Runnable drained;
  private @Nullable ReadyResponse ready;
  private boolean doomed;
  private boolean windowed;
  private int uses;
  private long lastUsed;

  /**
   * A response.
   *
   * @param pieces what lies of it in memory; taken over
   */
  public StoredResponse(
      Keeper keeper, CacheKey key, CachedHead head, State state, BodyPieces pieces) {
    this.keeper = keeper;
    this.key = key;
    this.head = head;
    this.state = state;
    this.pieces = pieces;
  }

  public CacheKey key() {
    return key;
  }

  public CachedHead head() {
    return head;
  }

  public State state() {
    return state;
  }

  /** The stored bytes of the body. */
  public long length() {
    return pieces.end();
  }

  public BodyPieces pieces() {
    return pieces;
  }

  /** Brings a body back into memory; the pieces end where those end that were there. */
  public void pieces(BodyPieces restored) {
    releasePieces();
    pieces = restored;
  }

  /** Gives up what lies in memory. */
  public void releasePieces() {
    retire();
    pieces.release();
  }

  @Nullable ReadyResponse ready(Function<byte[], ReadyResponse> maker) {
    if (doomed || state != State.WHOLE || pieces.start() > 0) {
      return null;
    }
    ReadyResponse present = ready;
    if (present == null) {
      present = maker.apply(pieces.whole());
      ready = present;
    }
    return present;
  }

  /** Whether somebody took it without telling, since this was last asked. */
  public boolean wasTaken() {
    ReadyResponse present = ready;
    return present != null && present.wasTaken();
  }

  private void retire() {
    ReadyResponse present = ready;
    ready = null;
    if (present != null) {
      present.retire();
    }
  }

  public boolean isDoomed() {
    return doomed;
  }

  /** When it was stored or last read, in milliseconds since the epoch. */
  public long lastUsed() {
    return lastUsed;
  }

  public void lastUsed(long millis) {
    lastUsed = millis;
  }

  /** Whether a handle, a body or a writer is left. */
  public boolean isUsed() {
    return uses > 0;
  }

  /** Why the writer gave up. */
  @Nullable NetException failure() {
    return failure;
  }

  Keeper keeper() {
    return keeper;
  }

  /** A new handle. */
  public CacheEntry open() {
    return new StoredEntry(this);
  }

  /** Begins to write, at the end of what is there. */
  public CacheWriter write(long expectedBytes) {
    state = State.WRITING;
    failure = null;
    expected = expectedBytes;
    return new StoredWriter(this);
  }

  /** Takes it out of the sight of others; those who have it keep it. */
  public void doom() {
    if (!doomed) {
      doomed = true;
      retire();
      keeper.doom(this);
    }
  }

  /**
   * No place takes the body any more: it passes through a window of memory, at the pace of the
   * slowest of those who read already.
   */
  public void passThrough() {
    windowed = true;
    doom();
    advanced();
  }

  public boolean isPassingThrough() {
    return windowed;
  }

  void use() {
    uses++;
  }

  void unuse() {
    if (--uses == 0) {
      keeper.unused(this);
    }
  }

  void head(CachedHead other) {
    retire();
    head = other;
    keeper.headChanged(this);
  }

  boolean append(ByteBuf chunk) {
    try {
      if (state == State.WRITING) {
        pieces.append(chunk, expected);
      }
    } finally {
      chunk.release();
    }
    keeper.grew(this);
    wakeFollowers();
    advanced();
    return !isFull();
  }

  void end(State last, @Nullable NetException reason) {
    if (state == State.WRITING) {
      state = last;
      failure = reason;
      pieces.trim();
      keeper.ended(this);
      wakeFollowers();
    }
  }

  private boolean isFull() {
    return windowed ? pieces.end() - pieces.start() >= WINDOW : keeper.isFull(this);
  }

  void whenDrained(Runnable task) {
    drained = task;
    drainedMaybe();
  }

  /** The disk, or a reader, has come further. */
  public void drainedMaybe() {
    Runnable task = drained;
    if (task != null && !isFull()) {
      drained = null;
      task.run();
    }
  }

  void follow(StoredBody body) {
    if (state == State.WRITING) {
      followers.add(body);
    }
  }

  void leave(StoredBody body) {
    if (followers.remove(body)) {
      advanced();
    }
  }

  /** A follower has come further. */
  void advanced() {
    if (!windowed) {
      return;
    }
    long slowest = pieces.end();
    for (StoredBody body : followers) {
      slowest = Math.min(slowest, body.position());
    }
    pieces.dropBefore(slowest);
    drainedMaybe();
  }

  /** There is something new to read. */
  public void wakeFollowers() {
    if (!followers.isEmpty()) {
      List.copyOf(followers).forEach(StoredBody::pump);
    }
  }
}
