package dev.valence.ipc.internal.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes frames of bytes that may come from anyone. */
final class FrameReader {
  /** So many ports may go along with one message. */
  static final int MAX_PORTS = 1_024;

  private final ByteBuffer in;

  private FrameReader(ByteBuffer in) {
    this.in = in;
  }

  /**
   * The frame that the remaining bytes are: type, fields, payload. A payload shares the array of a
   * heap buffer, and is copied out of a direct one.
   */
  static Frame read(ByteBuffer bytes) {
    int type = bytes.hasRemaining() ? bytes.get() & 0xFF : 0;
    try {
      Frame frame = new FrameReader(bytes).read(type);
      if (bytes.hasRemaining()) {
        throw new MalformedFrameException(
            bytes.remaining() + " bytes too many in a frame of type " + type);
      }
      return frame;
    } catch (BufferUnderflowException e) {
      throw new MalformedFrameException("A frame of type " + type + " ends too early");
    }
  }

  private Frame read(int type) {
    return switch (type) {
      case FrameType.HELLO -> {
        int version = in.getInt();
        long pid = in.getLong();
        int kind = in.get() & 0xFF;
        yield new Frame.Hello(version, rest(), pid, kind);
      }
      case FrameType.WELCOME -> new Frame.Welcome(in.getInt(), in.getInt(), in.getLong());
      case FrameType.GOODBYE -> new Frame.Goodbye(text());
      case FrameType.SEND -> new Frame.Send(in.getInt(), text(), rest());
      case FrameType.POST -> new Frame.Post(text(), ports(), rest());
      case FrameType.INVOKE -> new Frame.Invoke(in.getInt(), time(), text(), rest());
      case FrameType.SEND_SYNC -> new Frame.SendSync(in.getInt(), text(), rest());
      case FrameType.RESULT -> new Frame.Result(in.getInt(), rest());
      case FrameType.FAILURE -> new Frame.Failure(in.getInt(), text(), rest());
      case FrameType.CANCEL -> new Frame.Cancel(in.getInt());
      case FrameType.PROGRESS -> new Frame.Progress(in.getInt(), rest());
      case FrameType.TO_HOST -> new Frame.ToHost(in.getInt(), text(), rest());
      case FrameType.SEND_TO -> new Frame.SendTo(in.getInt(), text(), rest());
      case FrameType.PORT_OPEN -> new Frame.PortOpen(in.getLong(), in.getLong());
      case FrameType.PORT_MESSAGE ->
          new Frame.PortMessage(in.getLong(), in.getLong(), ports(), rest());
      case FrameType.PORT_CONSUMED -> new Frame.PortConsumed(in.getLong(), in.getLong());
      case FrameType.PORT_CLOSE -> new Frame.PortClose(in.getLong());
      default -> throw new MalformedFrameException("No frame has the type " + type);
    };
  }

  private Payload rest() {
    return Payload.rest(in);
  }

  private long time() {
    long millis = in.getLong();
    if (millis < 0) {
      throw new MalformedFrameException("A deadline of " + millis + " ms");
    }
    return millis;
  }

  private String text() {
    int length = in.getShort() & 0xFFFF;
    if (length > in.remaining()) {
      throw new MalformedFrameException(
          "A text of " + length + " bytes where " + in.remaining() + " are left");
    }
    byte[] utf8 = new byte[length];
    in.get(utf8);
    for (byte unit : utf8) {
      if (unit < 0) {
        return checked(utf8);
      }
    }
    return new String(utf8, StandardCharsets.ISO_8859_1);
  }

  private static String checked(byte[] utf8) {
    try {
      // The decoder reports what new String() would replace: two names must not become one.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedFrameException("A text that is no UTF-8");
    }
  }

  private List<PortRef> ports() {
    int count = in.getShort() & 0xFFFF;
    if (count > MAX_PORTS) {
      throw new MalformedFrameException(count + " ports in one message; the limit is " + MAX_PORTS);
    }
    if (count == 0) {
      return List.of();
    }
    List<PortRef> ports = new ArrayList<>(Math.min(count, in.remaining() / 16));
    for (int i = 0; i < count; i++) {
      ports.add(new PortRef(in.getLong(), in.getLong()));
    }
    return List.copyOf(ports);
  }
}
