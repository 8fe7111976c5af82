package dev.valence.net;

import dev.valence.net.http.HeaderList;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Url;
import io.netty.buffer.ByteBuf;

/**
 * Sees one request as it goes over the wire, hop by hop. Called on the network thread, in order;
 * must be quick and not throw. Nothing of this costs a request that nobody observes.
 */
public interface RequestObserver {
  /** A hop begins: the first one, or one to where a redirect leads. */
  default void onHop(String method, Url url) {}

  /** There is no way through this proxy; the next of the list is tried. */
  default void onProxyFailed(ProxyServer proxy, NetException error) {}

  /** A connection is there; the request is about to be sent. Comes again when it is sent again. */
  default void onConnection(ConnectionFacts connection) {}

  /**
   * The head as it is sent.
   *
   * @param line the request line; of HTTP/2, what it would be
   * @param fields all fields, with those that the connection adds; of HTTP/2 with the
   *     pseudo-headers. Its own
   */
  default void onRequestHead(String line, HeaderList fields) {}

  /**
   * A piece of the request body, as it is given to the connection.
   *
   * @param piece to be read before this returns
   */
  default void onUpload(ByteBuf piece) {}

  /** All of the request was given to the connection. */
  default void onRequestSent() {}

  /**
   * The final head of this hop, a redirect's or not. Where it comes from the cache, {@link
   * ResponseHead#source} says so. Not to be changed.
   */
  default void onResponseHead(ResponseHead head) {}

  /**
   * The server has confirmed what is stored: its head, mostly a 304, came just before, and this one
   * is what the asker gets, with the stored body. Not to be changed.
   */
  default void onConfirmed(ResponseHead stored) {}

  /** So many bytes of the response body arrived, before its content codings are undone. */
  default void onEncodedBytes(int bytes) {}

  /**
   * Decoded bytes of the body of the last hop, on their way to the reader.
   *
   * @param chunk to be read before this returns
   */
  default void onContent(ByteBuf chunk) {}

  /** The hop is over and leads to another URL. */
  default void onRedirect(Url to) {}

  /** The body was read to its end. The last call. */
  default void onComplete() {}

  /** The request failed or was given up, before its head or amid its body. The last call. */
  default void onFailed(NetException error) {}

  /** Both, in this order. */
  static RequestObserver both(RequestObserver first, RequestObserver second) {
    return new ObserverPair(first, second);
  }
}
