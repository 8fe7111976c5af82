package dev.valence.net.internal.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of frames: joins fragments, checks that text is UTF-8 as it comes, and holds every
 * message to a limit. Confined to the network thread.
 */
final class MessageReader implements FrameReader.Output {
  /** Takes the messages. */
  interface Output {
    /**
     * A whole message.
     *
     * @param payload owned by the output
     */
    void onMessage(boolean text, ByteBuf payload);

    /** A ping; the payload is the reader's. */
    void onPing(ByteBuf payload);

    /** A pong; the payload is the reader's. */
    void onPong(ByteBuf payload);

    /**
     * The other side says goodbye.
     *
     * @param code {@link CloseCodes#NO_STATUS} where it gave none
     */
    void onClose(int code, String reason);
  }

  private final Output output;
  private final long maxMessageBytes;
  private final ByteBufAllocator allocator;
  private final Utf8Check utf8 = new Utf8Check();
  private @Nullable ByteBuf gathered;
  private boolean inMessage;
  private boolean text;
  private boolean lastFrame;
  private long messageBytes;

  MessageReader(Output output, long maxMessageBytes, ByteBufAllocator allocator) {
    this.output = output;
    this.maxMessageBytes = maxMessageBytes;
    this.allocator = allocator;
  }

  void release() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }

  @Override
  public void onDataFrame(Opcode opcode, boolean fin, boolean compressed, long length)
      throws ProtocolViolation {
    if (opcode == Opcode.CONTINUATION) {
      if (!inMessage) {
        throw error(ProtocolViolation.PROTOCOL_ERROR, "Received unexpected continuation frame.");
      }
    } else if (inMessage) {
      throw error(
          ProtocolViolation.PROTOCOL_ERROR,
          "Received start of new message but previous message is unfinished.");
    } else {
      inMessage = true;
      text = opcode == Opcode.TEXT;
      messageBytes = 0;
      utf8.reset();
    }
    lastFrame = fin;
    if (length > maxMessageBytes - messageBytes) {
      throw error(
          ProtocolViolation.TOO_BIG, "A message is larger than " + maxMessageBytes + " bytes.");
    }
    messageBytes += length;
  }

  @Override
  public void onPayload(ByteBuf piece) throws ProtocolViolation {
    if (text && !utf8.accept(piece)) {
      piece.release();
      throw notUtf8();
    }
    ByteBuf before = gathered;
    if (before == null) {
      gathered = piece;
    } else if (before instanceof CompositeByteBuf joined) {
      joined.addComponent(true, piece);
    } else {
      gathered =
          allocator
              .compositeBuffer(Integer.MAX_VALUE)
              .addComponent(true, before)
              .addComponent(true, piece);
    }
  }

  @Override
  public void onDataFrameEnd() throws ProtocolViolation {
    if (!lastFrame) {
      return;
    }
    if (text && !utf8.isComplete()) {
      throw notUtf8();
    }
    ByteBuf payload = gathered == null ? Unpooled.EMPTY_BUFFER : gathered;
    gathered = null;
    inMessage = false;
    output.onMessage(text, payload);
  }

  @Override
  public void onControl(Opcode opcode, ByteBuf payload) throws ProtocolViolation {
    switch (opcode) {
      case PING -> output.onPing(payload);
      case PONG -> output.onPong(payload);
      default -> close(payload);
    }
  }

  private void close(ByteBuf payload) throws ProtocolViolation {
    if (!payload.isReadable()) {
      output.onClose(CloseCodes.NO_STATUS, "");
      return;
    }
    if (payload.readableBytes() < 2) {
      throw error(
          ProtocolViolation.PROTOCOL_ERROR,
          "Received a broken close frame containing an invalid size body.");
    }
    int code = payload.readUnsignedShort();
    if (!CloseCodes.isValidOnWire(code)) {
      throw error(
          ProtocolViolation.PROTOCOL_ERROR,
          "Received a broken close frame containing a reserved status code.");
    }
    Utf8Check check = new Utf8Check();
    if (!check.accept(payload) || !check.isComplete()) {
      throw error(
          ProtocolViolation.INVALID_PAYLOAD,
          "Received a broken close frame containing invalid UTF-8.");
    }
    output.onClose(code, payload.toString(StandardCharsets.UTF_8));
  }

  private static ProtocolViolation notUtf8() {
    return error(ProtocolViolation.INVALID_PAYLOAD, "Could not decode a text frame as UTF-8.");
  }

  private static ProtocolViolation error(int code, String message) {
    return new ProtocolViolation(code, message);
  }
}
