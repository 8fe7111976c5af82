package dev.valence.net.internal.websocket;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the compression of a server's messages (RFC 7692 §7.2.2). Holds no memory before the first
 * of them. One thread.
 */
final class Inflation {
  /** Takes what a message holds, piece by piece; the array is used again. */
  @FunctionalInterface
  interface Sink {
    void add(byte[] bytes, int length) throws ProtocolViolation;
  }

  /** What each sender leaves out at the end of its message. */
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private static final int PIECE = 8 << 10;

  private final boolean forgets;
  private @Nullable Inflater begun;
  private byte[] piece = {};

  /**
   * An inflater.
   *
   * @param forgets whether each message stands alone
   */
  Inflation(boolean forgets) {
    this.forgets = forgets;
  }

  /** More of a message; the bytes stay the caller's. */
  void inflate(ByteBuffer compressed, Sink sink) throws ProtocolViolation {
    drain(compressed, sink);
  }

  /** The message has ended. */
  void finish(Sink sink) throws ProtocolViolation {
    drain(ByteBuffer.wrap(TAIL), sink);
    if (forgets) {
      inflater().reset();
    }
  }

  void release() {
    if (begun != null) {
      begun.end();
    }
  }

  private Inflater inflater() {
    Inflater present = begun;
    if (present == null) {
      present = new Inflater(true);
      begun = present;
      piece = new byte[PIECE];
    }
    return present;
  }

  private void drain(ByteBuffer compressed, Sink sink) throws ProtocolViolation {
    Inflater inflater = inflater();
    inflater.setInput(compressed);
    try {
      while (true) {
        int length = inflater.inflate(piece);
        if (length > 0) {
          sink.add(piece, length);
        } else if (inflater.finished()) {
          // RFC 7692 §7.2.3.4: a block may say that it is the last, and others follow.
          inflater.reset();
          inflater.setInput(compressed);
        } else {
          return;
        }
      }
    } catch (DataFormatException e) {
      throw new ProtocolViolation(
          ProtocolViolation.PROTOCOL_ERROR, "Could not inflate a compressed message.");
    }
  }
}
