package dev.valence.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a WebSocket on a {@link RawConnection}: it reads and writes single frames,
 * and sends whatever it is told to. Belongs to the script's thread.
 */
public final class RawWebSocket {
  private static final int LONGEST_FRAME = 256 << 20;

  private final RawConnection connection;
  private final String head;

  private RawWebSocket(RawConnection connection, String head) {
    this.connection = connection;
    this.head = head;
  }

  /**
   * A frame of the client.
   *
   * @param first its first byte: FIN, RSV1 to RSV3 and the opcode
   * @param masked whether it was masked
   */
  public record Frame(int first, boolean masked, byte[] payload) {
    public int opcode() {
      return first & 0x0f;
    }

    public boolean fin() {
      return (first & 0x80) != 0;
    }

    public boolean compressed() {
      return (first & 0x40) != 0;
    }

    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /** The code of a close frame; 1005 where it has none. */
    public int closeCode() {
      return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
    }

    /** The reason of a close frame. */
    public String closeReason() {
      return payload.length < 2
          ? ""
          : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }
  }

  /**
   * Reads the client's handshake and agrees to it.
   *
   * @param fields further header lines of the answer
   */
  public static RawWebSocket accept(RawConnection connection, String... fields) throws IOException {
    RawWebSocket socket = new RawWebSocket(connection, connection.readHead());
    connection.write(socket.answer(fields));
    return socket;
  }

  /** Reads the client's handshake; the script answers it by {@link #answer}, or otherwise. */
  public static RawWebSocket read(RawConnection connection) throws IOException {
    return new RawWebSocket(connection, connection.readHead());
  }

  /** The head that agrees to the handshake, with further header lines. */
  public String answer(String... fields) {
    StringBuilder answer =
        new StringBuilder(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
    answer
        .append("Sec-WebSocket-Accept: ")
        .append(acceptFor(String.valueOf(header("sec-websocket-key"))))
        .append("\r\n");
    for (String field : fields) {
      answer.append(field).append("\r\n");
    }
    return answer.append("\r\n").toString();
  }

  /** The client's handshake as it came. */
  public String head() {
    return head;
  }

  /** A field of the handshake; null where it is missing. */
  public @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /** All fields of one name. */
  public List<String> headers(String name) {
    List<String> values = new ArrayList<>();
    for (String line : head.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
        values.add(line.substring(colon + 1).strip());
      }
    }
    return values;
  }

  /** The next frame. */
  public Frame read() throws IOException {
    byte[] start = connection.read(2);
    boolean masked = (start[1] & 0x80) != 0;
    long length = start[1] & 0x7f;
    if (length == 126) {
      length = ByteBuffer.wrap(connection.read(2)).getShort() & 0xffff;
    } else if (length == 127) {
      length = ByteBuffer.wrap(connection.read(8)).getLong();
    }
    if (length < 0 || length > LONGEST_FRAME) {
      throw new IOException("a frame of " + length + " bytes");
    }
    byte[] key = masked ? connection.read(4) : new byte[4];
    byte[] payload = connection.read((int) length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= key[i & 3];
    }
    return new Frame(start[0] & 0xff, masked, payload);
  }

  /**
   * The next message, its fragments joined; its first byte is that of its first frame. Control
   * frames in between are passed over, but for a close frame, which is returned as it is.
   */
  public Frame readMessage() throws IOException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    int first = -1;
    while (true) {
      Frame frame = read();
      if (frame.opcode() == 8) {
        return frame;
      }
      if (frame.opcode() > 8) {
        continue;
      }
      first = first < 0 ? frame.first() : first;
      joined.writeBytes(frame.payload());
      if (frame.fin()) {
        return new Frame(first | 0x80, frame.masked(), joined.toByteArray());
      }
    }
  }

  /** Writes a frame without a mask; {@code first} is its first byte. */
  public void write(int first, byte[] payload) throws IOException {
    connection.write(frame(first, payload));
  }

  /** The bytes of a frame without a mask. */
  public static byte[] frame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(10 + payload.length);
    frame.put((byte) first);
    if (payload.length <= 125) {
      frame.put((byte) payload.length);
    } else if (payload.length <= 0xffff) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    frame.put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  /** Sends a text message in one frame. */
  public void text(String text) throws IOException {
    write(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a binary message in one frame. */
  public void binary(byte[] bytes) throws IOException {
    write(0x82, bytes);
  }

  /** Sends a close frame. */
  public void goodbye(int code, String reason) throws IOException {
    write(0x88, closePayload(code, reason));
  }

  /** The payload of a close frame. */
  public static byte[] closePayload(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array();
  }

  /** Reads up to the client's close frame, and returns it. */
  public Frame awaitGoodbye() throws IOException {
    Frame frame = read();
    while (frame.opcode() != 8) {
      frame = read();
    }
    return frame;
  }

  /** Sends every message back until the client says goodbye, and says goodbye then. */
  public void echo() throws IOException {
    try {
      while (true) {
        Frame message = readMessage();
        if (message.opcode() == 8) {
          write(0x88, message.payload());
          return;
        }
        write(message.first() & 0x8f, message.payload());
      }
    } catch (EOFException gone) {
      // The client has left without a word.
    }
  }

  /** The connection below. */
  public RawConnection connection() {
    return connection;
  }

  private static String acceptFor(String key) {
    try {
      byte[] text =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }
}
