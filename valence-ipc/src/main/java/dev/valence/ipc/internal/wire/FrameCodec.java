package dev.valence.ipc.internal.wire;

import java.nio.ByteBuffer;

/**
 * Frames as bytes, big-endian. A frame is {@code u32} length of what follows, {@code u8} type, its
 * fields, and its payload, which takes the rest. A text is {@code u16} length and UTF-8; a list of
 * ports is {@code u16} count and two {@code u64} each.
 */
public final class FrameCodec {
  /** The version that Hello carries. */
  public static final int VERSION = 1;

  private FrameCodec() {}

  /**
   * The bytes of a frame, with its length in front.
   *
   * @throws FrameTooLargeException beyond the limit
   */
  public static byte[] encode(Frame frame, int maxFrameBytes) {
    Encoded encoded = FrameWriter.write(frame, maxFrameBytes);
    byte[] bytes = new byte[encoded.size()];
    encoded.copyTo(ByteBuffer.wrap(bytes), 0);
    return bytes;
  }

  /**
   * Checks a frame without sending it.
   *
   * @throws FrameTooLargeException beyond the limit
   */
  public static void check(Frame frame, int maxFrameBytes) {
    FrameWriter.write(frame, maxFrameBytes);
  }

  /**
   * The frame that the remaining bytes are, without the length.
   *
   * @throws MalformedFrameException when they are none
   */
  public static Frame decode(ByteBuffer bytes) {
    return FrameReader.read(bytes);
  }
}
