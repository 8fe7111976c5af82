package dev.valence.net.internal.http1;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;

/**
 * The size line of a chunk (RFC 9112 §7.1): hexadecimal digits, then perhaps extensions, which are
 * ignored.
 */
final class ChunkSize {
  private ChunkSize() {}

  /** Reads the line that ends before {@code lineEnd}, the index of its LF. */
  static long parse(ByteBuf in, int start, int lineEnd) throws NetException {
    int end = lineEnd > start && in.getByte(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd;
    long size = 0;
    int i = start;
    for (; i < end; i++) {
      int digit = Character.digit(in.getByte(i) & 0xff, 16);
      if (digit < 0) {
        break;
      }
      if (size > (Long.MAX_VALUE >> 4)) {
        throw bad("a chunk's size is beyond 2^63");
      }
      size = size << 4 | digit;
    }
    if (i == start) {
      throw bad("a chunk's size is no hexadecimal number");
    }
    while (i < end && (in.getByte(i) == ' ' || in.getByte(i) == '\t')) {
      i++;
    }
    if (i < end && in.getByte(i) != ';') {
      throw bad("a chunk's size is followed by neither an extension nor the end of its line");
    }
    for (; i < end; i++) {
      if (in.getByte(i) == '\r') {
        throw bad("a chunk's size line has a CR inside");
      }
    }
    return size;
  }

  private static NetException bad(String detail) {
    return new NetException(NetError.INVALID_CHUNKED_ENCODING, detail, null);
  }
}
