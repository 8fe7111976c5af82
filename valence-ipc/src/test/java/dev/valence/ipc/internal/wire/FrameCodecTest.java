package dev.valence.ipc.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {
  private static final int MAX = 1 << 16;
  private static final Payload PAYLOAD = Payload.of(new byte[] {1, 2, 3});
  private static final List<PortRef> PORTS = List.of(new PortRef(-5L, 7), new PortRef(1L << 40, 0));

  static List<Frame> everyKind() {
    return List.of(
        new Frame.Hello(1, PAYLOAD, 4_000_000_000L, Frame.NODE),
        new Frame.Welcome(7, 1 << 26, 30_000),
        new Frame.Send(9, "chännel", PAYLOAD),
        new Frame.Post("", PORTS, PAYLOAD),
        new Frame.Invoke(-1, 5_000, "a", PAYLOAD),
        new Frame.SendSync(3, "a", Payload.EMPTY),
        new Frame.Result(4, PAYLOAD),
        new Frame.Failure(5, "Error: 😀", PAYLOAD),
        new Frame.Cancel(6),
        new Frame.Progress(7, PAYLOAD),
        new Frame.ToHost(8, "h", PAYLOAD),
        new Frame.SendTo(9, "s", PAYLOAD),
        new Frame.PortOpen(1, -2),
        new Frame.PortMessage(10, 11, PORTS, PAYLOAD),
        new Frame.PortConsumed(12, 13),
        new Frame.PortClose(14),
        new Frame.Goodbye("bye"));
  }

  @Test
  void everyKindOfFrameIsTestedHere() {
    assertThat(everyKind().stream().map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.<Class<?>>asList(Frame.class.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void aFrameComesBackAsItWas(Frame frame) {
    byte[] bytes = FrameCodec.encode(frame, MAX);

    assertThat(ByteBuffer.wrap(bytes).getInt()).isEqualTo(bytes.length - 4);
    assertThat(FrameCodec.decode(ByteBuffer.wrap(bytes, 4, bytes.length - 4))).isEqualTo(frame);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void aFrameThatEndsTooEarlyIsRefusedOrShorter(Frame frame) {
    byte[] bytes = FrameCodec.encode(frame, MAX);
    for (int length = 0; length < bytes.length - 4; length++) {
      ByteBuffer cut = ByteBuffer.wrap(bytes, 4, length);
      try {
        // Only a payload may be cut: it has no length of its own.
        assertThat(FrameCodec.decode(cut)).isNotEqualTo(frame).hasSameClassAs(frame);
      } catch (MalformedFrameException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void randomBytesAreAFrameOrMalformedAndNothingElse() {
    Random random = new Random(1);
    int frames = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) random.nextInt(24);
      }
      try {
        FrameCodec.decode(ByteBuffer.wrap(bytes));
        frames++;
      } catch (MalformedFrameException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(frames).isPositive();
  }

  @Test
  void anUnknownTypeIsNamed() {
    assertThatThrownBy(() -> FrameCodec.decode(ByteBuffer.wrap(new byte[] {99, 0})))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessage("No frame has the type 99");
  }

  @Test
  void bytesBehindAFrameWithoutPayloadAreRefused() {
    byte[] bytes = FrameCodec.encode(new Frame.Cancel(1), MAX);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

    assertThatThrownBy(() -> FrameCodec.decode(ByteBuffer.wrap(longer, 4, longer.length - 4)))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessage("1 bytes too many in a frame of type 10");
  }

  @Test
  void aTextThatIsNoUtf8IsRefused() {
    byte[] bytes = FrameCodec.encode(new Frame.Goodbye("é"), MAX);
    bytes[bytes.length - 1] = 'x';

    assertThatThrownBy(() -> FrameCodec.decode(ByteBuffer.wrap(bytes, 4, bytes.length - 4)))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessage("A text that is no UTF-8");
  }

  @Test
  void aFrameBeyondTheLimitIsNotMade() {
    Frame frame = new Frame.Result(1, Payload.of(new byte[100]));

    assertThat(FrameCodec.encode(frame, 105)).hasSize(109);
    assertThatThrownBy(() -> FrameCodec.encode(frame, 104))
        .isInstanceOf(FrameTooLargeException.class)
        .hasMessage("The message takes 105 bytes; the limit is 104");
  }

  @Test
  void aNameThatIsTooLongIsRefusedAndAReasonIsCut() {
    String text = "ä".repeat(40_000);

    assertThatThrownBy(() -> FrameCodec.encode(new Frame.Send(0, text, PAYLOAD), 1 << 20))
        .hasMessage("A name of 80000 bytes; the limit is 65535");
    byte[] bytes = FrameCodec.encode(new Frame.Goodbye(text), 1 << 20);
    Frame.Goodbye goodbye =
        (Frame.Goodbye) FrameCodec.decode(ByteBuffer.wrap(bytes, 4, bytes.length - 4));
    assertThat(goodbye.reason()).endsWith("ä…").hasSize(21_845);
    assertThat(goodbye.reason().getBytes(StandardCharsets.UTF_8).length).isLessThan(65_536);
  }

  @Test
  void tooManyPortsAreRefused() {
    List<PortRef> ports = java.util.Collections.nCopies(1_025, new PortRef(1, 1));

    assertThatThrownBy(() -> FrameCodec.encode(new Frame.Post("c", ports, PAYLOAD), MAX))
        .hasMessage("1025 ports in one message; the limit is 1024");
  }
}
