package dev.valence.net.internal.exchange;

import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;

/**
 * Hears what becomes of one exchange, on the network thread. {@link #onResponse} or {@link
 * #onFailed} comes exactly once.
 */
public interface ExchangeListener {
  void onInformational(int status, HeaderList headers);

  void onUploadProgress(long sent, long total);

  /** Whether the three calls below are wanted; they cost something. */
  default boolean observes() {
    return false;
  }

  /**
   * The head as it is sent.
   *
   * @param line the request line; of HTTP/2, what it would be
   * @param fields its own; of HTTP/2 with the pseudo-headers
   */
  default void onRequestHead(String line, HeaderList fields) {}

  /** A piece of the request body is given to the connection; to be read before this returns. */
  default void onUpload(ByteBuf piece) {}

  /** All of the request was given to the connection. */
  default void onRequestSent() {}

  /** The final head. Body bytes that came with it are in the stream already. */
  void onResponse(ResponseHead head, BodyStream body);

  /**
   * There will be no response.
   *
   * @param untouched whether the server can be taken not to have worked on the request: it sent
   *     nothing back, and the connection was an old one or the server said so
   */
  void onFailed(NetException error, boolean untouched);
}
