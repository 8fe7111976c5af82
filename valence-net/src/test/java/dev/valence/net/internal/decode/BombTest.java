package dev.valence.net.internal.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small bodies that unpack to much, up to a gigabyte, cost no more than one piece at a time. */
class BombTest {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

  @ParameterizedTest
  @CsvSource({"gzip, 1024", "deflate, 128", "br, 128", "zstd, 256"})
  void zerosAreDecodedAPieceAtATime(String coding, int mebibytes) throws IOException {
    ByteBuf bomb = Unpooled.directBuffer().writeBytes(Coded.zeros(coding, mebibytes));
    assertThat(bomb.readableBytes()).isLessThan(4 << 20);
    ContentDecoder decoder = ContentDecoders.forHeader(coding, allocator);
    assertThat(decoder).isNotNull();
    decoder.feed(bomb);
    decoder.endOfInput();

    long length = 0;
    for (ByteBuf piece = decoder.poll(); piece != null; piece = decoder.poll()) {
      length += piece.readableBytes();
      assertThat(allocator.metric().usedDirectMemory()).isLessThanOrEqualTo(ContentDecoder.PIECE);
      piece.release();
    }

    assertThat(length).isEqualTo((long) mebibytes << 20);
    assertThat(decoder.isFinished()).isTrue();
    assertThat(bomb.refCnt()).isZero();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
  void aReaderThatStopsLeavesTheBombPacked(String coding) throws IOException {
    ByteBuf bomb = Unpooled.directBuffer().writeBytes(Coded.zeros(coding, 16));
    ContentDecoder decoder = ContentDecoders.forHeader(coding, allocator);
    assertThat(decoder).isNotNull();
    decoder.feed(bomb);
    ByteBuf first = decoder.poll();
    assertThat(first).isNotNull();
    assertThat(first.readableBytes()).isLessThanOrEqualTo(ContentDecoder.PIECE);
    first.release();
    decoder.close();
    assertThat(bomb.refCnt()).isZero();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }
}
