package dev.valence.net.internal.throttle;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.exchange.DuplexStream;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What one direction of a stream has to move over the line. Confined to the network thread. */
final class ThrottledWay {
  /**
   * Bytes on their way.
   *
   * @param sent who hears of them; null for nobody
   */
  record Piece(ByteBuf bytes, DuplexStream.@Nullable Sent sent) {}

  private final ArrayDeque<Piece> pieces = new ArrayDeque<>(2);
  private @Nullable ThrottledLine entered;
  private ThrottledLine.@Nullable Mover mover;
  private boolean moving;
  private int queued;

  int queued() {
    return queued;
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  void add(ByteBuf bytes, DuplexStream.@Nullable Sent sent) {
    queued += bytes.readableBytes();
    pieces.add(new Piece(bytes, sent));
  }

  /** Some of what is next; the last part of a piece carries its listener. */
  @Nullable Piece take(int mostBytes) {
    Piece first = pieces.peek();
    if (first == null) {
      return null;
    }
    Piece taken = first;
    if (first.bytes().readableBytes() <= mostBytes) {
      pieces.remove();
    } else {
      taken = new Piece(first.bytes().readRetainedSlice(mostBytes), null);
    }
    queued -= taken.bytes().readableBytes();
    return taken;
  }

  /**
   * Moves at the line's pace; without a line at once, as far as the target takes it.
   *
   * @param target moves at most so many bytes; 0 when it takes nothing now
   */
  void askForTurn(@Nullable ThrottledLine line, ThrottledLine.Mover target) {
    if (pieces.isEmpty() || moving) {
      return;
    }
    if (line != null) {
      if (entered == null) {
        mover = mostBytes -> moveInTurn(target, mostBytes);
        entered = line;
        line.enter(mover);
      }
      return;
    }
    leave();
    moving = true;
    try {
      while (!pieces.isEmpty() && target.move(ThrottledStream.HIGH_WATER) > 0) {}
    } finally {
      moving = false;
    }
  }

  private int moveInTurn(ThrottledLine.Mover target, int mostBytes) {
    moving = true;
    try {
      int moved = target.move(mostBytes);
      if (moved == 0) {
        entered = null;
      }
      return moved;
    } finally {
      moving = false;
    }
  }

  void leave() {
    ThrottledLine line = entered;
    ThrottledLine.Mover entrant = mover;
    if (line != null && entrant != null) {
      line.leave(entrant);
      entered = null;
    }
  }

  void drop(@Nullable NetException why) {
    leave();
    for (Piece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
      piece.bytes().release();
      if (piece.sent() != null) {
        piece.sent().done(why != null ? why : new NetException(NetError.CONNECTION_CLOSED));
      }
    }
    queued = 0;
  }
}
