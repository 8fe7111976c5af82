package dev.valence.net.internal.decode;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which codings are offered to servers, and the decoder for what they chose (RFC 9110 §8.4). */
public final class ContentDecoders {
  /** The most codings on one body. Real servers use one. */
  private static final int MAX_CODINGS = 5;

  private ContentDecoders() {}

  /**
   * The value of {@code Accept-Encoding}, in Chromium's order. br and zstd are offered only where
   * there is a native library for this machine.
   *
   * @param trustworthy whether the URL is https, or of the own machine: like Chromium, br and zstd
   *     are offered only there, since old proxies damage what they don't know
   */
  public static String acceptEncodingValue(boolean trustworthy) {
    return trustworthy
        ? offer(NativeCodec.BROTLI.isUsable(), NativeCodec.ZSTD.isUsable())
        : offer(false, false);
  }

  static String offer(boolean brotli, boolean zstd) {
    if (brotli) {
      return zstd ? "gzip, deflate, br, zstd" : "gzip, deflate, br";
    }
    return zstd ? "gzip, deflate, zstd" : "gzip, deflate";
  }

  /** Whether br can be decoded on this machine. */
  public static boolean isBrotliAvailable() {
    return NativeCodec.BROTLI.isUsable();
  }

  /** Whether zstd can be decoded on this machine. */
  public static boolean isZstdAvailable() {
    return NativeCodec.ZSTD.isUsable();
  }

  /**
   * A decoder for a body.
   *
   * @param contentEncoding the joined values of {@code Content-Encoding}, or null where it is
   *     absent
   * @return null where there is nothing to undo: no coding, {@code identity}, or, as browsers do,
   *     where any coding of the list is unknown
   * @throws NetException CONTENT_DECODING_INIT_FAILED for more than five codings, and for one that
   *     was not offered since its native library does not run here
   */
  public static @Nullable ContentDecoder forHeader(
      @Nullable String contentEncoding, ByteBufAllocator allocator) throws NetException {
    if (contentEncoding == null) {
      return null;
    }
    List<Coding> codings = new ArrayList<>(1);
    for (String name : contentEncoding.split(",", -1)) {
      Coding coding = Coding.of(name.strip().toLowerCase(Locale.ROOT));
      if (coding == Coding.UNKNOWN) {
        return null;
      }
      if (coding != Coding.IDENTITY) {
        codings.add(coding);
      }
    }
    if (codings.size() > MAX_CODINGS) {
      throw new NetException(
          NetError.CONTENT_DECODING_INIT_FAILED,
          "the body has " + codings.size() + " content codings, more than " + MAX_CODINGS,
          null);
    }
    return chain(codings, allocator);
  }

  private static @Nullable ContentDecoder chain(List<Coding> codings, ByteBufAllocator allocator)
      throws NetException {
    ContentDecoder chain = null;
    for (Coding coding : codings) {
      ContentDecoder decoder;
      try {
        decoder = coding.decoder(allocator);
      } catch (NetException e) {
        if (chain != null) {
          chain.close();
        }
        throw e;
      }
      chain = chain == null ? decoder : new DecoderChain(decoder, chain);
    }
    return chain;
  }

  private enum Coding {
    IDENTITY,
    GZIP,
    DEFLATE,
    BROTLI,
    ZSTD,
    UNKNOWN;

    static Coding of(String name) {
      return switch (name) {
        case "", "identity" -> IDENTITY;
        case "gzip", "x-gzip" -> GZIP;
        case "deflate" -> DEFLATE;
        case "br" -> BROTLI;
        case "zstd" -> ZSTD;
        default -> UNKNOWN;
      };
    }

    ContentDecoder decoder(ByteBufAllocator allocator) throws NetException {
      return switch (this) {
        case GZIP -> new GzipDecoder(allocator);
        case DEFLATE -> new DeflateDecoder(allocator);
        case BROTLI -> {
          NativeCodec.BROTLI.load();
          yield new BrotliDecoder(allocator);
        }
        case ZSTD -> {
          NativeCodec.ZSTD.load();
          yield new ZstdDecoder(allocator);
        }
        default -> throw new IllegalStateException(this + " needs no decoder");
      };
    }
  }
}
