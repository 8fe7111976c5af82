package dev.valence.ipc.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.ipc.internal.renderer.MainConnection;
import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.FrameCodec;
import dev.valence.ipc.process.LogCapture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and who is not. */
class DoorwayTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(60);

  private final Secret secret = Secret.random();

  private static Doorway door(boolean unix, long greetingNanos) throws IOException {
    return unix ? Doorway.ofUnix(greetingNanos) : Doorway.ofLoopback(greetingNanos);
  }

  private CompletableFuture<Doorway.Guest> await(Doorway door, long millis) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return door.await(secret, "renderer 1", millis);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        task -> new Thread(task).start());
  }

  private static SocketChannel connect(Doorway door) throws IOException {
    String address = door.address();
    SocketAddress where =
        address.startsWith("unix:")
            ? UnixDomainSocketAddress.of(address.substring(5))
            : new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(address.substring(4)));
    return SocketChannel.open(where);
  }

  private static void greet(SocketChannel channel, Secret with, int version) throws IOException {
    Frame hello = new Frame.Hello(version, with.payload(), 1, Frame.NODE);
    channel.write(ByteBuffer.wrap(FrameCodec.encode(hello, 1_024)));
  }

  private static boolean isSentAway(SocketChannel channel) {
    try {
      return channel.read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoKnowsTheSecretComesInAndBytesBehindTheGreetingAreKept(boolean unix) throws Exception {
    try (Doorway door = door(unix, LONG);
        SocketChannel channel = connect(door)) {
      CompletableFuture<Doorway.Guest> guest = await(door, 60_000);
      Frame hello = new Frame.Hello(FrameCodec.VERSION, secret.payload(), 5, Frame.JVM);
      byte[] first = FrameCodec.encode(hello, 1_024);
      byte[] second = FrameCodec.encode(new Frame.Cancel(9), 1_024);
      channel.write(
          ByteBuffer.allocate(first.length + second.length).put(first).put(second).flip());

      Doorway.Guest in = guest.get(60, TimeUnit.SECONDS);
      assertThat(in.hello().pid()).isEqualTo(5);
      assertThat(in.rest().remaining()).isEqualTo(second.length);
      in.channel().close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoDoesNotKnowTheSecretIsSentAwayAndTheRightOneStillComesIn(boolean unix) throws Exception {
    try (LogCapture log = new LogCapture();
        Doorway door = door(unix, LONG);
        SocketChannel wrong = connect(door);
        SocketChannel older = connect(door);
        SocketChannel other = connect(door);
        SocketChannel right = connect(door)) {
      CompletableFuture<Doorway.Guest> guest = await(door, 60_000);
      greet(wrong, Secret.random(), FrameCodec.VERSION);
      assertThat(isSentAway(wrong)).isTrue();
      greet(older, secret, 0);
      assertThat(isSentAway(older)).isTrue();
      other.write(ByteBuffer.wrap(FrameCodec.encode(new Frame.Cancel(1), 1_024)));
      assertThat(isSentAway(other)).isTrue();
      greet(right, secret, FrameCodec.VERSION);

      guest.get(60, TimeUnit.SECONDS).channel().close();
      assertThat(log.lines())
          .containsExactly(
              "a connection in place of renderer 1 was closed: it does not know the secret",
              "a connection in place of renderer 1 was closed: it speaks version 0, not 1",
              "a connection in place of renderer 1 was closed: its first frame is no greeting");
      assertThat(log.lines().toString()).doesNotContain(secret.hex());
    }
  }

  @Test
  void garbageInsteadOfAGreetingIsSentAway() throws Exception {
    try (LogCapture log = new LogCapture();
        Doorway door = door(true, LONG);
        SocketChannel http = connect(door)) {
      CompletableFuture<Doorway.Guest> guest = await(door, 60_000);
      http.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes("US-ASCII")));

      assertThat(isSentAway(http)).isTrue();
      door.close();
      assertThatThrownBy(() -> guest.get(60, TimeUnit.SECONDS))
          .hasRootCauseMessage(null)
          .hasMessageContaining("renderer 1 ended before it had connected");
    }
  }

  @Test
  void whoSaysNothingIsSentAwayInTime() throws Exception {
    try (LogCapture log = new LogCapture();
        Doorway door = door(true, TimeUnit.MILLISECONDS.toNanos(50));
        SocketChannel silent = connect(door);
        SocketChannel slow = connect(door)) {
      CompletableFuture<Doorway.Guest> guest = await(door, 60_000);
      slow.write(ByteBuffer.wrap(new byte[] {0, 0}));

      assertThat(isSentAway(silent)).isTrue();
      assertThat(isSentAway(slow)).isTrue();
      assertThat(guest).isNotDone();
    }
  }

  @Test
  void ofTooManyConnectionsTheOldestGoes() throws Exception {
    List<SocketChannel> crowd = new ArrayList<>();
    try (Doorway door = door(false, LONG)) {
      CompletableFuture<Doorway.Guest> guest = await(door, 60_000);
      for (int i = 0; i <= Doorway.MOST_PENDING; i++) {
        crowd.add(connect(door));
      }
      assertThat(isSentAway(crowd.get(0))).isTrue();
      SocketChannel last = crowd.get(Doorway.MOST_PENDING);
      greet(last, secret, FrameCodec.VERSION);

      guest.get(60, TimeUnit.SECONDS).channel().close();
      // The others are sent away when the door closes behind the guest.
      assertThat(isSentAway(crowd.get(1))).isTrue();
    } finally {
      for (SocketChannel channel : crowd) {
        channel.close();
      }
    }
  }

  @Test
  void nobodyCame() throws Exception {
    try (Doorway door = door(true, LONG)) {
      assertThatThrownBy(() -> door.await(secret, "renderer 1", 20))
          .isInstanceOf(IOException.class)
          .hasMessage("renderer 1 did not connect within 20 ms");
    }
  }

  @Test
  void theDoorIsPrivateAndNothingIsLeft() throws Exception {
    Path socket;
    try (Doorway door = Doorway.open()) {
      assertThat(door.address()).startsWith("unix:");
      socket = Path.of(door.address().substring(5));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
          .isEqualTo("rwx------");
      assertThat(socket).exists();
    }
    assertThat(socket.getParent()).doesNotExist();
  }

  @Test
  void aRendererWithAWrongSecretIsTold() throws Exception {
    try (LogCapture log = new LogCapture();
        Doorway door = door(true, LONG)) {
      await(door, 60_000);
      assertThatThrownBy(() -> MainConnection.open(door.address(), Secret.random()))
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> MainConnection.open("http://elsewhere", secret))
        .isInstanceOf(IOException.class)
        .hasMessage("No address of a main process: http://elsewhere");
  }

  @Test
  void aSecretDoesNotPrintItself() {
    assertThat(secret).hasToString("Secret");
    assertThat(secret.matches(Secret.parse(secret.hex()).payload())).isTrue();
    assertThat(secret.matches(Secret.random().payload())).isFalse();
  }
}
