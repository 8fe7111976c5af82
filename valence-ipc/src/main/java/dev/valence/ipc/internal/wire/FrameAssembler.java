package dev.valence.ipc.internal.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into frames. A length is checked before memory is taken for it, and a long frame
 * gets memory as its bytes come: who only claims to send much costs little.
 */
final class FrameAssembler {
  private static final int FIRST_PIECE = 4 << 20;

  private final int maxFrame;
  private final Consumer<Frame> frames;

  /** The frame that is longer than the buffer, so far; null where there is none. */
  private byte @Nullable [] body;

  private int bodyLength;
  private int bodyFilled;

  FrameAssembler(int maxFrame, Consumer<Frame> frames) {
    this.maxFrame = maxFrame;
    this.frames = frames;
  }

  /** Whether the stream is between two frames. */
  boolean atBoundary(ByteBuffer in) {
    return body == null && in.position() == 0;
  }

  /** Gives the frames of what was read into the buffer, and keeps the rest in it. */
  void read(ByteBuffer in) {
    in.flip();
    while (body != null ? fill(in) : next(in)) {
      // Each round takes one frame, or begins a long one.
    }
    in.compact();
  }

  private boolean next(ByteBuffer in) {
    if (in.remaining() < 4) {
      return false;
    }
    int length = in.getInt(in.position());
    if (length < 1 || length > maxFrame) {
      throw new MalformedFrameException(
          "A frame of " + Integer.toUnsignedString(length) + " bytes; the limit is " + maxFrame);
    }
    int available = in.remaining() - 4;
    if (available >= length) {
      in.position(in.position() + 4);
      int end = in.limit();
      in.limit(in.position() + length);
      Frame frame = FrameReader.read(in);
      in.limit(end);
      frames.accept(frame);
      return true;
    }
    if (length + 4L <= in.capacity()) {
      return false;
    }
    in.position(in.position() + 4);
    body = new byte[Math.min(length, FIRST_PIECE)];
    bodyLength = length;
    bodyFilled = 0;
    return true;
  }

  /** Adds to the long frame; true when it is complete. */
  private boolean fill(ByteBuffer in) {
    byte[] target = body;
    if (target == null) {
      return true;
    }
    if (bodyFilled == target.length && in.hasRemaining()) {
      target = Arrays.copyOf(target, (int) Math.min(bodyLength, 2L * target.length));
      body = target;
    }
    int count = Math.min(in.remaining(), target.length - bodyFilled);
    in.get(target, bodyFilled, count);
    bodyFilled += count;
    if (bodyFilled < bodyLength) {
      return in.hasRemaining();
    }
    body = null;
    frames.accept(FrameReader.read(ByteBuffer.wrap(target)));
    return true;
  }
}
