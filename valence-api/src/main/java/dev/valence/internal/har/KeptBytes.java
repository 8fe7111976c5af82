package dev.valence.internal.har;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The first bytes of a body, and how many there were. */
final class KeptBytes {
  private final int most;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long total;

  KeptBytes(int most) {
    this.most = most;
  }

  void add(ByteBuf piece) {
    int bytes = piece.readableBytes();
    total += bytes;
    int wanted = Math.min(bytes, most - kept.size());
    if (wanted > 0) {
      byte[] copy = new byte[wanted];
      piece.getBytes(piece.readerIndex(), copy);
      kept.write(copy, 0, wanted);
    }
  }

  long total() {
    return total;
  }

  boolean isCut() {
    return kept.size() < total;
  }

  boolean isEmpty() {
    return kept.size() == 0;
  }

  /** The bytes as UTF-8; null where they are none. */
  @Nullable String text() {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(kept.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  String base64() {
    return Base64.getEncoder().encodeToString(kept.toByteArray());
  }
}
