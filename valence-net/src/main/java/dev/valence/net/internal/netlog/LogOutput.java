package dev.valence.net.internal.netlog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Where the lines of a log go. One thread at a time. */
interface LogOutput extends Closeable {
  /** Appends all of it. */
  void write(ByteBuffer bytes) throws IOException;

  /** Returns when what was written is on the disk. */
  void force() throws IOException;

  /** The file itself. */
  static LogOutput of(FileChannel channel) {
    return new LogOutput() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }

      @Override
      public void force() throws IOException {
        channel.force(false);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
