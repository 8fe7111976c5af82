package dev.valence.ipc.internal.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes of a value within a frame: a part of an array that nobody writes to any more. Compared by
 * content.
 */
public final class Payload {
  /** No bytes. */
  public static final Payload EMPTY = new Payload(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  private Payload(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** The bytes of an array, which is not copied and must not change. */
  public static Payload of(byte[] bytes) {
    return new Payload(bytes, 0, bytes.length);
  }

  /** The remaining bytes of a buffer with an array, which is not copied and must not change. */
  public static Payload of(ByteBuffer buffer) {
    return new Payload(
        buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
  }

  /**
   * The remaining bytes of a buffer: copied from a direct one, shared with the array of another.
   */
  static Payload rest(ByteBuffer buffer) {
    int length = buffer.remaining();
    if (buffer.hasArray()) {
      int offset = buffer.arrayOffset() + buffer.position();
      buffer.position(buffer.limit());
      return new Payload(buffer.array(), offset, length);
    }
    byte[] copy = new byte[length];
    buffer.get(copy);
    return new Payload(copy, 0, length);
  }

  /** How many bytes. */
  public int length() {
    return length;
  }

  /** A new buffer over the bytes, to read. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(array, offset, length);
  }

  /** Puts bytes from {@code from} on into a buffer, as many as it takes; returns how many. */
  int copyTo(ByteBuffer target, int from) {
    int count = Math.min(length - from, target.remaining());
    target.put(array, offset + from, count);
    return count;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload payload
        && Arrays.equals(
            array,
            offset,
            offset + length,
            payload.array,
            payload.offset,
            payload.offset + payload.length);
  }

  @Override
  public int hashCode() {
    return buffer().hashCode();
  }

  @Override
  public String toString() {
    // Without the bytes: they may be secret.
    return "Payload(" + length + " bytes)";
  }
}
