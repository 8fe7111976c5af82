package dev.valence.ipc.clone.internal;

import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.value.JsArrayBuffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes to read and how far they are read. Every length is checked before memory is taken. */
final class ByteSource {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Shorter buffers are copied: that costs less than what it saves. */
  private static final int LEAST_PART = 16 << 10;

  private final byte[] bytes;
  private final int start;
  private final int end;
  private final boolean given;
  private int position;

  /**
   * Bytes to read.
   *
   * @param given whether nobody writes to the array any more
   */
  ByteSource(byte[] bytes, int start, int end, boolean given) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.given = given;
    this.position = start;
  }

  int remaining() {
    return end - position;
  }

  int offset() {
    return position - start;
  }

  void offset(int offset) {
    position = start + offset;
  }

  DataCloneException fail(String detail) {
    return DataCloneException.notReadable(detail + " at byte " + offset());
  }

  /** A property name, one byte a unit. */
  String readName() {
    long length = readVarint();
    int at = skip(length);
    return length <= KnownNames.MAX_LENGTH
        ? KnownNames.latin1(bytes, at, (int) length)
        : new String(bytes, at, (int) length, StandardCharsets.ISO_8859_1);
  }

  int readByte() {
    if (position >= end) {
      throw fail("the data ends too early");
    }
    return bytes[position++] & 0xFF;
  }

  /** The next tag, which stays; -1 at the end. Padding before it is passed over. */
  int peekTag() {
    while (position < end && bytes[position] == Tag.PADDING) {
      position++;
    }
    return position < end ? bytes[position] & 0xFF : -1;
  }

  int readTag() {
    peekTag();
    return readByte();
  }

  /** An unsigned number of 32 bits in groups of seven, the lowest first. */
  long readVarint() {
    if (position < end && bytes[position] >= 0) {
      return bytes[position++];
    }
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        if (value > 0xFFFF_FFFFL) {
          break;
        }
        return value;
      }
    }
    throw fail("a number has more than 32 bits");
  }

  int readZigZag() {
    int value = (int) readVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  double readDouble() {
    int at = skip(8);
    double value = Double.longBitsToDouble((long) LONGS.get(bytes, at));
    // One NaN is all JavaScript has.
    return Double.isNaN(value) ? Double.NaN : value;
  }

  byte[] readBytes(long length) {
    int at = skip(length);
    return Arrays.copyOfRange(bytes, at, at + (int) length);
  }

  /** A buffer, which may be a part of the array where that was given and is little more. */
  JsArrayBuffer readBuffer(long length) {
    if (!given || length < LEAST_PART || length < bytes.length / 2) {
      return new JsArrayBuffer(readBytes(length));
    }
    return JsArrayBuffer.ofPart(bytes, skip(length), (int) length);
  }

  String readUtf8() {
    long length = readVarint();
    int at = skip(length);
    return new String(bytes, at, (int) length, StandardCharsets.UTF_8);
  }

  String readOneByte() {
    long length = readVarint();
    int at = skip(length);
    return new String(bytes, at, (int) length, StandardCharsets.ISO_8859_1);
  }

  /** UTF-16 unit by unit: a decoder would change lone surrogates. */
  String readTwoByte() {
    long length = readVarint();
    if (length % 2 != 0) {
      throw fail("a two-byte string of odd length");
    }
    int at = skip(length);
    char[] units = new char[(int) length / 2];
    for (int i = 0; i < units.length; i++) {
      units[i] = (char) ((bytes[at + 2 * i] & 0xFF) | (bytes[at + 2 * i + 1] & 0xFF) << 8);
    }
    return new String(units);
  }

  /** A sign bit, a length in bytes, and that many bytes, the lowest first. */
  BigInteger readBigInt() {
    long bits = readVarint();
    byte[] digits = readBytes(bits >>> 1);
    for (int low = 0, high = digits.length - 1; low < high; low++, high--) {
      byte swapped = digits[low];
      digits[low] = digits[high];
      digits[high] = swapped;
    }
    BigInteger magnitude = new BigInteger(1, digits);
    return (bits & 1) != 0 ? magnitude.negate() : magnitude;
  }

  private int skip(long length) {
    if (length > remaining()) {
      throw fail("a length of " + length + " bytes where " + remaining() + " are left");
    }
    int at = position;
    position += (int) length;
    return at;
  }
}
