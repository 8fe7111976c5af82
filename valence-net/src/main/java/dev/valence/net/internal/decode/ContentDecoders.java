package dev.valence.net.internal.decode;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
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
   * Loads the native libraries on a thread of its own, if they are not yet: some tens of
   * milliseconds that else the first request to a trustworthy URL would spend.
   */
  public static void preload() {
    Thread loader = new Thread(Offered::load, "valence-content-decoders");
    loader.setDaemon(true);
    loader.start();
  }

  /**
   * The value of {@code Accept-Encoding}, in Chromium's order. br and zstd are offered only where
   * their native library runs on this machine; finding out loads it, see {@link #preload}.
   *
   * @param trustworthy whether the URL is https, or of the own machine: like Chromium, br and zstd
   *     are offered only there, since old proxies damage what they don't know
   */
  public static String acceptEncodingValue(boolean trustworthy) {
    return trustworthy ? Offered.VALUE : offer(false, false);
  }

  static String offer(boolean brotli, boolean zstd) {
    return "gzip, deflate" + (brotli ? ", br" : "") + (zstd ? ", zstd" : "");
  }

  /** Whether br can be decoded on this machine. */
  public static boolean isBrotliAvailable() {
    return Offered.BROTLI;
  }

  /** Whether zstd can be decoded on this machine. */
  public static boolean isZstdAvailable() {
    return Offered.ZSTD;
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
          require(Offered.BROTLI, "br");
          yield new BrotliDecoder(allocator);
        }
        case ZSTD -> {
          require(Offered.ZSTD, "zstd");
          yield new ZstdDecoder(allocator);
        }
        default -> throw new IllegalStateException(this + " needs no decoder");
      };
    }

    private static void require(boolean available, String name) throws NetException {
      if (!available) {
        throw new NetException(
            NetError.CONTENT_DECODING_INIT_FAILED,
            "the native library of the content coding "
                + name
                + " does not run on this machine, and the coding was not asked for",
            null);
      }
    }
  }

  /** Loads the native libraries on first use. */
  private static final class Offered {
    static final boolean BROTLI = Brotli4jLoader.isAvailable();
    static final boolean ZSTD = zstdLoads();
    static final String VALUE = offer(BROTLI, ZSTD);

    /** Being called loads this class, and the class loads the libraries. */
    static void load() {}

    private static boolean zstdLoads() {
      try {
        Native.load();
        return Native.isLoaded();
      } catch (LinkageError notHere) {
        return false;
      }
    }
  }
}
