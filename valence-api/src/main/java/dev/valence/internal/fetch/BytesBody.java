package dev.valence.internal.fetch;

import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.Unpooled;
import java.util.List;

/** A request body in memory; may be read any number of times. */
public final class BytesBody implements PartedBody {
  private final byte[] bytes;
  private final int offset;
  private final int length;

  /** The array is not to be changed. */
  public BytesBody(byte[] bytes) {
    this(bytes, bytes.length);
  }

  /** The first bytes of an array. */
  public BytesBody(byte[] bytes, int length) {
    this(bytes, 0, length);
  }

  /** A part of an array. */
  BytesBody(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  @Override
  public List<UploadPart> parts() {
    return List.of(new UploadPart.Bytes(bytes, length));
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean isReplayable() {
    return true;
  }

  @Override
  public UploadReader open() {
    return new UploadReader() {
      private int position;

      @Override
      public void read(int maxBytes, Sink sink) {
        int size = Math.min(maxBytes, length - position);
        if (size == 0) {
          sink.onEnd(new HeaderList(1));
          return;
        }
        int from = offset + position;
        position += size;
        sink.onPiece(Unpooled.wrappedBuffer(bytes, from, size));
      }

      @Override
      public void close() {}
    };
  }
}
