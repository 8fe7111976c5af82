package dev.valence.net.internal.exchange;

import dev.valence.net.BodyStream;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;

/**
 * Hears what becomes of one exchange, on the network thread. {@link #onResponse} or {@link
 * #onFailed} comes exactly once.
 */
public interface ExchangeListener {
  void onInformational(int status, HeaderList headers);

  void onUploadProgress(long sent, long total);

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
