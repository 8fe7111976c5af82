package dev.valence.bench.ipc;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * The other process of {@link BareContender}: a request is the length of what follows and of the
 * answer; a length of an answer of 0 wants none.
 */
final class BareEcho {
  private BareEcho() {}

  public static void main(String[] args) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(args[0])))) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 21);
      while (true) {
        buffer.clear().limit(8);
        fill(channel, buffer);
        int length = buffer.getInt(0);
        int answer = buffer.getInt(4);
        buffer.clear().limit(length);
        fill(channel, buffer);
        if (answer > 0) {
          buffer.clear().limit(answer);
          drain(channel, buffer);
        }
      }
    } catch (EOFException e) {
      // The bench is over.
    }
  }

  static void fill(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException();
      }
    }
  }

  static void drain(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
