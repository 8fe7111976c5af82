package dev.valence.ipc.clone.internal;

import dev.valence.ipc.clone.DataCloneException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that are written; grows as it must. */
final class ByteSink {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** V8's limit for BigInts, in bits. */
  private static final int MAX_BIG_INT_BITS = 1 << 30;

  private static final int MAX_SIZE = Integer.MAX_VALUE - 8;

  private byte[] bytes = new byte[256];
  private int size;

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** What was written, without a copy: nothing may be written afterwards. */
  ByteBuffer toBuffer() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  private void reserve(long count) {
    long needed = size + count;
    if (needed > bytes.length) {
      if (needed > MAX_SIZE) {
        throw DataCloneException.notCloneable("the value takes more than 2 GiB", null);
      }
      // Room for what follows something long: doubling for a few bytes more would copy it again.
      long roomy = needed + Math.min(needed >> 3, 4_096);
      bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_SIZE, Math.max(roomy, 2L * bytes.length)));
    }
  }

  void writeByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void writeVarint(long value) {
    reserve(5);
    long rest = value;
    while (rest > 0x7F) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void writeZigZag(int value) {
    writeVarint(((value << 1) ^ (value >> 31)) & 0xFFFF_FFFFL);
  }

  void writeDouble(double value) {
    reserve(8);
    LONGS.set(bytes, size, Double.doubleToLongBits(value));
    size += 8;
  }

  void writeBytes(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** A string with its tag: one byte a unit where that is enough, as V8. */
  void writeString(String text) {
    int length = text.length();
    int before = size;
    reserve(6L + length);
    bytes[size++] = (byte) Tag.ONE_BYTE_STRING;
    writeVarint(length);
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      if (unit > 0xFF) {
        size = before;
        writeTwoByteString(text);
        return;
      }
      bytes[size++] = (byte) unit;
    }
  }

  private void writeTwoByteString(String text) {
    long byteLength = 2L * text.length();
    reserve(7 + byteLength);
    int lengthOfLength = 1;
    for (long rest = byteLength >>> 7; rest != 0; rest >>>= 7) {
      lengthOfLength++;
    }
    // The units begin at an even offset: older readers of V8 expect it.
    if ((size + 1 + lengthOfLength) % 2 != 0) {
      bytes[size++] = Tag.PADDING;
    }
    bytes[size++] = (byte) Tag.TWO_BYTE_STRING;
    writeVarint(byteLength);
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      bytes[size++] = (byte) unit;
      bytes[size++] = (byte) (unit >> 8);
    }
  }

  /** A BigInt without its tag, in whole digits of 64 bits. */
  void writeBigInt(BigInteger value) {
    BigInteger magnitude = value.abs();
    if (magnitude.bitLength() > MAX_BIG_INT_BITS) {
      throw DataCloneException.notCloneable("a BigInteger is greater than any BigInt", null);
    }
    byte[] digits = magnitude.toByteArray();
    int used = (magnitude.bitLength() + 7) / 8;
    int byteLength = (used + 7) / 8 * 8;
    writeVarint((long) byteLength << 1 | (value.signum() < 0 ? 1 : 0));
    reserve(byteLength);
    for (int i = 0; i < used; i++) {
      bytes[size + i] = digits[digits.length - 1 - i];
    }
    Arrays.fill(bytes, size + used, size + byteLength, (byte) 0);
    size += byteLength;
  }
}
