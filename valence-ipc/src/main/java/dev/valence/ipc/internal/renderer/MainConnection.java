package dev.valence.ipc.internal.renderer;

import dev.valence.ipc.internal.process.Secret;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.FrameCodec;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connection to the main process, after the greetings.
 *
 * @param welcome what the main process said
 */
public record MainConnection(SocketChannel channel, Frame.Welcome welcome) {
  private static final int MAX_WELCOME = 1_024;

  /**
   * Connects.
   *
   * @param address {@code unix:} and a path, or {@code tcp:} and a port
   * @throws IOException when the main process is not there, or sends this one away
   */
  public static MainConnection open(String address, Secret secret) throws IOException {
    SocketChannel channel = SocketChannel.open(parse(address));
    try {
      Frame hello =
          new Frame.Hello(
              FrameCodec.VERSION, secret.payload(), ProcessHandle.current().pid(), Frame.JVM);
      ByteBuffer bytes = ByteBuffer.wrap(FrameCodec.encode(hello, MAX_WELCOME));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return new MainConnection(channel, welcome(channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static SocketAddress parse(String address) throws IOException {
    if (address.startsWith("unix:")) {
      return UnixDomainSocketAddress.of(address.substring("unix:".length()));
    }
    if (address.matches("tcp:\\d{1,5}")) {
      int port = Integer.parseInt(address.substring("tcp:".length()));
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
    throw new IOException("No address of a main process: " + address);
  }

  private static Frame.Welcome welcome(SocketChannel channel) throws IOException {
    ByteBuffer length = read(channel, 4);
    int size = length.getInt();
    if (size < 1 || size > MAX_WELCOME) {
      throw new IOException("The main process answers with a frame of " + size + " bytes");
    }
    if (FrameCodec.decode(read(channel, size)) instanceof Frame.Welcome welcome) {
      return welcome;
    }
    throw new IOException("The main process answers with something else than a welcome");
  }

  private static ByteBuffer read(SocketChannel channel, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("The main process refused the connection");
      }
    }
    return buffer.flip();
  }
}
