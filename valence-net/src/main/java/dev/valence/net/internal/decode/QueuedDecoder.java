package dev.valence.net.internal.decode;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The part that all codings share: the queue of coded buffers and the end of the body. */
abstract class QueuedDecoder implements ContentDecoder {
  private enum State {
    DECODING,
    FINISHED,
    CLOSED
  }

  private static final int SMALLEST_PIECE = 512;

  private final String coding;
  private final ByteBufAllocator allocator;
  private final Deque<ByteBuf> queue = new ArrayDeque<>();
  private State state = State.DECODING;
  private boolean inputEnded;

  QueuedDecoder(String coding, ByteBufAllocator allocator) {
    this.coding = coding;
    this.allocator = allocator;
  }

  /**
   * Decodes from {@code in}, moving its reader index.
   *
   * @param in empty where no input is queued; output may be pending still
   * @return a piece, or null where {@code in} is used up or {@link #isComplete()}
   */
  abstract @Nullable ByteBuf decodePiece(ByteBuf in) throws NetException;

  /** Whether the coding said that this is its end; what follows is ignored. */
  abstract boolean isComplete();

  /** Whether the body may end after the input so far. An empty body may always. */
  abstract boolean mayEndHere();

  /** Releases what the coding itself holds. Called once. */
  abstract void release();

  /** Whether the coding reads this buffer as it is; if not, it gets one direct copy. */
  boolean canRead(ByteBuf in) {
    return in.nioBufferCount() == 1;
  }

  private ByteBuf admit(ByteBuf in) {
    if (canRead(in)) {
      return in;
    }
    try {
      return allocator.directBuffer(in.readableBytes()).writeBytes(in);
    } finally {
      in.release();
    }
  }

  @Override
  public final void feed(ByteBuf in) {
    if (state == State.DECODING && in.isReadable()) {
      queue.add(admit(in));
    } else {
      in.release();
    }
  }

  @Override
  public final void endOfInput() {
    inputEnded = true;
  }

  @Override
  public final @Nullable ByteBuf poll() throws NetException {
    if (state != State.DECODING) {
      return null;
    }
    boolean failed = true;
    try {
      ByteBuf piece = next();
      failed = false;
      return piece;
    } finally {
      if (failed) {
        close();
      }
    }
  }

  private @Nullable ByteBuf next() throws NetException {
    while (true) {
      ByteBuf in = queue.peek();
      ByteBuf piece = decodePiece(in == null ? Unpooled.EMPTY_BUFFER : in);
      if (in != null && !in.isReadable()) {
        queue.remove().release();
      }
      if (piece != null) {
        return piece;
      }
      if (isComplete()) {
        end(State.FINISHED);
        return null;
      }
      if (queue.isEmpty()) {
        return noMoreInput();
      }
    }
  }

  private @Nullable ByteBuf noMoreInput() throws NetException {
    if (inputEnded) {
      if (!mayEndHere()) {
        throw failed("the body ends too early", null);
      }
      end(State.FINISHED);
    }
    return null;
  }

  @Override
  public final boolean isFinished() {
    return state == State.FINISHED;
  }

  @Override
  public final void close() {
    end(State.CLOSED);
  }

  private void end(State next) {
    if (state == State.DECODING) {
      queue.forEach(ByteBuf::release);
      queue.clear();
      release();
    }
    if (state != State.CLOSED) {
      state = next;
    }
  }

  /** A direct buffer for the next piece; small where little is coming. */
  final ByteBuf newPiece(int codedBytes, boolean outputPending) {
    int size = PIECE;
    if (!outputPending) {
      size = (int) Math.max(SMALLEST_PIECE, Math.min(PIECE, codedBytes * 4L));
    }
    return allocator.directBuffer(size, size);
  }

  final ByteBufAllocator allocator() {
    return allocator;
  }

  final NetException failed(String why, @Nullable Throwable cause) {
    return failed(NetError.CONTENT_DECODING_FAILED, why, cause);
  }

  final NetException failed(NetError error, String why, @Nullable Throwable cause) {
    return new NetException(error, "content coding " + coding + ": " + why, cause);
  }
}
