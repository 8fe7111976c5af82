package dev.valence.ipc.internal.wire;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Two ends of a Unix domain connection; one is a link, the other a link or bare. */
final class LinkPair implements AutoCloseable {
  /** What a link received. */
  static final class Received implements LinkReceiver {
    final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    final CompletableFuture<String> closed = new CompletableFuture<>();
    volatile LinkEnd how;
    private volatile Consumer<Frame> hook = frame -> {};

    void hook(Consumer<Frame> taker) {
      hook = taker;
    }

    @Override
    public void frame(Frame frame) {
      hook.accept(frame);
      frames.add(frame);
    }

    @Override
    public void pause() {}

    @Override
    public void closed(String reason, LinkEnd end) {
      how = end;
      closed.complete(reason);
    }

    Frame next() throws InterruptedException {
      Frame frame = frames.poll(30, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("no frame came");
      }
      return frame;
    }

    String reason() {
      return closed.orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  final SocketChannel left;
  final SocketChannel right;

  LinkPair(Path folder) throws IOException {
    Path socket = folder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      left = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      right = server.accept();
    } finally {
      Files.deleteIfExists(socket);
    }
  }

  static Link link(SocketChannel channel, LinkReceiver receiver, LinkLimits limits)
      throws IOException {
    Link link = new Link(channel, limits, receiver, "test-link", true, ByteBuffer.allocate(0));
    link.start();
    return link;
  }

  @Override
  public void close() throws IOException {
    left.close();
    right.close();
  }
}
