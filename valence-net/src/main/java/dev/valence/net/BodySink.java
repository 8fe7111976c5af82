package dev.valence.net;

import dev.valence.net.http.HeaderList;
import io.netty.buffer.ByteBuf;

/**
 * Takes a response body, on the network thread; must not block. Ends with exactly one of {@code
 * onEnd} and {@code onError}.
 */
public interface BodySink {
  /**
   * The next bytes.
   *
   * @param chunk owned by the sink from here on
   */
  void onData(ByteBuf chunk);

  /**
   * The body is whole.
   *
   * @param trailers the trailer fields, often none
   */
  void onEnd(HeaderList trailers);

  /** The body broke off. */
  void onError(NetException error);
}
