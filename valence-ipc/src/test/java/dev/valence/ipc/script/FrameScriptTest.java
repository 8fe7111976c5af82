package dev.valence.ipc.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.ipc.internal.wire.Frame;
import dev.valence.ipc.internal.wire.FrameCodec;
import dev.valence.ipc.internal.wire.MalformedFrameException;
import dev.valence.ipc.internal.wire.Payload;
import dev.valence.ipc.internal.wire.PortRef;
import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JavaScript and Java take the same bytes for the same frames, and refuse the same. */
@Tag("peers")
@Timeout(120)
class FrameScriptTest {
  private static final int MAX = 1 << 20;
  private static final Payload PAYLOAD = Payload.of(new byte[] {1, 2, 3});
  private static final List<PortRef> PORTS = List.of(new PortRef(-5L, 7), new PortRef(1L << 40, 0));

  private static final List<Frame> FRAMES =
      List.of(
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
          new Frame.Goodbye("\ufeffbye"));

  @TempDir Path folder;

  private static byte[] bytes(Frame frame) {
    byte[] bytes = FrameCodec.encode(frame, MAX);
    return Arrays.copyOfRange(bytes, 4, bytes.length);
  }

  private static String inJava(byte[] bytes) {
    try {
      return hex(bytes(FrameCodec.decode(ByteBuffer.wrap(bytes))));
    } catch (MalformedFrameException e) {
      return "refused";
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private List<String> inJavaScript(List<byte[]> streams) throws Exception {
    Path oracle = Path.of(FrameScriptTest.class.getResource("frames-oracle.js").toURI());
    Path lines = folder.resolve("lines");
    Files.write(lines, streams.stream().map(FrameScriptTest::hex).toList());
    Process node =
        new ProcessBuilder("node", oracle.toString(), IpcScript.writeForNode(folder).toString())
            .redirectInput(lines.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader answers = node.inputReader(StandardCharsets.UTF_8)) {
      List<String> all = answers.lines().toList();
      assertThat(node.waitFor()).isZero();
      assertThat(all).hasSameSizeAs(streams);
      return all;
    }
  }

  @Test
  void everyFrameIsTheSameInBoth() throws Exception {
    assertThat(FRAMES.stream().map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.<Class<?>>asList(Frame.class.getPermittedSubclasses()));
    List<byte[]> streams = FRAMES.stream().map(FrameScriptTest::bytes).toList();
    assertThat(inJavaScript(streams))
        .containsExactlyElementsOf(streams.stream().map(FrameScriptTest::hex).toList());
  }

  /** Cut at every byte, with bytes added and bytes changed. */
  @Test
  void spoiltFramesAreTakenOrRefusedAlike() throws Exception {
    Random random = new Random(6);
    List<byte[]> streams = new ArrayList<>();
    for (Frame frame : FRAMES) {
      byte[] sound = bytes(frame);
      for (int length = 1; length < sound.length; length++) {
        streams.add(Arrays.copyOf(sound, length));
      }
      streams.add(Arrays.copyOf(sound, sound.length + 1));
      for (int round = 0; round < 100; round++) {
        byte[] spoilt = sound.clone();
        spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt(256);
        // A deadline below zero is for the main process to refuse: it sends none.
        if (spoilt[0] != bytes(new Frame.Invoke(0, 0, "", PAYLOAD))[0]) {
          streams.add(spoilt);
        }
      }
    }
    List<String> answers = inJavaScript(streams);
    for (int i = 0; i < streams.size(); i++) {
      assertThat(answers.get(i)).as(hex(streams.get(i))).isEqualTo(inJava(streams.get(i)));
    }
    assertThat(answers).contains("refused");
  }
}
