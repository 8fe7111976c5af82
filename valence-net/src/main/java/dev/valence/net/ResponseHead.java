package dev.valence.net;

import dev.valence.net.http.HeaderList;

/**
 * The head of a response.
 *
 * @param version the protocol that carried it
 * @param status the status code, 100 to 999
 * @param reason the reason phrase, empty where the server sent none (HTTP/2 has none)
 * @param headers the header fields as they arrived: order, case and repeats are kept
 * @param source the network, or the cache
 */
public record ResponseHead(
    HttpVersion version, int status, String reason, HeaderList headers, ResponseSource source) {
  /** A head from the network. */
  public ResponseHead(HttpVersion version, int status, String reason, HeaderList headers) {
    this(version, status, reason, headers, ResponseSource.NETWORK);
  }

  /** The same head with other headers. */
  public ResponseHead withHeaders(HeaderList other) {
    return new ResponseHead(version, status, reason, other, source);
  }

  /** Whether the body comes out of the cache. */
  public boolean isFromCache() {
    return source.isFromCache();
  }
}
