package dev.valence.internal.fetch;

import dev.valence.net.BlockingReader;
import dev.valence.net.UploadReader;
import dev.valence.net.http.RangeDecision.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of a file: read by workers, or by whoever wants it. */
final class FilePartReader implements BlockingReader {
  private final FileChannel file;
  private final UploadReader byWorkers;
  private final long end;
  private long position;

  /**
   * A reader.
   *
   * @param byWorkers reads the same part, and closes the file
   */
  FilePartReader(FileChannel file, Part part, UploadReader byWorkers) {
    this.file = file;
    this.byWorkers = byWorkers;
    this.position = part.from();
    this.end = part.to();
  }

  @Override
  public int readNow(ByteBuffer into) throws IOException {
    if (position == end) {
      return -1;
    }
    into.limit(into.position() + (int) Math.min(into.remaining(), end - position));
    int got = file.read(into, position);
    position += Math.max(got, 0);
    return got;
  }

  @Override
  public void read(int maxBytes, Sink sink) {
    byWorkers.read(maxBytes, sink);
  }

  @Override
  public void close() {
    byWorkers.close();
  }
}
