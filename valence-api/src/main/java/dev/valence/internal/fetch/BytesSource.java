package dev.valence.internal.fetch;

import dev.valence.net.UploadReader;
import dev.valence.net.http.RangeDecision.Part;
import java.util.concurrent.Executor;

/** An array of which any part can be read. */
final class BytesSource implements SeekableSource, SeekableSource.Opened {
  private final byte[] bytes;

  /** The array is not to be changed. */
  BytesSource(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public Opened open() {
    return this;
  }

  @Override
  public boolean blocks() {
    return false;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public UploadReader read(Part part, Executor workers) {
    return new BytesBody(bytes, (int) part.from(), (int) part.length()).open();
  }
}
