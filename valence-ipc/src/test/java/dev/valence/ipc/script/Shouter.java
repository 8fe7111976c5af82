package dev.valence.ipc.script;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

final class Shouter implements ShouterService {
  /** Completes when nobody reads the endless stream any more. */
  final CompletableFuture<Boolean> left = new CompletableFuture<>();

  @Override
  public InputStream shout(InputStream text) {
    return new FilterInputStream(text) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        for (int i = offset; i < offset + count; i++) {
          bytes[i] = (byte) Character.toUpperCase(bytes[i]);
        }
        return count;
      }
    };
  }

  @Override
  public InputStream endless() {
    return new InputStream() {
      @Override
      public int read() {
        return 'x';
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        Arrays.fill(bytes, offset, offset + length, (byte) 'x');
        return length;
      }

      @Override
      public void close() {
        left.complete(true);
      }
    };
  }

  @Override
  public InputStream failing() {
    return new InputStream() {
      private boolean begun;

      @Override
      public int read() throws IOException {
        if (begun) {
          throw new IOException("the disk is gone");
        }
        begun = true;
        return 'x';
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        bytes[offset] = (byte) read();
        return 1;
      }
    };
  }

  @Override
  public long measure(InputStream bytes) throws IOException {
    return bytes.transferTo(OutputStream.nullOutputStream());
  }
}
