package dev.valence.internal.fetch;

import dev.valence.net.UploadReader;
import dev.valence.net.http.RangeDecision.Part;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Bytes of which any part can be read: a file, a channel, an array. */
@FunctionalInterface
public interface SeekableSource {
  /** Opens it for one response; may block. */
  Opened open() throws IOException;

  /** Whether {@link #open} may block. */
  default boolean blocks() {
    return true;
  }

  /** An open source. Its parts are read one after the other. */
  interface Opened {
    /** The length of the whole in bytes. */
    long length();

    /** When it was changed; null where that is not known. */
    default @Nullable Instant lastModified() {
      return null;
    }

    /** Its entity tag, in quotes; null for none. */
    default @Nullable String etag() {
      return null;
    }

    /** Reads a part; closing the reader leaves the source open. */
    UploadReader read(Part part, Executor workers);

    /** The file that it is; null where it is none. */
    default @Nullable FileChannel file() {
      return null;
    }

    /** Lets the source go; may block. */
    default void close() throws IOException {}
  }
}
