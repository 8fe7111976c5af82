package dev.valence.ipc.internal.process;

import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.FrameCodec;
import dev.valence.ipc.internal.wire.MalformedFrameException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection that has not yet said who it is. */
final class PendingHello {
  /** The longest first frame: no memory for strangers. */
  private static final int MAX_BYTES = 512;

  final SocketChannel channel;
  final long deadlineNanos;
  private final ByteBuffer in = ByteBuffer.allocate(MAX_BYTES);

  PendingHello(SocketChannel channel, long deadlineNanos) {
    this.channel = channel;
    this.deadlineNanos = deadlineNanos;
  }

  /**
   * Reads on.
   *
   * @return the first frame when it is whole
   * @throws IOException when the connection ends or says something else
   */
  Frame.@Nullable Hello read() throws IOException {
    if (channel.read(in) < 0) {
      throw new IOException("it left without a word");
    }
    if (in.position() < 4) {
      return null;
    }
    int length = in.getInt(0);
    if (length < 1 || length > MAX_BYTES - 4) {
      throw new IOException("its first frame has " + Integer.toUnsignedString(length) + " bytes");
    }
    if (in.position() < 4 + length) {
      return null;
    }
    in.flip().position(4);
    ByteBuffer body = in.slice(4, length);
    in.position(4 + length);
    try {
      if (FrameCodec.decode(body) instanceof Frame.Hello hello) {
        return hello;
      }
    } catch (MalformedFrameException e) {
      throw new IOException("its first frame cannot be read: " + e.getMessage(), e);
    }
    throw new IOException("its first frame is no greeting");
  }

  /** What came behind the first frame. */
  ByteBuffer rest() {
    return in;
  }
}
