package dev.valence.net.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.internal.netlog.NetLog;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.websocket.WebSocketSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6455 §5: frames of a server as bytes in hexadecimal. */
class FramesTest {
  private static final ByteBufAllocator HEAP = UnpooledByteBufAllocator.DEFAULT;
  private static final WebSocketSettings LIMITS =
      new WebSocketSettings(1000, 2000, Duration.ofSeconds(1), Duration.ZERO, null);

  /** What a reader says, in words. */
  private static final class Heard implements MessageReader.Output {
    private final List<String> words = new ArrayList<>();

    @Override
    public void onMessage(boolean text, byte[] payload) {
      words.add((text ? "text " : "binary ") + new String(payload, StandardCharsets.UTF_8));
    }

    @Override
    public boolean takesMore() {
      return true;
    }

    @Override
    public void onPing(ByteBuf payload) {
      words.add("ping " + payload.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void onPong(ByteBuf payload) {
      words.add("pong " + payload.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void onClose(int code, String reason) {
      words.add("close " + code + " " + reason);
    }
  }

  private static List<String> read(byte[] bytes, int pieceLength) {
    Heard heard = new Heard();
    MessageReader messages =
        new MessageReader(
            heard,
            LIMITS,
            null,
            new FrameLog(new NetLog().newSource(NetLogSourceType.URL_REQUEST)));
    FrameReader reader = new FrameReader(messages, false, HEAP.heapBuffer(125));
    List<ByteBuf> pieces = new ArrayList<>();
    try {
      for (int from = 0; from < bytes.length; from += pieceLength) {
        int length = Math.min(pieceLength, bytes.length - from);
        ByteBuf piece = Unpooled.copiedBuffer(bytes, from, length);
        pieces.add(piece);
        reader.read(piece);
      }
    } catch (ProtocolViolation e) {
      heard.words.add(e.closeCode() + " " + e.getMessage());
    }
    messages.release();
    reader.release();
    for (ByteBuf piece : pieces) {
      piece.release();
      assertThat(piece.refCnt()).isZero();
    }
    return heard.words;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "810548656c6c6f | text Hello",
        "820548656c6c6f | binary Hello",
        "8100 | 'text '",
        "010348656c 80026c6f | text Hello",
        "0100 0000 8000 | 'text '",
        "010348656c 8901 70 80026c6f | ping p; text Hello",
        "8a00 | 'pong '",
        "8800 | 'close 1005 '",
        "880203e8 | 'close 1000 '",
        "880603e8 64 6f 6e 65 | close 1000 done",
        "817e000161 | 1002 Received a frame whose length has a longer form than it needs",
        "817f000000000000000161 | 1002 Received a frame whose length has a longer form than it needs",
        "01 01 e2 80 02 82 ac | text €",
        "c100 | 1002 One or more reserved bits are on: reserved1 = 1, reserved2 = 0, reserved3 = 0",
        "a100 | 1002 One or more reserved bits are on: reserved1 = 0, reserved2 = 1, reserved3 = 0",
        "8300 | 1002 Unrecognized frame opcode: 3",
        "0900 | 1002 Received fragmented control frame: opcode = 9",
        "89 7e 00 7e | 1002 Received control frame having too long payload: opcode = 9",
        "8180 00000000 | 1002 A server must not mask any frames that it sends to the client.",
        "8000 | 1002 Received unexpected continuation frame.",
        "0100 8100 | 1002 Received start of new message but previous message is unfinished.",
        "817f8000000000000000 | 1002 Received a frame whose length does not fit into 63 bits",
        "8101ff | 1007 Could not decode a text frame as UTF-8.",
        "8101e2 | 1007 Could not decode a text frame as UTF-8.",
        "8801 00 | 1002 Received a broken close frame containing an invalid size body.",
        "880203ed | 1002 Received a broken close frame containing a reserved status code.",
        "88020000 | 1002 Received a broken close frame containing a reserved status code.",
        "88020bb7 | 1002 Received a broken close frame containing a reserved status code.",
        "880303e8ff | 1007 Received a broken close frame containing invalid UTF-8.",
        "817e03e9 | 1009 A message is larger than 1000 bytes.",
        "817e07d0 | 1009 A message is larger than 1000 bytes.",
        "817f0fffffffffffffff | 1009 A frame is larger than 2000 bytes.",
      })
  void bytesBecomeMessagesHoweverTheyAreCut(String hex, String expected) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    for (int length = 1; length <= bytes.length; length++) {
      assertThat(read(bytes, length)).containsExactly(expected.split("; "));
    }
  }

  @Test
  void manyFragmentsBeyondTheLimitAreRefused() {
    StringBuilder hex = new StringBuilder("02017a");
    hex.append("00017a".repeat(1000));

    assertThat(read(HexFormat.of().parseHex(hex), 7))
        .containsExactly("1009 A message is larger than 1000 bytes.");
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "7", "8", "9", "125", "126", "127", "65535", "65536", "70000"})
  void aFrameIsMaskedAndHasTheShortestLength(int length) {
    byte[] payload = new byte[length];
    new Random(length).nextBytes(payload);
    ByteBuf in = Unpooled.wrappedBuffer(payload);
    FrameWriter writer = new FrameWriter(new SecureRandom());

    // Where a frame lies in its buffer must not matter.
    ByteBuf frame = PooledByteBufAllocator.DEFAULT.directBuffer().writeByte(1);
    writer.append(frame, Opcode.BINARY, true, false, in);
    writer.append(frame, Opcode.BINARY, true, false, payload, 0, length);
    frame.skipBytes(1);
    checkFrame(frame, payload);
    checkFrame(frame, payload);
    assertThat(frame.isReadable()).isFalse();
    frame.release();
  }

  private static void checkFrame(ByteBuf frame, byte[] payload) {
    int length = payload.length;

    assertThat(frame.readUnsignedByte()).isEqualTo((short) 0x82);
    int short7 = frame.readUnsignedByte();
    assertThat(short7 & 0x80).isEqualTo(0x80);
    long stated =
        switch (short7 & 0x7f) {
          case 126 -> frame.readUnsignedShort();
          case 127 -> frame.readLong();
          default -> short7 & 0x7f;
        };
    assertThat(stated).isEqualTo(length);
    assertThat(short7 & 0x7f).isEqualTo(length <= 125 ? length : length <= 65535 ? 126 : 127);
    byte[] key = new byte[4];
    frame.readBytes(key);
    byte[] sent = new byte[length];
    frame.readBytes(sent);
    for (int i = 0; i < sent.length; i++) {
      sent[i] ^= key[i & 3];
    }
    assertThat(sent).isEqualTo(payload);
  }

  @Test
  void keysDifferFromFrameToFrame() {
    FrameWriter writer = new FrameWriter(new SecureRandom());
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      ByteBuf frame = HEAP.buffer();
      writer.append(frame, Opcode.PING, true, false, Unpooled.EMPTY_BUFFER);
      keys.add(
          HexFormat.of()
              .formatHex(
                  new byte[] {
                    frame.getByte(2), frame.getByte(3), frame.getByte(4), frame.getByte(5)
                  }));
      frame.release();
    }
    assertThat(keys).hasSizeGreaterThan(1990);
  }
}
