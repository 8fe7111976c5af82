package dev.valence.bench.ipc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes over a Unix domain socket by blocking calls, nothing else: the limit of what is possible.
 */
final class BareContender implements Contender {
  /** What a short message of the other contender has on the wire, about. */
  private static final int SHORT = 48;

  private final Process echo;
  private final SocketChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 21);

  BareContender() throws IOException {
    Path folder = Files.createTempDirectory("bench-ipc");
    Path socket = folder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      echo =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  BareEcho.class.getName(),
                  socket.toString())
              .inheritIO()
              .start();
      channel = server.accept();
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(folder);
    }
  }

  @Override
  public String name() {
    return "bare socket";
  }

  @Override
  public long[] measure(Kind kind, int count, int bytes) throws IOException {
    int length = bytes == 0 ? SHORT : bytes;
    if (kind == Kind.PIPELINED) {
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        send(length, 0);
      }
      roundTrip(SHORT);
      return new long[] {System.nanoTime() - start};
    }
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      roundTrip(length);
      nanos[i] = System.nanoTime() - start;
    }
    return nanos;
  }

  private void send(int length, int answer) throws IOException {
    buffer.clear().limit(8 + length);
    buffer.putInt(0, length).putInt(4, answer);
    BareEcho.drain(channel, buffer);
  }

  private void roundTrip(int length) throws IOException {
    send(length, length);
    buffer.clear().limit(length);
    BareEcho.fill(channel, buffer);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    echo.destroy();
  }
}
