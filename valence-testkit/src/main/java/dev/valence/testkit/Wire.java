package dev.valence.testkit;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How one exchange writes its answer: HTTP/1 or HTTP/2. Called by the handler's thread; each method
 * returns when the bytes have left for the socket, so that a client that stops reading stops the
 * handler.
 */
interface Wire {
  void informational(int status, HeaderLines headers) throws IOException;

  /** Writes the head; {@code body}, when given, is the whole body and follows in the same flush. */
  void head(int status, String reason, HeaderLines headers, byte @Nullable [] wholeBody)
      throws IOException;

  void data(byte[] bytes, int offset, int length) throws IOException;

  /** Ends the body; {@code intact} false when fewer bytes than announced were written. */
  void end(HeaderLines trailers, boolean intact) throws IOException;

  /** Kills the exchange: RST_STREAM with this code for HTTP/2, TCP reset for HTTP/1. */
  void reset(long http2ErrorCode);
}
