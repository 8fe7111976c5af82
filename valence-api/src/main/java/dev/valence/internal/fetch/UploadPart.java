package dev.valence.internal.fetch;

import dev.valence.fetch.Blob;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;

/** What a request body is made of, as listeners are told. */
public sealed interface UploadPart {
  /** Bytes in memory; the array is not to be changed. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Bytes(byte[] bytes, int length) implements UploadPart {
    /** A copy of just the bytes. */
    public byte[] copy() {
      return Arrays.copyOf(bytes, length);
    }
  }

  /** A file, or a part of one. */
  record OfFile(Path file, long offset, long length, FileTime modified) implements UploadPart {}

  /** A blob. */
  record OfBlob(Blob blob) implements UploadPart {}

  /** What can only be read. */
  record OfStream(long length) implements UploadPart {}
}
