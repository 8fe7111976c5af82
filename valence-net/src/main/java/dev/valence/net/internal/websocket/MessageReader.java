package dev.valence.net.internal.websocket;

import dev.valence.net.websocket.WebSocketSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of frames: joins fragments, undoes compression, checks that text is UTF-8 as it
 * comes, and holds every message to a limit. Confined to the network thread.
 */
final class MessageReader implements FrameReader.Output {
  /** Takes the messages. */
  interface Output {
    /** A whole message. */
    void onMessage(boolean text, byte[] payload);

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

    /** Whether there is room for more. */
    boolean takesMore();
  }

  /** A server that claims a long message gets no more than this until it sends it. */
  private static final int TRUSTED_LENGTH = 64 << 10;

  /** Nor more than so many times what it has sent of it. */
  private static final int TRUSTED_FACTOR = 16;

  private static final int GROWS_FAST_BELOW = 1 << 20;

  private static final byte[] EMPTY = {};

  private final Output output;
  private final int maxMessageBytes;
  private final long maxFrameBytes;
  private final @Nullable Inflation inflation;
  private final FrameLog log;
  private final Utf8Check utf8 = new Utf8Check();
  private byte[] gathered = EMPTY;
  private int size;
  private long claimed;
  private boolean inMessage;
  private boolean text;
  private boolean compressedMessage;
  private boolean lastFrame;

  /**
   * A reader.
   *
   * @param inflation undoes compression; null where none was agreed on. Released by {@link
   *     #release}
   */
  MessageReader(
      Output output, WebSocketSettings limits, @Nullable Inflation inflation, FrameLog log) {
    this.output = output;
    this.maxMessageBytes = limits.maxMessageBytes();
    this.maxFrameBytes = limits.maxFrameBytes();
    this.inflation = inflation;
    this.log = log;
  }

  void release() {
    gathered = EMPTY;
    if (inflation != null) {
      inflation.release();
    }
  }

  @Override
  public boolean takesMore() {
    return output.takesMore();
  }

  @Override
  public void onDataFrame(Opcode opcode, boolean fin, boolean compressed, long length)
      throws ProtocolViolation {
    log.received(opcode, fin, compressed, length);
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
      compressedMessage = compressed;
      size = 0;
      utf8.reset();
    }
    lastFrame = fin;
    if (length > maxFrameBytes) {
      throw error(ProtocolViolation.TOO_BIG, "A frame is larger than " + maxFrameBytes + " bytes.");
    }
    if (!compressedMessage) {
      checkSize(length);
      claimed = size + length;
    }
  }

  @Override
  public void onPayload(ByteBuf in, int length) throws ProtocolViolation {
    if (compressedMessage && inflation != null) {
      inflation.inflate(in.nioBuffer(in.readerIndex(), length), this::append);
    } else {
      makeRoomFor(length);
      in.getBytes(in.readerIndex(), gathered, size, length);
      appended(length);
    }
  }

  private void append(byte[] bytes, int length) throws ProtocolViolation {
    makeRoomFor(length);
    System.arraycopy(bytes, 0, gathered, size, length);
    appended(length);
  }

  private void appended(int length) throws ProtocolViolation {
    if (text && !utf8.accept(gathered, size, length)) {
      throw notUtf8();
    }
    size += length;
  }

  private void checkSize(long more) throws ProtocolViolation {
    if (more > maxMessageBytes - size) {
      throw error(
          ProtocolViolation.TOO_BIG, "A message is larger than " + maxMessageBytes + " bytes.");
    }
  }

  private void makeRoomFor(int length) throws ProtocolViolation {
    checkSize(length);
    int needed = size + length;
    if (gathered.length >= needed) {
      return;
    }
    // Fragments: the length is not known before the last one.
    int factor = gathered.length < GROWS_FAST_BELOW ? 4 : 2;
    long grown = Math.max(needed, (long) factor * gathered.length);
    if (!compressedMessage && lastFrame) {
      // The length is known: no more than that, and at once where it is little.
      long trusted = Math.max(TRUSTED_LENGTH, (long) TRUSTED_FACTOR * size);
      grown = claimed <= trusted ? claimed : Math.min(Math.max(grown, trusted), claimed);
    }
    gathered = Arrays.copyOf(gathered, (int) Math.min(grown, WebSocketSettings.LARGEST_MESSAGE));
  }

  @Override
  public void onDataFrameEnd() throws ProtocolViolation {
    if (!lastFrame) {
      return;
    }
    if (compressedMessage && inflation != null) {
      inflation.finish(this::append);
    }
    if (text && !utf8.isComplete()) {
      throw notUtf8();
    }
    byte[] payload = gathered.length == size ? gathered : Arrays.copyOf(gathered, size);
    gathered = EMPTY;
    size = 0;
    inMessage = false;
    output.onMessage(text, payload);
  }

  @Override
  public void onControl(Opcode opcode, ByteBuf payload) throws ProtocolViolation {
    log.received(opcode, true, false, payload.readableBytes());
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
    byte[] reason = ByteBufUtil.getBytes(payload);
    if (!check.accept(reason, 0, reason.length) || !check.isComplete()) {
      throw error(
          ProtocolViolation.INVALID_PAYLOAD,
          "Received a broken close frame containing invalid UTF-8.");
    }
    output.onClose(code, new String(reason, StandardCharsets.UTF_8));
  }

  private static ProtocolViolation notUtf8() {
    return error(ProtocolViolation.INVALID_PAYLOAD, "Could not decode a text frame as UTF-8.");
  }

  private static ProtocolViolation error(int code, String message) {
    return new ProtocolViolation(code, message);
  }
}
