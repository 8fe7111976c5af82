package dev.valence.ipc.internal.process;

import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.FrameCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one process that was started may connect, once: a Unix domain socket in a folder that only
 * this user can open, or a port of the loopback interface. Whoever else comes is sent away: without
 * the secret, as another user, or without a greeting in time.
 */
final class Doorway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Doorway.class);

  /** So many may stand at the door; then the one that came first goes. */
  static final int MOST_PENDING = 16;

  private static final long GREETING_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** The limit for paths of sockets is 104 or 108 bytes. */
  private static final int LONGEST_PATH = 100;

  /** Who came, and what it sent besides its greeting. */
  record Guest(SocketChannel channel, Frame.Hello hello, ByteBuffer rest) {}

  private final ServerSocketChannel server;
  private final Selector selector;
  private final @Nullable Path folder;
  private final String address;
  private final long greetingNanos;

  private Doorway(ServerSocketChannel server, @Nullable Path folder, String address, long greeting)
      throws IOException {
    this.server = server;
    this.folder = folder;
    this.address = address;
    this.greetingNanos = greeting;
    selector = server.provider().openSelector();
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** A Unix domain socket where there are such, else a port of the loopback interface. */
  static Doorway open() throws IOException {
    try {
      return ofUnix(GREETING_NANOS);
    } catch (UnsupportedOperationException e) {
      return ofLoopback(GREETING_NANOS);
    }
  }

  static Doorway ofUnix(long greetingNanos) throws IOException {
    Path folder = privateFolder();
    Path socket = folder.resolve("s");
    ServerSocketChannel server = null;
    try {
      if (socket.toString().length() > LONGEST_PATH) {
        throw new UnsupportedOperationException("the path is too long for a socket: " + socket);
      }
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket), MOST_PENDING);
      return new Doorway(server, folder, "unix:" + socket, greetingNanos);
    } catch (IOException | UnsupportedOperationException e) {
      if (server != null) {
        server.close();
      }
      Files.deleteIfExists(socket);
      Files.deleteIfExists(folder);
      throw e;
    }
  }

  static Doorway ofLoopback(long greetingNanos) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), MOST_PENDING);
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      return new Doorway(server, null, "tcp:" + port, greetingNanos);
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private static Path privateFolder() throws IOException {
    try {
      return Files.createTempDirectory(
          "valence-ipc-",
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (UnsupportedOperationException e) {
      // Windows: the user's own folder for such files is private.
      return Files.createTempDirectory("valence-ipc-");
    }
  }

  /** {@code unix:} and a path, or {@code tcp:} and a port. */
  String address() {
    return address;
  }

  /**
   * Waits for the process that knows the secret.
   *
   * @throws IOException when it does not come in time, or the door is closed
   */
  Guest await(Secret secret, String who, long timeoutMillis) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    ArrayDeque<PendingHello> pending = new ArrayDeque<>();
    try {
      while (true) {
        long now = System.nanoTime();
        if (end - now <= 0) {
          throw new IOException(who + " did not connect within " + timeoutMillis + " ms");
        }
        sendAwayTheLate(pending, now);
        long first = pending.isEmpty() ? end : Math.min(end, pending.element().deadlineNanos);
        selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(first - now)));
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isAcceptable()) {
            accept(pending);
          } else if (key.attachment() instanceof PendingHello visitor) {
            Guest guest = greet(visitor, secret, who);
            if (guest != null) {
              pending.remove(visitor);
              key.cancel();
              selector.selectNow();
              return guest;
            }
            pending.removeIf(any -> !any.channel.isOpen());
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (ClosedSelectorException e) {
      throw new IOException(who + " ended before it had connected", e);
    } finally {
      for (PendingHello visitor : pending) {
        visitor.channel.close();
      }
    }
  }

  private void accept(ArrayDeque<PendingHello> pending) throws IOException {
    SocketChannel channel = server.accept();
    if (channel == null) {
      return;
    }
    if (pending.size() >= MOST_PENDING) {
      pending.remove().channel.close();
    }
    channel.configureBlocking(false);
    PendingHello visitor = new PendingHello(channel, System.nanoTime() + greetingNanos);
    channel.register(selector, SelectionKey.OP_READ, visitor);
    pending.add(visitor);
  }

  private static void sendAwayTheLate(ArrayDeque<PendingHello> pending, long now)
      throws IOException {
    while (!pending.isEmpty() && pending.element().deadlineNanos - now <= 0) {
      LOG.warn("a connection said nothing in time and was closed");
      pending.remove().channel.close();
    }
  }

  private @Nullable Guest greet(PendingHello visitor, Secret secret, String who)
      throws IOException {
    try {
      Frame.Hello hello = visitor.read();
      if (hello == null) {
        return null;
      }
      check(visitor, hello, secret);
      return new Guest(visitor.channel, hello, visitor.rest());
    } catch (IOException e) {
      LOG.warn("a connection in place of {} was closed: {}", who, e.getMessage());
      visitor.channel.close();
      return null;
    }
  }

  private void check(PendingHello visitor, Frame.Hello hello, Secret secret) throws IOException {
    if (folder != null
        && visitor.channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
      var peer = visitor.channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
      if (!peer.user().equals(Files.getOwner(folder))) {
        throw new IOException("it belongs to another user");
      }
    }
    if (!secret.matches(hello.secret())) {
      throw new IOException("it does not know the secret");
    }
    if (hello.version() != FrameCodec.VERSION) {
      throw new IOException("it speaks version " + hello.version() + ", not " + FrameCodec.VERSION);
    }
  }

  /** Closes the door and leaves nothing behind; who waits there is told. */
  @Override
  public void close() {
    try {
      selector.close();
      server.close();
      if (folder != null) {
        Files.deleteIfExists(folder.resolve("s"));
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      LOG.warn("{} could not be removed", address, e);
    }
  }
}
