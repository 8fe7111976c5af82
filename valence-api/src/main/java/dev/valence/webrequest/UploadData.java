package dev.valence.webrequest;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One part of a request body (Electron's {@code UploadData}): bytes, a file, a blob or a stream.
 * What another kind would have is null. Any thread.
 */
public interface UploadData {
  /** A copy of the bytes. */
  byte @Nullable [] bytes();

  /** The file. */
  @Nullable Path file();

  /** Where in the file the part begins; 0 for other kinds. */
  long offset();

  /** The length of the part in bytes; -1 where it is not known. */
  long length();

  /** When the file was changed last, as the request began. */
  @Nullable Instant modificationTime();

  /**
   * The name under which {@code session.getBlobData} gives the bytes of the blob: as long as the
   * program holds the request, this part or the blob, and until {@link #release}.
   */
  @Nullable String blobUUID();

  /** From now on {@code getBlobData} knows this part's blob no more; the request is not touched. */
  void release();

  /**
   * A body of unknown kind, such as a stream or a chunked request. Reading it uses it up, as in
   * Electron: where it cannot be read twice the server gets an empty body. To see a body without
   * taking it, tap it with an interceptor.
   *
   * <p>It is to be subscribed to once, before the listener answers; the subscriber is called on a
   * worker thread.
   */
  Flow.@Nullable Publisher<ByteBuffer> stream();
}
