package dev.valence.net.internal.decode;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** One DEFLATE stream (RFC 1951), raw or with the frame of zlib (RFC 1950). */
final class Inflation {
  private final Inflater inflater;
  private boolean outputPending;

  /**
   * Begins a stream.
   *
   * @param raw whether it has no zlib frame
   */
  Inflation(boolean raw) {
    inflater = new Inflater(raw);
  }

  /** Begins another stream of the same kind. */
  void reset() {
    inflater.reset();
    outputPending = false;
  }

  /**
   * Whether the end of the stream was read; its checksum, if it has a zlib frame, is right then.
   */
  boolean isFinished() {
    return inflater.finished();
  }

  /** Takes a byte that comes before those of the next buffer, and that alone gives no output. */
  void lead(byte first) throws DataFormatException {
    inflater.setInput(new byte[] {first});
    inflater.inflate(new byte[1]);
  }

  /** Decodes one piece; null where the input is used up or the stream at its end. */
  @Nullable ByteBuf inflate(ByteBuf in, QueuedDecoder decoder) throws DataFormatException {
    int coded = in.readableBytes();
    if (inflater.finished() || (coded == 0 && !outputPending)) {
      return null;
    }
    ByteBuffer source = in.nioBuffer();
    int start = source.position();
    inflater.setInput(source);
    ByteBuf piece = decoder.newPiece(coded, outputPending);
    try {
      ByteBuffer target = piece.nioBuffer(0, piece.capacity());
      int length = inflater.inflate(target);
      if (inflater.needsDictionary()) {
        throw new DataFormatException("it needs a dictionary that no one has");
      }
      in.skipBytes(source.position() - start);
      outputPending = length == piece.capacity();
      piece.writerIndex(length);
      return length == 0 ? null : piece.retain();
    } finally {
      piece.release();
    }
  }

  void end() {
    inflater.end();
  }
}
