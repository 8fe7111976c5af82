package dev.valence.ipc.value;

import java.util.Objects;
import java.util.OptionalLong;

/** An {@code ArrayBuffer}: bytes, which views may share. */
public final class JsArrayBuffer {
  private static final long FIXED = -1;

  private final byte[] bytes;
  private final long maxByteLength;

  /** A buffer of a fixed length on an array, which is not copied. */
  public JsArrayBuffer(byte[] bytes) {
    this.bytes = Objects.requireNonNull(bytes, "bytes");
    this.maxByteLength = FIXED;
  }

  private JsArrayBuffer(byte[] bytes, long maxByteLength) {
    this.bytes = bytes;
    this.maxByteLength = maxByteLength;
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
    return new JsArrayBuffer(bytes, maxByteLength);
  }

  /** The bytes themselves: a change is seen through every view. */
  public byte[] bytes() {
    return bytes;
  }

  /** The length in bytes. */
  public int byteLength() {
    return bytes.length;
  }

  /** The length that JavaScript may resize it to; empty for a fixed length. */
  public OptionalLong maxByteLength() {
    return maxByteLength == FIXED ? OptionalLong.empty() : OptionalLong.of(maxByteLength);
  }

  @Override
  public String toString() {
    return "JsArrayBuffer(" + bytes.length + ")";
  }
}
