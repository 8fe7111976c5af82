package dev.valence.ipc.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Makes bytes of frames: {@code u32} length of what follows, {@code u8} type, fields, payload. */
final class FrameWriter {
  /** The longest text of a frame, in bytes. */
  static final int MAX_TEXT = 65_535;

  private static final int LENGTH_BYTES = 4;

  private byte[] bytes = new byte[64];
  private int size = LENGTH_BYTES;

  private FrameWriter(int type) {
    u8(type);
  }

  static Encoded write(Frame frame, int maxFrameBytes) {
    // Sealed, and so complete: a kind that is missing here is refused by the test of the codec.
    if (frame instanceof Frame.Send f) {
      FrameWriter out = new FrameWriter(FrameType.SEND).u32(f.senderId()).text(f.channel());
      return out.end(f.args(), maxFrameBytes);
    } else if (frame instanceof Frame.Invoke f) {
      FrameWriter out = new FrameWriter(FrameType.INVOKE).u32(f.callId()).u64(f.deadlineMillis());
      return out.text(f.channel()).end(f.args(), maxFrameBytes);
    } else if (frame instanceof Frame.Result f) {
      return new FrameWriter(FrameType.RESULT).u32(f.callId()).end(f.value(), maxFrameBytes);
    } else if (frame instanceof Frame.PortMessage f) {
      FrameWriter out = new FrameWriter(FrameType.PORT_MESSAGE).u64(f.port()).u64(f.seq());
      return out.ports(f.ports()).end(f.message(), maxFrameBytes);
    } else if (frame instanceof Frame.PortConsumed f) {
      FrameWriter out = new FrameWriter(FrameType.PORT_CONSUMED).u64(f.port()).u64(f.seq());
      return out.end(Payload.EMPTY, maxFrameBytes);
    } else if (frame instanceof Frame.SendSync f) {
      FrameWriter out = new FrameWriter(FrameType.SEND_SYNC).u32(f.callId()).text(f.channel());
      return out.end(f.args(), maxFrameBytes);
    } else if (frame instanceof Frame.Post f) {
      FrameWriter out = new FrameWriter(FrameType.POST).text(f.channel()).ports(f.ports());
      return out.end(f.message(), maxFrameBytes);
    } else if (frame instanceof Frame.Failure f) {
      FrameWriter out = new FrameWriter(FrameType.FAILURE).u32(f.callId()).cut(f.text());
      return out.end(f.error(), maxFrameBytes);
    } else if (frame instanceof Frame.Cancel f) {
      return new FrameWriter(FrameType.CANCEL).u32(f.callId()).end(Payload.EMPTY, maxFrameBytes);
    } else if (frame instanceof Frame.Progress f) {
      return new FrameWriter(FrameType.PROGRESS).u32(f.callId()).end(f.value(), maxFrameBytes);
    } else if (frame instanceof Frame.ToHost f) {
      FrameWriter out = new FrameWriter(FrameType.TO_HOST).u32(f.senderId()).text(f.channel());
      return out.end(f.args(), maxFrameBytes);
    } else if (frame instanceof Frame.SendTo f) {
      FrameWriter out = new FrameWriter(FrameType.SEND_TO).u32(f.rendererId()).text(f.channel());
      return out.end(f.args(), maxFrameBytes);
    } else if (frame instanceof Frame.PortOpen f) {
      FrameWriter out = new FrameWriter(FrameType.PORT_OPEN).u64(f.port()).u64(f.peer());
      return out.end(Payload.EMPTY, maxFrameBytes);
    } else if (frame instanceof Frame.PortClose f) {
      return new FrameWriter(FrameType.PORT_CLOSE).u64(f.port()).end(Payload.EMPTY, maxFrameBytes);
    } else if (frame instanceof Frame.Hello f) {
      FrameWriter out = new FrameWriter(FrameType.HELLO).u32(f.version()).u64(f.pid());
      return out.u8(f.kind()).end(f.secret(), maxFrameBytes);
    } else if (frame instanceof Frame.Welcome f) {
      FrameWriter out = new FrameWriter(FrameType.WELCOME).u32(f.rendererId());
      out.u32(f.maxFrameBytes()).u64(f.syncTimeoutMillis());
      return out.end(Payload.EMPTY, maxFrameBytes);
    } else if (frame instanceof Frame.Goodbye f) {
      FrameWriter out = new FrameWriter(FrameType.GOODBYE).cut(f.reason());
      return out.end(Payload.EMPTY, maxFrameBytes);
    }
    throw new IllegalArgumentException("No bytes for a " + frame.getClass().getName());
  }

  private Encoded end(Payload payload, int maxFrameBytes) {
    long length = (long) size - LENGTH_BYTES + payload.length();
    if (length > maxFrameBytes) {
      throw new FrameTooLargeException(length, maxFrameBytes);
    }
    byte[] head = Arrays.copyOf(bytes, size);
    ByteBuffer.wrap(head).putInt(0, (int) length);
    return new Encoded(head, payload);
  }

  private void reserve(int count) {
    if (size + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + count, 2 * bytes.length));
    }
  }

  private FrameWriter u8(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  private FrameWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  private FrameWriter u32(int value) {
    return u16(value >>> 16).u16(value);
  }

  private FrameWriter u64(long value) {
    return u32((int) (value >>> 32)).u32((int) value);
  }

  private FrameWriter text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > MAX_TEXT) {
      throw new IllegalArgumentException(
          "A name of " + utf8.length + " bytes; the limit is " + MAX_TEXT);
    }
    u16(utf8.length).reserve(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
    return this;
  }

  /** Text for people, which may be cut: three bytes a unit at the most. */
  private FrameWriter cut(String text) {
    int most = MAX_TEXT / 3;
    return text(text.length() <= most ? text : text.substring(0, most - 1) + "…");
  }

  private FrameWriter ports(List<PortRef> ports) {
    if (ports.size() > FrameReader.MAX_PORTS) {
      throw new IllegalArgumentException(
          ports.size() + " ports in one message; the limit is " + FrameReader.MAX_PORTS);
    }
    u16(ports.size());
    for (PortRef port : ports) {
      u64(port.id()).u64(port.consumed());
    }
    return this;
  }
}
