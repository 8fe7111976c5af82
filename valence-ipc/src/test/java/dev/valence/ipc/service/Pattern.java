package dev.valence.ipc.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Bytes that say where they are. */
final class Pattern extends InputStream {
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final AtomicInteger closes = new AtomicInteger();
  private final long length;
  private final String failure;
  private long at;

  Pattern(long length, String failure) {
    this.length = length;
    this.failure = failure;
  }

  private static byte byteAt(long index) {
    return (byte) (index ^ index >> 8 ^ index >> 16 ^ index >> 24);
  }

  /**
   * Reads to the end.
   *
   * @return how many bytes
   */
  static long check(InputStream in) throws IOException {
    byte[] buffer = new byte[32 << 10];
    long at = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      check(buffer, count, at);
      at += count;
    }
    return at;
  }

  static void check(byte[] bytes, int count, long from) {
    for (int i = 0; i < count; i++) {
      if (bytes[i] != byteAt(from + i)) {
        throw new IllegalStateException("another byte at " + (from + i));
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (at == length) {
      if (failure != null) {
        throw new IOException(failure);
      }
      return -1;
    }
    int size = (int) Math.min(count, length - at);
    for (int i = 0; i < size; i++) {
      target[offset + i] = byteAt(at + i);
    }
    at += size;
    return size;
  }

  @Override
  public void close() {
    closed.complete(closes.incrementAndGet());
  }
}
