package dev.valence.net.internal.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
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

  private static final int LARGEST_HEADER = 14;

  private final SecureRandom random;
  private final byte[] keys = new byte[4 * KEYS_AT_ONCE];
  private int nextKey = keys.length;

  FrameWriter(SecureRandom random) {
    this.random = random;
  }

  /**
   * A whole frame.
   *
   * @param payload read to its end; stays the caller's
   * @param compressed whether to set the bit RSV1
   */
  ByteBuf frame(
      Opcode opcode, boolean fin, boolean compressed, ByteBuf payload, ByteBufAllocator allocator) {
    int length = payload.readableBytes();
    ByteBuf frame = allocator.directBuffer(LARGEST_HEADER + length);
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
    int start = frame.writerIndex();
    frame.writeBytes(payload);
    mask(frame, start, length, key);
    return frame;
  }

  private int newKey() {
    if (nextKey == keys.length) {
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
    ByteBuffer plain = bytes.nioBuffer(start, length);
    long wide = (long) key << 32 | (key & 0xffffffffL);
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      plain.putLong(i, plain.getLong(i) ^ wide);
    }
    for (; i < length; i++) {
      plain.put(i, (byte) (plain.get(i) ^ key >> (8 * (3 - (i & 3)))));
    }
  }
}
