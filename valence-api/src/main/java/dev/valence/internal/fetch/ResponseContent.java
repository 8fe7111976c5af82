package dev.valence.internal.fetch;

import dev.valence.fetch.Body;
import dev.valence.fetch.Response;
import dev.valence.net.RequestBody;
import dev.valence.net.UploadReader;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RangeDecision.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Where the body of a made response comes from. */
public sealed interface ResponseContent {
  /** No body. */
  ResponseContent NONE = new Streamed(null);

  /**
   * What is read from its beginning to its end.
   *
   * @param body null for none
   */
  record Streamed(@Nullable Body body) implements ResponseContent {}

  /** What can be read in parts. */
  record Seekable(SeekableSource source) implements ResponseContent {}

  /** The body of another response. */
  record Taken(Response response) implements ResponseContent {}

  /** Bytes of which any part can be read. The array is not to be changed. */
  static ResponseContent ofBytes(byte[] bytes) {
    return new Seekable(new BytesSource(bytes));
  }

  /** Text as UTF-8. */
  static ResponseContent ofText(String text) {
    return ofBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a second passage gives the same. */
  default boolean isRepeatable() {
    return this instanceof Seekable || this == NONE;
  }

  /** Whether {@link #read} may block. */
  default boolean blocks() {
    return this instanceof Seekable seekable
        ? seekable.source().blocks()
        : this instanceof Streamed;
  }

  /**
   * Opens all of it.
   *
   * @param headers gets the length where it is known and not given
   */
  default @Nullable UploadReader read(HeaderList headers, Executor workers) throws IOException {
    if (this instanceof Seekable seekable) {
      SeekableSource.Opened opened = seekable.source().open();
      stateLength(headers, opened.length());
      Part all = new Part(0, opened.length());
      return new JoinedReader(List.of(() -> opened.read(all, workers)), opened, workers);
    }
    if (this instanceof Taken taken) {
      return ResponseReaders.take(taken.response(), workers);
    }
    Body body = ((Streamed) this).body();
    if (body == null) {
      return null;
    }
    RequestBody opened = body.open(workers);
    if (opened.length() >= 0) {
      stateLength(headers, opened.length());
    }
    return opened.open();
  }

  private static void stateLength(HeaderList headers, long length) {
    if (!headers.contains("content-length")) {
      headers.add("Content-Length", Long.toString(length));
    }
  }
}
