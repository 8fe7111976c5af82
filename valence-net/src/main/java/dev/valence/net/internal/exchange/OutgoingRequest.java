package dev.valence.net.internal.exchange;

import dev.valence.net.RequestBody;
import dev.valence.net.Timeouts;
import dev.valence.net.http.HeaderList;
import org.jspecify.annotations.Nullable;

/**
 * A request as it goes on the wire of one connection.
 *
 * @param scheme {@code http} or {@code https}; {@code ws} or {@code wss} for a WebSocket's
 *     handshake
 * @param authority host and, where it is not the default, port
 * @param target the request target: path and query; for an HTTP proxy the whole URL, or with
 *     CONNECT the authority (RFC 9112 §3.2)
 * @param headers all fields but {@code Host}, {@code Connection}, {@code Content-Length} and {@code
 *     Transfer-Encoding}, which the connection makes
 * @param body null for none
 * @param chunked whether the body goes without a stated length even where it is known
 */
public record OutgoingRequest(
    String method,
    String scheme,
    String authority,
    String target,
    HeaderList headers,
    @Nullable RequestBody body,
    boolean chunked,
    Timeouts timeouts) {
  /** The length to state, or -1 to send the body in chunks. Only for a request with a body. */
  public long statedLength() {
    return chunked || body == null ? -1 : body.length();
  }

  /** Whether the connection may change its protocol for it (RFC 9110 §7.8). */
  public boolean asksForUpgrade() {
    return headers.contains("upgrade");
  }

  /** Whether it is the handshake of a WebSocket. */
  public boolean isWebSocket() {
    return scheme.startsWith("ws");
  }

  /** Whether a proxy is spoken to, not an origin. */
  public boolean isForProxy() {
    return target.charAt(0) != '/';
  }

  /** Whether the body waits for {@code 100 Continue} (RFC 9110 §10.1.1). */
  public boolean expectsContinue() {
    String expect = body == null ? null : headers.get("expect");
    return expect != null && expect.equalsIgnoreCase("100-continue");
  }
}
