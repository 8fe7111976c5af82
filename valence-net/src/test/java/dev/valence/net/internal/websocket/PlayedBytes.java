package dev.valence.net.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.exchange.DuplexStream;
import dev.valence.net.internal.netlog.NetLog;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.websocket.WebSocketListener;
import dev.valence.net.websocket.WebSocketSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.EventExecutor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a connection makes of the bytes of a server, without a network. The rules that hold for any
 * bytes are checked here: exactly one end, as the last call; text that is UTF-8; messages within
 * the limit; whole masked frames as answers; no buffer left behind.
 *
 * @param messages each as its kind, length and sum
 * @param answers what the client sent, the goodbye aside
 * @param goodbye the code of the client's close frame; 1005 for one without a code, 0 for none
 * @param code of the end
 * @param error of the end; null where it was clean
 */
record PlayedBytes(
    List<String> messages, List<String> answers, int goodbye, int code, @Nullable NetError error) {

  /** Plays the pieces, and then the server leaves. */
  static PlayedBytes of(
      List<byte[]> pieces, WebSocketSettings limits, @Nullable DeflateAgreement compression) {
    UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
    Heard heard = new Heard(limits.maxMessageBytes());
    ReadAhead readAhead = new ReadAhead();
    WebSocketConnection connection =
        new WebSocketConnection(
            heard,
            limits,
            compression,
            new FrameLog(new NetLog().newSource(NetLogSourceType.URL_REQUEST)),
            readAhead,
            () -> heard.overs++);
    MemoryStream stream = new MemoryStream(memory);
    connection.onOpen(stream);
    for (byte[] piece : pieces) {
      while (!stream.closed && !stream.reading) {
        assertThat(heard.untaken).as("a connection that has stopped reading").isNotEmpty();
        take(heard, readAhead, connection);
      }
      if (stream.closed) {
        break;
      }
      connection.onBytes(memory.heapBuffer(piece.length).writeBytes(piece));
    }
    while (!heard.untaken.isEmpty()) {
      take(heard, readAhead, connection);
    }
    if (!stream.closed) {
      connection.onEnd(null);
    }
    assertThat(heard.ends).as("calls of onClosed").isEqualTo(1);
    assertThat(heard.overs).as("calls of onOver").isEqualTo(1);
    PlayedBytes played = heard.played(stream.written);
    assertThat(memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory())
        .as("bytes of buffers left behind")
        .isZero();
    return played;
  }

  private static void take(Heard heard, ReadAhead readAhead, WebSocketConnection connection) {
    if (readAhead.taken(heard.untaken.remove())) {
      connection.readOn();
    }
  }

  private static final class Heard implements WebSocketListener {
    private final List<String> messages = new ArrayList<>();
    private final ArrayDeque<Integer> untaken = new ArrayDeque<>();
    private final int limit;
    private int ends;
    private int overs;
    private int code;
    private @Nullable NetError error;

    private Heard(int limit) {
      this.limit = limit;
    }

    @Override
    public void onOpen(String protocol, String extensions) {
      throw new AssertionError("there is no handshake here");
    }

    @Override
    public void onMessage(boolean text, byte[] payload) {
      assertThat(ends).as("ends before a message").isZero();
      assertThat(payload.length).isLessThanOrEqualTo(limit);
      if (text) {
        assertUtf8(payload);
      }
      CRC32 sum = new CRC32();
      sum.update(payload);
      messages.add((text ? "text " : "binary ") + payload.length + " " + sum.getValue());
      untaken.add(payload.length);
    }

    @Override
    public void onSent(int bytes) {
      throw new AssertionError("no message was sent");
    }

    @Override
    public void onGoodbye(int closeCode, String reason) {
      assertThat(ends).as("ends before the server's goodbye").isZero();
    }

    @Override
    public void onClosed(int closeCode, String reason, @Nullable NetException failure) {
      ends++;
      code = closeCode;
      error = failure == null ? null : failure.error();
    }

    private PlayedBytes played(List<ByteBuf> frames) {
      List<String> answers = new ArrayList<>();
      int goodbye = 0;
      for (ByteBuf frame : frames) {
        assertThat(goodbye).as("code of a goodbye before a frame").isZero();
        int first = frame.readUnsignedByte();
        int length = frame.readUnsignedByte();
        assertThat(length).as("length of a control frame with its mask bit").isBetween(128, 253);
        byte[] key = new byte[4];
        frame.readBytes(key);
        byte[] payload = new byte[length - 128];
        frame.readBytes(payload);
        assertThat(frame.isReadable()).as("bytes behind a frame").isFalse();
        frame.release();
        for (int i = 0; i < payload.length; i++) {
          payload[i] ^= key[i & 3];
        }
        if (first == 0x88) {
          goodbye = payload.length == 0 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        } else {
          assertThat(first).as("a pong's first byte").isEqualTo(0x8a);
          CRC32 sum = new CRC32();
          sum.update(payload);
          answers.add("pong " + payload.length + " " + sum.getValue());
        }
      }
      return new PlayedBytes(messages, answers, goodbye, code, error);
    }

    private static void assertUtf8(byte[] payload) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).limit();
      } catch (CharacterCodingException e) {
        throw new AssertionError("a text message that is not UTF-8", e);
      }
    }
  }

  /** A server that is only what it sends. */
  private static final class MemoryStream implements DuplexStream {
    private final EventExecutor loop = new EmbeddedChannel().eventLoop();
    private final ByteBufAllocator memory;
    private final List<ByteBuf> written = new ArrayList<>();
    private boolean reading = true;
    private boolean closed;

    private MemoryStream(ByteBufAllocator memory) {
      this.memory = memory;
    }

    @Override
    public EventExecutor loop() {
      return loop;
    }

    @Override
    public ByteBufAllocator alloc() {
      return memory;
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void write(ByteBuf bytes, Sent sent) {
      assertThat(closed).as("bytes behind the end").isFalse();
      written.add(bytes);
      sent.done(null);
    }

    @Override
    public void flush() {}

    @Override
    public void reading(boolean wanted) {
      reading = wanted;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Refuses an outcome that no rule declares. */
  void check() {
    if (error == null) {
      // Clean: the server's goodbye, answered with its own code.
      assertThat(goodbye).isEqualTo(code);
      assertThat(CloseCodes.isValidOnWire(code) || code == CloseCodes.NO_STATUS).isTrue();
      return;
    }
    assertThat(code).isEqualTo(CloseCodes.ABNORMAL);
    switch (error) {
      case WS_PROTOCOL_ERROR ->
          assertThat(goodbye)
              .isIn(ProtocolViolation.PROTOCOL_ERROR, ProtocolViolation.INVALID_PAYLOAD);
      case MSG_TOO_BIG -> assertThat(goodbye).isEqualTo(ProtocolViolation.TOO_BIG);
      case CONNECTION_CLOSED -> assertThat(goodbye).isZero();
      default -> throw new AssertionError("an end that is not declared: " + this);
    }
  }
}
