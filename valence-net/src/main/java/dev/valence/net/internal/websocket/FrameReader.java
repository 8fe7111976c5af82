package dev.valence.net.internal.websocket;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of a server apart into frames (RFC 6455 §5.2). The payload of data frames is
 * passed on as it comes, without a copy; that of control frames when it is whole. Keeps no more
 * than a control frame.
 */
final class FrameReader {
  /** Takes the frames. */
  interface Output {
    /**
     * A data frame begins.
     *
     * @param opcode TEXT, BINARY or CONTINUATION
     * @param compressed whether the bit RSV1 is set
     * @param length of its payload, as the server claims
     */
    void onDataFrame(Opcode opcode, boolean fin, boolean compressed, long length)
        throws ProtocolViolation;

    /**
     * More of its payload.
     *
     * @param in holds it at its reader index, and stays the reader's
     */
    void onPayload(ByteBuf in, int length) throws ProtocolViolation;

    /** The data frame is whole. */
    void onDataFrameEnd() throws ProtocolViolation;

    /** A whole control frame; the payload is the reader's. */
    void onControl(Opcode opcode, ByteBuf payload) throws ProtocolViolation;

    /** Whether another frame may begin. */
    boolean takesMore();
  }

  private static final int MAX_CONTROL_PAYLOAD = 125;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;

  private enum State {
    FIRST_BYTE,
    LENGTH,
    EXTENDED_LENGTH,
    PAYLOAD
  }

  private final Output output;
  private final boolean mayCompress;
  private final ByteBuf control;
  private State state = State.FIRST_BYTE;
  private @Nullable Opcode opcode;
  private boolean fin;
  private boolean compressed;
  private int lengthBytesLeft;
  private long leastLength;
  private long length;

  /**
   * @param mayCompress whether an extension gave RSV1 a meaning
   * @param control an empty buffer of at least 125 bytes, released by {@link #release}
   */
  FrameReader(Output output, boolean mayCompress, ByteBuf control) {
    this.output = output;
    this.mayCompress = mayCompress;
    this.control = control;
  }

  /**
   * Reads all that is there, or up to the end of a frame after which the output takes no more. The
   * buffer stays the caller's.
   */
  void read(ByteBuf in) throws ProtocolViolation {
    while (in.isReadable() && (state != State.FIRST_BYTE || output.takesMore())) {
      switch (state) {
        case FIRST_BYTE -> firstByte(in.readUnsignedByte());
        case LENGTH -> length(in.readUnsignedByte());
        case EXTENDED_LENGTH -> extendedLength(in.readUnsignedByte());
        case PAYLOAD -> payload(in);
      }
    }
  }

  void release() {
    control.release();
  }

  private void firstByte(int bits) throws ProtocolViolation {
    fin = (bits & 0x80) != 0;
    compressed = (bits & 0x40) != 0;
    Opcode kind = Opcode.of(bits & 0x0f);
    if ((bits & 0x30) != 0 || (compressed && !mayCompress)) {
      throw error(
          "One or more reserved bits are on: reserved1 = %d, reserved2 = %d, reserved3 = %d"
              .formatted(bits >> 6 & 1, bits >> 5 & 1, bits >> 4 & 1));
    }
    if (kind == null) {
      throw error("Unrecognized frame opcode: " + (bits & 0x0f));
    }
    if (kind.isControl() && !fin) {
      throw error("Received fragmented control frame: opcode = " + kind.code());
    }
    if (compressed && (kind.isControl() || kind == Opcode.CONTINUATION)) {
      throw error("Received a frame with the compression bit that does not begin a message");
    }
    opcode = kind;
    state = State.LENGTH;
  }

  private void length(int bits) throws ProtocolViolation {
    if ((bits & 0x80) != 0) {
      throw error("A server must not mask any frames that it sends to the client.");
    }
    if (bits > MAX_CONTROL_PAYLOAD && kind().isControl()) {
      throw error("Received control frame having too long payload: opcode = " + kind().code());
    }
    length = 0;
    if (bits == LENGTH_16) {
      lengthBytesLeft = 2;
      leastLength = LENGTH_16;
      state = State.EXTENDED_LENGTH;
    } else if (bits == LENGTH_64) {
      lengthBytesLeft = 8;
      leastLength = 1 << 16;
      state = State.EXTENDED_LENGTH;
    } else {
      length = bits;
      beginPayload();
    }
  }

  private void extendedLength(int bits) throws ProtocolViolation {
    if (lengthBytesLeft == 8 && (bits & 0x80) != 0) {
      throw error("Received a frame whose length does not fit into 63 bits");
    }
    length = length << 8 | bits;
    if (--lengthBytesLeft == 0) {
      if (length < leastLength) {
        // RFC 6455 §5.2: the shortest form must be used; refused by Chromium's parser, too.
        throw error("Received a frame whose length has a longer form than it needs");
      }
      beginPayload();
    }
  }

  private void beginPayload() throws ProtocolViolation {
    Opcode kind = kind();
    if (kind.isControl()) {
      control.clear();
    } else {
      output.onDataFrame(kind, fin, compressed, length);
    }
    if (length == 0) {
      end();
    } else {
      state = State.PAYLOAD;
    }
  }

  private void payload(ByteBuf in) throws ProtocolViolation {
    int bytes = (int) Math.min(length, in.readableBytes());
    length -= bytes;
    if (kind().isControl()) {
      control.writeBytes(in, bytes);
    } else {
      output.onPayload(in, bytes);
      in.skipBytes(bytes);
    }
    if (length == 0) {
      end();
    }
  }

  private void end() throws ProtocolViolation {
    state = State.FIRST_BYTE;
    if (kind().isControl()) {
      output.onControl(kind(), control);
    } else {
      output.onDataFrameEnd();
    }
  }

  private Opcode kind() {
    Opcode kind = opcode;
    if (kind == null) {
      throw new IllegalStateException("no frame has begun");
    }
    return kind;
  }

  private static ProtocolViolation error(String message) {
    return new ProtocolViolation(ProtocolViolation.PROTOCOL_ERROR, message);
  }
}
