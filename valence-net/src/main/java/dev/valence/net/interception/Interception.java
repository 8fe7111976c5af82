package dev.valence.net.interception;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import org.jspecify.annotations.Nullable;

/**
 * Watches one request over all its hops. Everything is called on the network thread, in the order
 * of the methods here; it must be quick and not throw.
 *
 * <p>A {@code wants} method tells whether somebody wants to answer. If not, the request goes on at
 * once, and nothing was made for the question. If so, the method of the question follows, and the
 * request waits for the decision, for as long as it takes. A decision may be made at once or later,
 * from any thread; the first call counts, and each tells whether it did. When the request is given
 * up meanwhile, {@link #failed} is called, and decisions count no more.
 */
public interface Interception {
  /** Whether {@link #beforeRequest} is to be asked about this hop. */
  boolean wantsBeforeRequest();

  /** A hop begins; nothing of it is decided yet. */
  void beforeRequest(RequestDecision decision);

  /** Whether {@link #beforeSendHeaders} is to be asked about this hop. */
  boolean wantsBeforeSendHeaders();

  /**
   * The header fields of the hop are complete, but for those that logins and the connection add.
   * Comes again when a login sends the hop once more.
   *
   * @param headers as they would be sent. Not to be changed
   */
  void beforeSendHeaders(HeaderList headers, HeadersDecision decision);

  /** The hop goes on with these fields. Not to be changed. */
  void sendHeaders(HeaderList headers);

  /** Whether {@link #headersReceived} is to be asked about this response. */
  boolean wantsHeadersReceived();

  /**
   * The head of a response is there, of a redirect or a challenge too; the request's {@code head()}
   * has it.
   */
  void headersReceived(ResponseDecision decision);

  /** The hop is over and leads elsewhere. */
  void beforeRedirect(Url to);

  /** The response goes to its asker. */
  void responseStarted();

  /**
   * The request has ended well. The last call.
   *
   * @param upgraded {@link NetError#WS_UPGRADE} where the response opened a WebSocket; else null
   */
  void completed(@Nullable NetError upgraded);

  /** The request has failed or was given up. The last call. */
  void failed(NetException error);
}
