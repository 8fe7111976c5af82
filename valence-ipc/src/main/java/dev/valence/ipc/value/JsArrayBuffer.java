package dev.valence.ipc.value;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;

/** An {@code ArrayBuffer}: bytes, which views may share. */
public final class JsArrayBuffer {
  private static final long FIXED = -1;

  /** May be longer, until somebody asks for it. Guarded by this where it is. */
  private byte[] bytes;

  private int from;
  private final int byteLength;
  private final long maxByteLength;

  /** A buffer of a fixed length on an array, which is not copied. */
  public JsArrayBuffer(byte[] bytes) {
    this(Objects.requireNonNull(bytes, "bytes"), 0, bytes.length, FIXED);
  }

  private JsArrayBuffer(byte[] bytes, int from, int byteLength, long maxByteLength) {
    this.bytes = bytes;
    this.from = from;
    this.byteLength = byteLength;
    this.maxByteLength = maxByteLength;
  }

  /**
   * A buffer of a fixed length on a part of an array that nobody else writes to. The part is copied
   * when {@link #bytes} is called first, and until then the whole array is kept.
   *
   * @throws IndexOutOfBoundsException when the part is not within the array
   */
  public static JsArrayBuffer ofPart(byte[] array, int from, int byteLength) {
    Objects.checkFromIndexSize(from, byteLength, array.length);
    return new JsArrayBuffer(array, from, byteLength, FIXED);
  }

  /**
   * A buffer that JavaScript may resize, on an array, which is not copied.
   *
   * @param maxByteLength at least the array's length, at most 2^32 - 1
   * @throws IllegalArgumentException when it is not
   */
  public static JsArrayBuffer resizable(byte[] bytes, long maxByteLength) {
    if (maxByteLength < bytes.length || maxByteLength > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("Invalid array buffer max length: " + maxByteLength);
    }
    return new JsArrayBuffer(bytes, 0, bytes.length, maxByteLength);
  }

  /** The bytes themselves: a change is seen through every view. */
  public synchronized byte[] bytes() {
    if (bytes.length != byteLength) {
      bytes = Arrays.copyOfRange(bytes, from, from + byteLength);
      from = 0;
    }
    return bytes;
  }

  /**
   * Copies bytes out.
   *
   * @throws IndexOutOfBoundsException when they are not within the buffer, or have no room
   */
  public synchronized void copyTo(int offset, byte[] target, int targetOffset, int length) {
    Objects.checkFromIndexSize(offset, length, byteLength);
    System.arraycopy(bytes, from + offset, target, targetOffset, length);
  }

  /** The length in bytes. */
  public int byteLength() {
    return byteLength;
  }

  /** The length that JavaScript may resize it to; empty for a fixed length. */
  public OptionalLong maxByteLength() {
    return maxByteLength == FIXED ? OptionalLong.empty() : OptionalLong.of(maxByteLength);
  }

  @Override
  public String toString() {
    return "JsArrayBuffer(" + byteLength + ")";
  }
}
