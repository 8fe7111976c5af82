package dev.valence.net.internal.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecodersTest {
  private static final byte[] TEXT =
      "Hello, hello, hello! The same words again and again.".getBytes(UTF_8);

  /** Counts what is not released. */
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

  @AfterEach
  void everyBufferIsReleased() {
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "raw deflate", "br", "zstd"})
  void splitAtEveryByteTheBodyIsTheSame(String coding) throws NetException {
    byte[] coded = Coded.encode(coding, TEXT);
    for (int split = 0; split <= coded.length; split++) {
      assertThat(
              decode(
                  coding,
                  Arrays.copyOfRange(coded, 0, split),
                  Arrays.copyOfRange(coded, split, coded.length)))
          .as("split at %d", split)
          .isEqualTo(TEXT);
    }
    byte[][] single = new byte[coded.length][];
    for (int i = 0; i < coded.length; i++) {
      single[i] = new byte[] {coded[i]};
    }
    assertThat(decode(coding, single)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "raw deflate", "br", "zstd"})
  void cutOffAnywhereTheBodyFails(String coding) {
    byte[] coded = Coded.encode(coding, TEXT);
    for (int cut = 1; cut < coded.length; cut++) {
      byte[] part = Arrays.copyOf(coded, cut);
      assertThatThrownBy(() -> decode(coding, part))
          .as("cut at %d", cut)
          .isInstanceOfSatisfying(
              NetException.class,
              e -> assertThat(e.error()).isEqualTo(NetError.CONTENT_DECODING_FAILED));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "deflate", "br", "zstd", "gzip, br", "identity, gzip"})
  void anEmptyBodyNeedsNoCoding(String header) throws NetException {
    assertThat(decode(header)).isEmpty();
    assertThat(decode(header, new byte[0], new byte[0])).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "raw deflate", "br", "zstd"})
  void emptyContentIsDecoded(String coding) throws NetException {
    assertThat(decode(coding, Coded.encode(coding, new byte[0]))).isEmpty();
  }

  /**
   * Any flipped bit gives the right bytes or an error, never other bytes where there is a checksum.
   */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "raw deflate", "br", "zstd"})
  void damagedDataNeverDoesHarm(String coding) {
    byte[] coded = Coded.encode(coding, TEXT);
    boolean checksum = coding.equals("gzip") || coding.equals("deflate");
    int failures = 0;
    for (int bit = 0; bit < coded.length * 8; bit++) {
      byte[] damaged = coded.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        byte[] plain = decode(coding, damaged);
        if (checksum) {
          assertThat(plain).as("bit %d", bit).isEqualTo(TEXT);
        }
      } catch (NetException e) {
        failures++;
        assertThat(e.error())
            .isIn(NetError.CONTENT_DECODING_FAILED, NetError.ZSTD_WINDOW_SIZE_TOO_BIG);
      }
    }
    assertThat(failures).isGreaterThan(coding.equals("zstd") ? 20 : coded.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "raw deflate", "br", "zstd"})
  void randomBodiesRoundTrip(String coding) throws NetException {
    Random random = new Random(20260101);
    for (int round = 0; round < 40; round++) {
      byte[] plain = Coded.plain(random, random.nextInt(1 << random.nextInt(20)));
      assertThat(decode(coding, split(random, Coded.encode(coding, plain)))).isEqualTo(plain);
    }
  }

  @Test
  void severalCodingsAreUndoneFromTheLast() throws NetException {
    Random random = new Random(3);
    String[] codings = {"gzip", "deflate", "br", "zstd", "x-gzip"};
    for (int round = 0; round < 40; round++) {
      byte[] plain = Coded.plain(random, random.nextInt(200_000));
      byte[] coded = plain;
      StringBuilder header = new StringBuilder();
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        String coding = codings[random.nextInt(codings.length)];
        coded = Coded.encode(coding, coded);
        header.append(i == 0 ? "" : i % 2 == 0 ? "," : " , ").append(coding);
      }
      assertThat(decode(header.toString(), split(random, coded))).isEqualTo(plain);
    }
  }

  @Test
  void innerBodiesThatAreCutOffFail() {
    byte[] inner = Coded.encode("gzip", TEXT);
    byte[] coded = Coded.encode("br", Arrays.copyOf(inner, inner.length - 1));
    assertThatThrownBy(() -> decode("gzip, br", coded)).isInstanceOf(NetException.class);
  }

  @Test
  void garbageAfterGzipAndDeflateIsIgnored() throws NetException {
    for (String coding : new String[] {"gzip", "deflate", "raw deflate"}) {
      for (byte[] garbage :
          new byte[][] {{0}, {0x1F}, {0x1F, (byte) 0x8B}, {0x1F, (byte) 0x8B, 7}, new byte[1000]}) {
        byte[] coded = Coded.encode(coding, TEXT);
        assertThat(decode(coding, coded, garbage)).as(coding).isEqualTo(TEXT);
        assertThat(decode(coding, concat(coded, garbage))).as(coding).isEqualTo(TEXT);
      }
    }
  }

  @Test
  void gzipMembersAndZstdFramesFollowEachOther() throws NetException {
    for (String coding : new String[] {"gzip", "zstd"}) {
      byte[] twice =
          concat(Coded.encode(coding, TEXT), Coded.encode(coding, "and more".getBytes(UTF_8)));
      for (int split = 0; split <= twice.length; split++) {
        assertThat(
                decode(
                    coding,
                    Arrays.copyOf(twice, split),
                    Arrays.copyOfRange(twice, split, twice.length)))
            .isEqualTo(concat(TEXT, "and more".getBytes(UTF_8)));
      }
    }
  }

  @Test
  void skippableZstdFramesAreSkipped() throws NetException {
    byte[] skippable = {0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9};
    byte[] coded = concat(skippable, concat(Coded.encode("zstd", TEXT), skippable));
    byte[][] single = new byte[coded.length][];
    for (int i = 0; i < coded.length; i++) {
      single[i] = new byte[] {coded[i]};
    }
    assertThat(decode("zstd", coded)).isEqualTo(TEXT);
    assertThat(decode("zstd", single)).isEqualTo(TEXT);
  }

  @Test
  void everyPartOfAGzipHeaderIsRead() throws NetException {
    byte[] plainHeader = Coded.encode("gzip", TEXT);
    byte[] rest = Arrays.copyOfRange(plainHeader, 10, plainHeader.length);
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, 0x1F, 1, 2, 3, 4, 0, 3});
    header.writeBytes(new byte[] {3, 0, 7, 7, 7});
    header.writeBytes("name".getBytes(UTF_8));
    header.write(0);
    header.writeBytes("comment".getBytes(UTF_8));
    header.write(0);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(header.toByteArray());
    byte[] sum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    byte[] coded = concat(header.toByteArray(), concat(sum, rest));
    for (int split = 0; split <= header.size() + 3; split++) {
      assertThat(
              decode(
                  "gzip",
                  Arrays.copyOf(coded, split),
                  Arrays.copyOfRange(coded, split, coded.length)))
          .isEqualTo(TEXT);
    }
    coded[15] ^= 1;
    assertThatThrownBy(() -> decode("gzip", coded))
        .isInstanceOfSatisfying(
            NetException.class, e -> assertThat(e.detail()).contains("header is damaged"));
  }

  @Test
  void zstdWindowsOfMoreThanEightMebibytesAreRefused() throws NetException {
    // A frame header with window descriptor 0x68 (8 MiB) and an empty raw last block.
    byte[] eight = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0x68, 1, 0, 0};
    assertThat(decode("zstd", eight)).isEmpty();
    byte[] nine = eight.clone();
    nine[5] = 0x69;
    assertThatThrownBy(() -> decode("zstd", nine))
        .isInstanceOfSatisfying(
            NetException.class,
            e -> assertThat(e.error()).isEqualTo(NetError.ZSTD_WINDOW_SIZE_TOO_BIG));
    // A single segment of 2^62 bytes.
    byte[] segment = {
      0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0xE0, 0, 0, 0, 0, 0, 0, 0, 0x40, 1, 0, 0
    };
    assertThatThrownBy(() -> decode("zstd", segment))
        .isInstanceOfSatisfying(
            NetException.class,
            e -> assertThat(e.error()).isEqualTo(NetError.ZSTD_WINDOW_SIZE_TOO_BIG));
  }

  @Test
  void compositeAndHeapBuffersAreRead() throws NetException {
    for (String coding : new String[] {"gzip", "deflate", "br", "zstd"}) {
      byte[] coded = Coded.encode(coding, TEXT);
      CompositeByteBuf composite = allocator.compositeDirectBuffer();
      for (byte b : coded) {
        composite.addComponent(true, allocator.heapBuffer(1).writeByte(b));
      }
      ContentDecoder decoder = ContentDecoders.forHeader(coding, allocator);
      assertThat(decoder).isNotNull();
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      decoder.decode(composite, piece -> append(plain, piece));
      decoder.finish(piece -> append(plain, piece));
      assertThat(plain.toByteArray()).isEqualTo(TEXT);
      assertThat(composite.refCnt()).isZero();
    }
  }

  @Test
  void closingReleasesWhatIsQueuedAndLaterInput() throws NetException {
    for (String coding : new String[] {"gzip", "deflate", "br", "zstd", "gzip, zstd"}) {
      ContentDecoder decoder = ContentDecoders.forHeader(coding, allocator);
      assertThat(decoder).isNotNull();
      decoder.feed(buffer(new byte[] {0x1F}));
      decoder.feed(buffer(new byte[] {0x1F}));
      decoder.close();
      decoder.close();
      decoder.feed(buffer(new byte[] {0x1F}));
      assertThat(decoder.poll()).isNull();
      assertThat(decoder.isFinished()).isFalse();
    }
  }

  @Test
  void unknownCodingsPassThrough() throws NetException {
    for (String header :
        new String[] {"", "identity", "compress", "gzip, compress", "gzip x", "*"}) {
      assertThat(ContentDecoders.forHeader(header, allocator)).as(header).isNull();
    }
    assertThat(ContentDecoders.forHeader(null, allocator)).isNull();
    ContentDecoder decoder = ContentDecoders.forHeader(" GZip ,", allocator);
    assertThat(decoder).isInstanceOf(GzipDecoder.class);
    decoder.close();
  }

  @Test
  void moreThanFiveCodingsAreRefused() {
    assertThatThrownBy(() -> ContentDecoders.forHeader("gzip,gzip,gzip,gzip,gzip,gzip", allocator))
        .isInstanceOfSatisfying(
            NetException.class,
            e -> assertThat(e.error()).isEqualTo(NetError.CONTENT_DECODING_INIT_FAILED));
  }

  @Test
  void brAndZstdAreOfferedToTrustworthyUrlsOnly() {
    assertThat(ContentDecoders.isBrotliAvailable()).isTrue();
    assertThat(ContentDecoders.isZstdAvailable()).isTrue();
    assertThat(ContentDecoders.acceptEncodingValue(true)).isEqualTo("gzip, deflate, br, zstd");
    assertThat(ContentDecoders.acceptEncodingValue(false)).isEqualTo("gzip, deflate");
    assertThat(ContentDecoders.offer(false, true)).isEqualTo("gzip, deflate, zstd");
    assertThat(ContentDecoders.offer(true, false)).isEqualTo("gzip, deflate, br");
  }

  /** Noise, and valid bodies with damage, cut to random parts. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "zstd, gzip"})
  void anyBytesGiveABodyOrAnError(String header) {
    Random random = new Random(99);
    int errors = 0;
    for (int round = 0; round < 1500; round++) {
      byte[] bytes = Coded.plain(random, random.nextInt(300));
      if (round % 2 == 0) {
        for (String coding : header.split(", ")) {
          bytes = Coded.encode(coding, bytes);
        }
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        decode(allocator, header, split(random, bytes));
      } catch (NetException e) {
        errors++;
      }
    }
    assertThat(errors).isGreaterThan(500);
  }

  private byte[] decode(String coding, byte[]... parts) throws NetException {
    return decode(allocator, coding.equals("raw deflate") ? "deflate" : coding, parts);
  }

  /** Feeds the parts one by one, polls after each, and checks the size of every piece. */
  private static byte[] decode(ByteBufAllocator allocator, String header, byte[]... parts)
      throws NetException {
    try (ContentDecoder decoder = ContentDecoders.forHeader(header, allocator)) {
      assertThat(decoder).isNotNull();
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      for (byte[] part : parts) {
        decoder.decode(allocator.directBuffer().writeBytes(part), piece -> append(plain, piece));
      }
      decoder.finish(piece -> append(plain, piece));
      assertThat(decoder.isFinished()).isTrue();
      return plain.toByteArray();
    }
  }

  private static void append(ByteArrayOutputStream plain, ByteBuf piece) {
    assertThat(piece.readableBytes()).isBetween(1, ContentDecoder.PIECE);
    byte[] bytes = new byte[piece.readableBytes()];
    piece.readBytes(bytes);
    piece.release();
    plain.writeBytes(bytes);
  }

  private static byte[][] split(Random random, byte[] coded) {
    int parts = 1 + random.nextInt(8);
    int[] cuts = random.ints(parts + 1, 0, coded.length + 1).sorted().toArray();
    cuts[0] = 0;
    cuts[parts] = coded.length;
    byte[][] split = new byte[parts][];
    for (int i = 0; i < parts; i++) {
      split[i] = Arrays.copyOfRange(coded, cuts[i], cuts[i + 1]);
    }
    return split;
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  private static ByteBuf buffer(byte[] bytes) {
    return Unpooled.wrappedBuffer(bytes);
  }
}
