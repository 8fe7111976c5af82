package dev.valence.internal.fetch;

import dev.valence.fetch.Blob;
import dev.valence.net.UploadReader;
import java.util.List;

/** A request body that is a blob; may be read any number of times. */
public final class BlobBody implements PartedBody {
  private final Blob blob;
  private final BytesBody bytes;

  public BlobBody(Blob blob) {
    this.blob = blob;
    this.bytes = new BytesBody(blob.bytes());
  }

  @Override
  public List<UploadPart> parts() {
    return List.of(new UploadPart.OfBlob(blob));
  }

  @Override
  public long length() {
    return bytes.length();
  }

  @Override
  public boolean isReplayable() {
    return true;
  }

  @Override
  public UploadReader open() {
    return bytes.open();
  }
}
