package dev.valence.net.internal.websocket;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Makes a client's frames: each masked with a key that nobody can predict (RFC 6455 §5.3 and
 * §10.3). Confined to one thread.
 */
final class FrameWriter {
  // Keys are drawn from the system's generator many at a time: a call for each would cost more than
  // the frame.
  private static final int KEYS_AT_ONCE = 256;

  /** Bytes of a frame beside its payload, at most. */
  static final int LARGEST_HEADER = 14;

  private final SecureRandom random;
  private byte[] keys = {};
  private int nextKey;

  FrameWriter(SecureRandom random) {
    this.random = random;
  }

  /**
   * Appends a whole frame.
   *
   * @param frames a buffer of one piece
   * @param payload read to its end; stays the caller's
   * @param compressed whether to set the bit RSV1
   */
  void append(ByteBuf frames, Opcode opcode, boolean fin, boolean compressed, ByteBuf payload) {
    int length = payload.readableBytes();
    int key = header(frames, opcode, fin, compressed, length);
    int start = frames.writerIndex();
    frames.writeBytes(payload);
    mask(frames, start, length, key);
  }

  /** As the other, with a part of an array. */
  void append(
      ByteBuf frames,
      Opcode opcode,
      boolean fin,
      boolean compressed,
      byte[] payload,
      int from,
      int length) {
    int key = header(frames, opcode, fin, compressed, length);
    int start = frames.writerIndex();
    frames.writeBytes(payload, from, length);
    mask(frames, start, length, key);
  }

  private int header(ByteBuf frame, Opcode opcode, boolean fin, boolean compressed, int length) {
    frame.writeByte((fin ? 0x80 : 0) | (compressed ? 0x40 : 0) | opcode.code());
    if (length <= 125) {
      frame.writeByte(0x80 | length);
    } else if (length <= 0xffff) {
      frame.writeByte(0x80 | 126).writeShort(length);
    } else {
      frame.writeByte(0x80 | 127).writeLong(length);
    }
    int key = newKey();
    frame.writeInt(key);
    return key;
  }

  private int newKey() {
    if (nextKey == keys.length) {
      if (keys.length == 0) {
        keys = new byte[4 * KEYS_AT_ONCE];
      }
      random.nextBytes(keys);
      nextKey = 0;
    }
    int key =
        (keys[nextKey] & 0xff) << 24
            | (keys[nextKey + 1] & 0xff) << 16
            | (keys[nextKey + 2] & 0xff) << 8
            | (keys[nextKey + 3] & 0xff);
    nextKey += 4;
    return key;
  }

  /** XORs bytes with the key, eight at a time. */
  static void mask(ByteBuf bytes, int start, int length, int key) {
    // The plain buffer below: a ByteBuf counts and checks each access.
    ByteBuffer plain = bytes.internalNioBuffer(start, length);
    long wide = (long) key << 32 | (key & 0xffffffffL);
    int end = plain.limit();
    int i = plain.position();
    for (; i + 8 <= end; i += 8) {
      plain.putLong(i, plain.getLong(i) ^ wide);
    }
    for (int shift = 24; i < end; i++, shift -= 8) {
      plain.put(i, (byte) (plain.get(i) ^ key >> shift));
    }
  }
}
