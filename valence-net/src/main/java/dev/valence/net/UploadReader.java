package dev.valence.net;

import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;

/** One passage through a request body, pulled piece by piece as the network takes it. */
public interface UploadReader {
  /**
   * Asks for the next piece. Called on the network thread, never again before the answer; must not
   * block.
   *
   * @param maxBytes the most bytes that the piece may have
   * @param sink takes the answer: exactly one call, on any thread, possibly before this returns
   */
  void read(int maxBytes, Sink sink);

  /** No more pieces are wanted. Called once, on the network thread, also after the end. */
  void close();

  /** Takes the answer to one {@link #read}. */
  interface Sink {
    /**
     * A piece.
     *
     * @param piece owned by the network from here on; may be empty
     */
    void onPiece(ByteBuf piece);

    /**
     * The body is whole.
     *
     * @param trailers trailer fields to send, often none
     */
    void onEnd(HeaderList trailers);

    /** The body cannot be read; the request fails with this cause. */
    void onError(Throwable cause);
  }
}
