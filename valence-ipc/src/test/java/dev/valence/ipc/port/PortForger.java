package dev.valence.ipc.port;

import dev.valence.ipc.clone.StructuredClone;
import dev.valence.ipc.internal.process.Launch;
import dev.valence.ipc.internal.process.Secret;
import dev.valence.ipc.internal.renderer.MainConnection;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.FrameCodec;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.internal.wire.PortRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A renderer that speaks the protocol by hand, and says what none may say. */
final class PortForger {
  private static final Payload VALUE = value("forged");

  private final MainConnection connection;
  private final long first;

  private PortForger(MainConnection connection) {
    this.connection = connection;
    this.first = ((long) connection.welcome().rendererId() << 32) + 1;
  }

  public static void main(String[] args) throws Exception {
    Secret secret = Secret.parse(System.getenv(Launch.SECRET));
    PortForger forger = new PortForger(MainConnection.open(System.getenv(Launch.ADDRESS), secret));
    try {
      forger.forge(args[0]);
      // Until the main process cuts the line.
      while (forger.connection.channel().read(ByteBuffer.allocate(4_096)) >= 0) {}
    } catch (IOException e) {
      // It did.
    }
  }

  private void forge(String what) throws IOException {
    switch (what) {
      case "posts on a port of the main process" -> send(message(1));
      case "closes a port of the main process" -> send(new Frame.PortClose(1));
      case "transfers a port of the main process" -> {
        open(0);
        send(message(first, new PortRef(1, 0)));
      }
      case "sends a port of the main process by channel" ->
          send(new Frame.Post("forged", List.of(new PortRef(1, 0)), VALUE));
      case "opens ports of others" -> send(new Frame.PortOpen(101, 102));
      case "opens a port twice" -> {
        open(0);
        open(0);
      }
      case "transfers a port twice" -> {
        open(0);
        open(2);
        send(message(first, new PortRef(first + 2, 0), new PortRef(first + 2, 0)));
      }
      case "has seen what was not sent" -> {
        open(0);
        send(new Frame.PortConsumed(first, 5));
      }
      case "sends a list of 65,535 ports" -> sendLongList();
      case "opens ports without end" -> {
        for (int i = 0; i < 1_000_000; i += 2) {
          open(i);
        }
      }
      case "posts bytes that are no value" -> {
        offer();
        send(new Frame.PortMessage(first + 1, 0, List.of(), Payload.of(new byte[] {1, 2, 3})));
        send(message(first + 1));
      }
      case "posts without end" -> {
        offer();
        Payload much = value("x".repeat(1 << 20));
        for (int i = 0; i < 200; i++) {
          send(new Frame.PortMessage(first + 1, 0, List.of(), much));
        }
        send(new Frame.Send(0, "posted all", arguments()));
      }
      default -> throw new IllegalArgumentException(what);
    }
  }

  /** Gives the main process a port; the other is {@code first + 1}. */
  private void offer() throws IOException {
    open(0);
    send(new Frame.Post("port", List.of(new PortRef(first, 0)), VALUE));
  }

  private void open(int offset) throws IOException {
    send(new Frame.PortOpen(first + offset, first + offset + 1));
  }

  private static Frame message(long port, PortRef... with) {
    return new Frame.PortMessage(port, 0, List.of(with), VALUE);
  }

  private void send(Frame frame) throws IOException {
    write(ByteBuffer.wrap(FrameCodec.encode(frame, 1 << 26)));
  }

  /** A message of a port with so many ports, as the codec does not write it. */
  private void sendLongList() throws IOException {
    byte[] proper = FrameCodec.encode(message(first), 1 << 20);
    byte type = proper[4];
    ByteBuffer frame = ByteBuffer.allocate(4 + 1 + 8 + 8 + 2 + 65_535 * 16);
    frame.putInt(frame.capacity() - 4).put(type).putLong(first).putLong(0).putShort((short) -1);
    frame.position(frame.capacity()).flip();
    open(0);
    write(frame);
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      connection.channel().write(bytes);
    }
  }

  private static Payload arguments() {
    return Payload.of(StructuredClone.ofDefaults().serialize(List.of()));
  }

  private static Payload value(Object value) {
    return Payload.of(StructuredClone.ofDefaults().serialize(value));
  }
}
