package dev.valence.net.internal.cache.disk;

import dev.valence.net.internal.cache.disk.EntryFile.Record;
import dev.valence.net.internal.cache.disk.RecordFormat.Kind;
import dev.valence.net.internal.cache.store.BodyPieces;
import dev.valence.net.internal.cache.store.HeadSize;
import dev.valence.net.internal.cache.store.StoredResponse;
import dev.valence.net.internal.cache.store.StoredResponse.State;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of one response waits for its file: one write at a time, of all that is there by then.
 * Confined to the network thread.
 */
final class EntryOutbox {
  /** Hears how writes end. */
  interface Owner {
    /** A write has begun: the file may be open from now on. */
    void onWriting();

    /** What was there is on the disk, and the file has this length. */
    void onWritten(StoredResponse from, long fileBytes);

    /** Nothing more will be written. */
    void onWriteFailed(StoredResponse from, @Nullable Throwable failure);
  }

  /** How much is gathered before it is written, in bytes; a kill costs a part no more. */
  private static final long GATHERED = 64 * 1024;

  private static final long MOST_AT_ONCE = 1 << 20;

  private final EntryFile file;
  private final DiskQueue.Lane lane;
  private final WriteBacklog backlog;
  private final Owner owner;
  private long flushed;
  private long inFlight;
  private long headInFlight;
  private long charged;
  private boolean keyWritten;
  private boolean headWritten;
  private boolean endWritten;
  private boolean held;
  private boolean writing;
  private boolean gaveUp;

  EntryOutbox(EntryFile file, DiskQueue.Lane lane, WriteBacklog backlog, Owner owner) {
    this.file = file;
    this.lane = lane;
    this.backlog = backlog;
    this.owner = owner;
  }

  /** The file is there, and begins with its key. */
  void found() {
    keyWritten = true;
  }

  /** The file was read: so much of the body is in it. */
  void found(long bodyBytes, boolean whole) {
    flushed = bodyBytes;
    headWritten = true;
    endWritten = whole;
  }

  /** Holds writes back. */
  void hold() {
    held = true;
  }

  /** Held back no longer. */
  void go() {
    held = false;
  }

  /** How much of the body is on the disk, in bytes. */
  long flushed() {
    return flushed;
  }

  /** Whether a file is there, or will be when a write that runs is done. */
  boolean hasFile() {
    return keyWritten;
  }

  boolean isWriting() {
    return writing;
  }

  boolean hasGivenUp() {
    return gaveUp;
  }

  /** Whether the head in force is written, or being written. */
  boolean isHeadWritten() {
    return headWritten;
  }

  /** Whether the disk has all of the body that there is, and nothing is on its way. */
  boolean isSettled(StoredResponse from) {
    return !gaveUp && !writing && flushed >= from.length();
  }

  /** There is more, which is not yet to be written. */
  void grew(StoredResponse from) {
    charge(from);
  }

  /** Another head is in force. */
  void headChanged(StoredResponse from) {
    headWritten = false;
    charge(from);
  }

  /** Nothing more is written. */
  void giveUp() {
    gaveUp = true;
    charge(inFlight);
  }

  /**
   * Writes what waits.
   *
   * @param all also less than is worth a write
   */
  void flush(StoredResponse from, boolean all) {
    boolean whole = from.state() == State.WHOLE;
    long waiting = from.length() - flushed;
    boolean needed = waiting > 0 || !headWritten || whole && !endWritten;
    if (writing || held || gaveUp || !needed || !all && waiting < GATHERED) {
      return;
    }
    List<Record> records = new ArrayList<>(4);
    List<ByteBuf> slices = new ArrayList<>(4);
    if (!keyWritten) {
      records.add(new Record(Kind.KEY, EntryFile.keyContent(from.key())));
    }
    headInFlight = headWritten ? 0 : headSize(from);
    if (!headWritten) {
      records.add(new Record(Kind.HEAD, ByteBuffer.wrap(HeadCodec.bytes(from.head()))));
    }
    long to = Math.min(from.length(), flushed + MOST_AT_ONCE);
    long at = flushed;
    while (at < to) {
      ByteBuf slice = from.pieces().slice(at, Math.min(to, at + BodyPieces.MOST_BYTES));
      if (slice == null) {
        throw new IllegalStateException("a byte was given up before it was written: " + at);
      }
      slices.add(slice);
      records.add(new Record(Kind.BODY, slice.nioBuffer()));
      at += slice.readableBytes();
    }
    inFlight = headInFlight + to - flushed;
    boolean withEnd = whole && !endWritten && to == from.length();
    if (withEnd) {
      records.add(new Record(Kind.END, ByteBuffer.allocate(0)));
    }
    keyWritten = true;
    headWritten = true;
    endWritten |= withEnd;
    writing = true;
    owner.onWriting();
    lane.submit(
        () -> file.append(records),
        (size, failure) -> {
          slices.forEach(ByteBuf::release);
          written(from, to, size, failure);
        });
  }

  private void written(
      StoredResponse from, long to, @Nullable Long size, @Nullable Throwable failure) {
    writing = false;
    inFlight = 0;
    headInFlight = 0;
    if (size == null) {
      giveUp();
      owner.onWriteFailed(from, failure);
    } else {
      flushed = to;
      charge(from);
      owner.onWritten(from, size);
    }
  }

  private static long headSize(StoredResponse from) {
    return HeadSize.of(from.key(), from.head());
  }

  /** Counts what waits, and what is on its way. */
  private void charge(StoredResponse from) {
    if (gaveUp) {
      charge(inFlight);
    } else {
      charge(from.length() - flushed + headInFlight + (headWritten ? 0 : headSize(from)));
    }
  }

  private void charge(long now) {
    backlog.change(now - charged);
    charged = now;
  }
}
