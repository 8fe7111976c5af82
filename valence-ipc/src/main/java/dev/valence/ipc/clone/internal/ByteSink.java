package dev.valence.ipc.clone.internal;

import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.value.JsArrayBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that are written; grows as it must. */
final class ByteSink {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** V8's limit for BigInts, in bits. */
  private static final int MAX_BIG_INT_BITS = 1 << 30;

  /** Each thread has a first array that it uses again: most messages fit, and are copied out. */
  private static final int FIRST_SIZE = 4096;

  private static final ThreadLocal<byte @Nullable []> FIRST = new ThreadLocal<>();

  private static final int MAX_SIZE = Integer.MAX_VALUE - 8;

  private final byte[] first;
  private byte[] bytes;
  private int size;

  ByteSink() {
    byte[] mine = FIRST.get();
    // An accessor of what is being written may write something itself: the array is taken.
    FIRST.set(null);
    first = mine != null ? mine : new byte[FIRST_SIZE];
    bytes = first;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** What was written, as it is where that is this writing's own: nothing is written afterwards. */
  ByteBuffer toBuffer() {
    return ByteBuffer.wrap(bytes == first ? toBytes() : bytes, 0, size);
  }

  /** Ends the writing, after success or failure, before anything else is written. */
  void close() {
    FIRST.set(first);
  }

  private void reserve(long count) {
    if (count > bytes.length - size) {
      grow(size + count);
    }
  }

  private void grow(long needed) {
    if (needed > MAX_SIZE) {
      throw DataCloneException.notCloneable("the value takes more than 2 GiB", null);
    }
    // Room for what follows something long: doubling for a few bytes more would copy it again.
    long roomy = needed + Math.min(needed >> 3, 4_096);
    bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_SIZE, Math.max(roomy, 2L * bytes.length)));
  }

  void writeByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  void writeVarint(long value) {
    reserve(5);
    size = putVarint(bytes, size, value);
  }

  /** Writes where there is room; returns the position behind. */
  private static int putVarint(byte[] target, int position, long value) {
    int at = position;
    long rest = value;
    while (rest > 0x7F) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    return at;
  }

  /** A whole number with its tag. */
  void writeInt(int value) {
    reserve(6);
    bytes[size] = (byte) Tag.INT32;
    size = putVarint(bytes, size + 1, ((value << 1) ^ (value >> 31)) & 0xFFFF_FFFFL);
  }

  void writeName(EncodedName name) {
    reserve(EncodedName.ROOM);
    LONGS.set(bytes, size, name.head);
    LONGS.set(bytes, size + 8, name.tail);
    size += name.size;
  }

  void writeDouble(double value) {
    reserve(8);
    LONGS.set(bytes, size, Double.doubleToLongBits(value));
    size += 8;
  }

  void writeBytes(JsArrayBuffer source, int offset, int length) {
    reserve(length);
    source.copyTo(offset, bytes, size, length);
    size += length;
  }

  void writeBytes(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** A string with its tag: one byte a unit where that is enough, as V8. */
  void writeString(String text) {
    int length = text.length();
    reserve(6L + length);
    byte[] target = bytes;
    target[size] = (byte) Tag.ONE_BYTE_STRING;
    int at = putVarint(target, size + 1, length);
    int all = 0;
    for (int i = 0; i < length; i++) {
      char unit = text.charAt(i);
      all |= unit;
      target[at + i] = (byte) unit;
    }
    if (all > 0xFF) {
      writeTwoByteString(text);
    } else {
      size = at + length;
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
