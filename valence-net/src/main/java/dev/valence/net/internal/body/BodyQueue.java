package dev.valence.net.internal.body;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of a body on its way: a producer pushes, a sink takes, and what lies
 * between is counted so that the producer can stop in time. Confined to the network thread.
 */
public final class BodyQueue implements BodyStream {
  /** What the producer learns from the consumer. */
  public interface Producer {
    /**
     * These bytes have left the queue, after the end by cancellation too: the window may open by as
     * much.
     */
    void onConsumed(int bytes);

    /** The reader begins to take bytes, or does so again. */
    default void onDemand() {}

    /** Nobody wants the rest. */
    void onCancelled();
  }

  private static final int SMALL_BYTES = 1024;
  private static final int GATHERED_BYTES = 8 * 1024;

  private enum State {
    OPEN,
    ENDED,
    FAILED,
    CANCELLED
  }

  private final Producer producer;
  private @Nullable ArrayDeque<ByteBuf> chunks;
  private @Nullable ByteBuf gathered;
  private @Nullable BodySink sink;
  private @Nullable HeaderList trailers;
  private @Nullable NetException failure;
  private State state = State.OPEN;
  private boolean paused;
  private boolean delivering;
  private boolean closed;
  private int buffered;

  public BodyQueue(Producer producer) {
    this.producer = producer;
  }

  /** The bytes that were pushed and not taken. */
  public int buffered() {
    return buffered;
  }

  /** Whether a sink is attached and takes bytes now. */
  public boolean isFlowing() {
    return sink != null && !paused;
  }

  /** Whether neither end nor failure nor cancellation has come. */
  public boolean isOpen() {
    return state == State.OPEN;
  }

  /** Adds bytes; takes over the chunk. */
  public void push(ByteBuf chunk) {
    if (state != State.OPEN) {
      chunk.release();
      return;
    }
    BodySink to = sink;
    if (to != null && !paused && !delivering && (chunks == null || chunks.isEmpty())) {
      int bytes = chunk.readableBytes();
      to.onData(chunk);
      producer.onConsumed(bytes);
      return;
    }
    buffered += chunk.readableBytes();
    if (chunks == null) {
      chunks = new ArrayDeque<>(4);
    }
    if (chunk.readableBytes() <= SMALL_BYTES && !chunks.isEmpty()) {
      gather(chunks, chunk);
    } else {
      gathered = null;
      chunks.add(chunk);
    }
  }

  /**
   * Many small chunks that wait would cost a multiple of their bytes in objects and in the buffers
   * they are slices of.
   */
  private void gather(ArrayDeque<ByteBuf> queue, ByteBuf chunk) {
    ByteBuf tail = gathered;
    if (tail == null || queue.peekLast() != tail || tail.writableBytes() < chunk.readableBytes()) {
      tail = chunk.alloc().buffer(GATHERED_BYTES, GATHERED_BYTES);
      gathered = tail;
      queue.add(tail);
    }
    tail.writeBytes(chunk);
    chunk.release();
  }

  /** Marks the end. */
  public void finish(@Nullable HeaderList endTrailers) {
    if (state == State.OPEN) {
      state = State.ENDED;
      trailers = endTrailers;
      deliver();
    }
  }

  /** Marks the failure; bytes that arrived before it are still delivered first. */
  public void fail(NetException error) {
    if (state == State.OPEN) {
      state = State.FAILED;
      failure = error;
      deliver();
    }
  }

  /**
   * Gives up what the reader has not taken yet, a whole body too: it hears of the error instead.
   */
  public void abort(NetException error) {
    if (!closed) {
      releaseChunks();
      state = State.FAILED;
      failure = error;
      deliver();
    }
  }

  @Override
  public void subscribe(BodySink newSink) {
    if (sink != null) {
      throw new IllegalStateException("the body has a reader already; a body can be read once");
    }
    sink = newSink;
    demand();
    deliver();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    demand();
    deliver();
  }

  @Override
  public void cancel() {
    if (state == State.CANCELLED || closed) {
      return;
    }
    boolean isProducing = state == State.OPEN;
    int left = buffered;
    state = State.CANCELLED;
    closed = true;
    releaseChunks();
    if (isProducing) {
      producer.onCancelled();
    } else if (left > 0) {
      producer.onConsumed(left);
    }
  }

  private void demand() {
    if (state == State.OPEN && isFlowing()) {
      producer.onDemand();
    }
  }

  private void deliver() {
    BodySink to = sink;
    if (to == null || delivering) {
      return;
    }
    delivering = true;
    try {
      while (!paused && !closed && chunks != null && !chunks.isEmpty()) {
        ByteBuf chunk = chunks.remove();
        int bytes = chunk.readableBytes();
        buffered -= bytes;
        to.onData(chunk);
        producer.onConsumed(bytes);
      }
    } finally {
      delivering = false;
    }
    if (!paused && !closed && (chunks == null || chunks.isEmpty())) {
      if (state == State.ENDED) {
        closed = true;
        to.onEnd(trailers == null ? new HeaderList(1) : trailers);
      } else if (state == State.FAILED && failure != null) {
        closed = true;
        to.onError(failure);
      }
    }
  }

  private void releaseChunks() {
    if (chunks != null) {
      chunks.forEach(ByteBuf::release);
      chunks.clear();
      gathered = null;
      buffered = 0;
    }
  }
}
