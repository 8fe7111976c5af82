package dev.valence.internal.webrequest;

import dev.valence.internal.fetch.BlobRegistry;
import dev.valence.internal.fetch.UploadPart;
import dev.valence.webrequest.UploadData;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A part of a request body, as a listener sees it. */
final class UploadDataImpl implements UploadData {
  private final UploadPart part;
  private final BlobRegistry blobs;
  private final Flow.@Nullable Publisher<ByteBuffer> stream;
  private @Nullable String uuid;

  UploadDataImpl(UploadPart part, BlobRegistry blobs, Flow.@Nullable Publisher<ByteBuffer> stream) {
    this.part = part;
    this.blobs = blobs;
    this.stream = stream;
  }

  @Override
  public byte @Nullable [] bytes() {
    return part instanceof UploadPart.Bytes bytes ? bytes.copy() : null;
  }

  @Override
  public @Nullable Path file() {
    return part instanceof UploadPart.OfFile file ? file.file() : null;
  }

  @Override
  public long offset() {
    return part instanceof UploadPart.OfFile file ? file.offset() : 0;
  }

  @Override
  public long length() {
    if (part instanceof UploadPart.Bytes bytes) {
      return bytes.length();
    }
    if (part instanceof UploadPart.OfFile file) {
      return file.length();
    }
    return part instanceof UploadPart.OfBlob blob
        ? blob.blob().size()
        : ((UploadPart.OfStream) part).length();
  }

  @Override
  public @Nullable Instant modificationTime() {
    return part instanceof UploadPart.OfFile file ? file.modified().toInstant() : null;
  }

  @Override
  public synchronized @Nullable String blobUUID() {
    if (uuid == null && part instanceof UploadPart.OfBlob blob) {
      uuid = blobs.add(blob.blob());
    }
    return uuid;
  }

  @Override
  public synchronized void release() {
    if (uuid != null) {
      blobs.remove(uuid);
    }
  }

  @Override
  public Flow.@Nullable Publisher<ByteBuffer> stream() {
    return stream;
  }

  @Override
  public String toString() {
    return "UploadData[" + part.getClass().getSimpleName() + ", " + length() + " bytes]";
  }
}
