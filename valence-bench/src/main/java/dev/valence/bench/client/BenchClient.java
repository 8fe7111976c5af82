package dev.valence.bench.client;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One HTTP client behind the few operations that are compared. An adapter uses its library as that
 * library's own guide says is fast, may reuse what the library lets it reuse (a parsed URL, an
 * immutable request), and reads each response to its end.
 */
public interface BenchClient extends AutoCloseable {
  /** Bytes that {@link #upload} sends. */
  long UPLOAD_BYTES = 64L << 20;

  /** Bytes of the piece that an upload repeats. */
  int UPLOAD_PIECE = 64 << 10;

  /** Told when an asynchronous GET has ended; may start the next one from within. */
  interface Done {
    /** The whole response is there. */
    void completed(int status, byte[] body);

    /** There is no whole response. */
    void failed(Throwable cause);
  }

  /** Sends one GET and waits for the whole response; returns the body. */
  byte[] get() throws Exception;

  /** Starts one GET without waiting. */
  void get(Done done);

  /** Sends one GET, lets the body stream past without keeping it, returns its length. */
  long download() throws Exception;

  /**
   * Sends one GET and writes the body to a file, replacing it; returns the file's length when its
   * bytes are on the disk. Only for those that take part in it.
   */
  default long save(Path file) throws Exception {
    throw new UnsupportedOperationException("this client saves no files");
  }

  /**
   * Sends one PUT with {@link #UPLOAD_BYTES} bytes and a Content-Length; returns the response's
   * body, in which the server says how many bytes it received.
   */
  byte[] upload() throws Exception;

  @Override
  void close() throws Exception;

  /** Refuses any status but 200. */
  static void requireOk(int status) throws IOException {
    if (status != 200) {
      throw new IOException("status " + status + " instead of 200");
    }
  }
}
