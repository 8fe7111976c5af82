package dev.valence.net.internal.decode;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Checksum;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Encoders for the tests, none of them ours. */
final class Coded {
  static {
    Brotli4jLoader.ensureAvailability();
  }

  private Coded() {}

  static byte[] encode(String coding, byte[] plain) {
    try {
      return switch (coding) {
        case "gzip", "x-gzip" -> gzip(plain);
        case "deflate" -> zlib(plain);
        case "raw deflate" -> rawDeflate(plain);
        case "br" -> Encoder.compress(plain);
        case "zstd" -> Zstd.compress(plain);
        default -> throw new IllegalArgumentException(coding);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(coded)) {
      out.write(plain);
    }
    return coded.toByteArray();
  }

  private static byte[] zlib(byte[] plain) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(coded)) {
      out.write(plain);
    }
    return coded.toByteArray();
  }

  private static byte[] rawDeflate(byte[] plain) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    Deflater raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try (OutputStream out = new DeflaterOutputStream(coded, raw)) {
      out.write(plain);
    }
    raw.end();
    return coded.toByteArray();
  }

  /** So many mebibytes of zeros. */
  static byte[] zeros(String coding, int mebibytes) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    byte[] block = new byte[1 << 20];
    switch (coding) {
      case "gzip" -> {
        CRC32 crc = new CRC32();
        coded.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 3});
        deflatedZeros(coded, block, mebibytes, crc);
        coded.writeBytes(bytes((int) crc.getValue(), ByteOrder.LITTLE_ENDIAN));
        coded.writeBytes(bytes(mebibytes << 20, ByteOrder.LITTLE_ENDIAN));
      }
      case "deflate" -> {
        Adler32 adler = new Adler32();
        coded.writeBytes(new byte[] {0x78, (byte) 0x9C});
        deflatedZeros(coded, block, mebibytes, adler);
        coded.writeBytes(bytes((int) adler.getValue(), ByteOrder.BIG_ENDIAN));
      }
      default -> {
        try (OutputStream out =
            coding.equals("br")
                ? new BrotliOutputStream(coded, Encoder.Parameters.create(5))
                : new ZstdOutputStream(coded, 1)) {
          for (int i = 0; i < mebibytes; i++) {
            out.write(block);
          }
        }
      }
    }
    return coded.toByteArray();
  }

  /** One block of zeros ends at a byte, and is so repeated without compressing it again. */
  private static void deflatedZeros(
      ByteArrayOutputStream coded, byte[] block, int times, Checksum checksum) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(block);
    byte[] once = new byte[1 << 16];
    int length = deflater.deflate(once, 0, once.length, Deflater.SYNC_FLUSH);
    deflater.end();
    for (int i = 0; i < times; i++) {
      coded.write(once, 0, length);
      checksum.update(block, 0, block.length);
    }
    coded.writeBytes(new byte[] {3, 0});
  }

  private static byte[] bytes(int value, ByteOrder order) {
    return ByteBuffer.allocate(4).order(order).putInt(value).array();
  }

  /** Bytes that compress somewhat: runs, repeats and noise. */
  static byte[] plain(Random random, int length) {
    byte[] plain = new byte[length];
    int at = 0;
    while (at < length) {
      int run = Math.min(length - at, 1 + random.nextInt(400));
      switch (random.nextInt(3)) {
        case 0 -> Arrays.fill(plain, at, at + run, (byte) random.nextInt());
        case 1 -> {
          int from = random.nextInt(at + 1);
          for (int i = 0; i < run; i++) {
            plain[at + i] = plain[from + i];
          }
        }
        default -> {
          for (int i = 0; i < run; i++) {
            plain[at + i] = (byte) random.nextInt();
          }
        }
      }
      at += run;
    }
    return plain;
  }
}
