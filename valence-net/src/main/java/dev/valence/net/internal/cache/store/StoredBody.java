package dev.valence.net.internal.cache.store;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.body.BodyQueue;
import dev.valence.net.internal.cache.store.StoredResponse.State;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A stored body on its way to one reader, from memory where it lies there, otherwise from the disk
 * with one read ahead. Follows a writer.
 */
final class StoredBody implements BodyStream, BodyQueue.Producer {
  private final StoredResponse response;
  private final BodyQueue queue = new BodyQueue(this);
  private final long to;
  private long position;
  private @Nullable ByteBuf ahead;
  private boolean reading;
  private boolean pumping;
  private boolean over;

  StoredBody(StoredResponse response, long from, long to) {
    this.response = response;
    this.position = from;
    this.to = to;
    response.use();
    response.follow(this);
  }

  /** The offset of the next byte. */
  long position() {
    return position;
  }

  void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (!over && queue.isFlowing() && step()) {
        // One more piece.
      }
    } finally {
      pumping = false;
    }
  }

  /** Hands out a piece, or ends; false when there is something to wait for. */
  private boolean step() {
    if (ahead != null) {
      handOut(ahead);
      return true;
    }
    if (reading) {
      return false;
    }
    long end = end();
    if (position >= end) {
      finish();
      return false;
    }
    if (position >= response.length()) {
      return response.state() != State.WRITING && fail(brokenOff());
    }
    ByteBuf slice = response.pieces().slice(position, end);
    if (slice != null) {
      position += slice.readableBytes();
      queue.push(slice);
      response.advanced();
      return true;
    }
    return position < response.keeper().readable(response) ? read(end) : fail(lost());
  }

  private void handOut(ByteBuf read) {
    int length = Math.min(read.readableBytes(), BodyPieces.MOST_BYTES);
    ByteBuf piece = read.readRetainedSlice(length);
    position += length;
    if (!read.isReadable()) {
      read.release();
      ahead = null;
      long end = end();
      if (position < Math.min(end, response.keeper().readable(response))
          && position < response.pieces().start()) {
        read(end);
      }
    }
    queue.push(piece);
  }

  private boolean read(long end) {
    reading = true;
    response.keeper().read(response, position, Math.min(end, response.length()), this::onRead);
    // The next piece may be there already.
    return !reading;
  }

  private void onRead(@Nullable ByteBuf bytes, @Nullable NetException failure) {
    reading = false;
    if (over) {
      if (bytes != null) {
        bytes.release();
      }
      response.unuse();
      return;
    }
    if (bytes == null) {
      fail(failure == null ? lost() : failure);
      return;
    }
    ahead = bytes;
    pump();
  }

  private long end() {
    if (response.state() != State.WHOLE) {
      return to < 0 ? Long.MAX_VALUE : to;
    }
    return to < 0 ? response.length() : Math.min(to, response.length());
  }

  private NetException brokenOff() {
    NetException reason = response.failure();
    return reason != null
        ? reason
        : new NetException(NetError.CACHE_READ_FAILURE, "only a part of the body is stored", null);
  }

  private static NetException lost() {
    return new NetException(
        NetError.CACHE_READ_FAILURE, "the stored body could not be kept for this reader", null);
  }

  private void finish() {
    leave();
    queue.finish(null);
  }

  private boolean fail(NetException failure) {
    leave();
    queue.fail(failure);
    return false;
  }

  private void leave() {
    if (over) {
      return;
    }
    over = true;
    if (ahead != null) {
      ahead.release();
      ahead = null;
    }
    response.leave(this);
    if (!reading) {
      response.unuse();
    }
  }

  @Override
  public void onDemand() {
    pump();
  }

  @Override
  public void onConsumed(int bytes) {}

  @Override
  public void onCancelled() {
    leave();
  }

  @Override
  public void subscribe(BodySink sink) {
    queue.subscribe(sink);
  }

  @Override
  public void pause() {
    queue.pause();
  }

  @Override
  public void resume() {
    queue.resume();
  }

  @Override
  public void cancel() {
    queue.cancel();
  }
}
