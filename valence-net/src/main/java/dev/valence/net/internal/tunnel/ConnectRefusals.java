package dev.valence.net.internal.tunnel;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.proxy.ProxyServer;
import java.util.List;

/** What a request hears when an HTTP proxy gives no tunnel. Pure functions. */
final class ConnectRefusals {
  private static final int MOST_SHOWN = 200;

  private ConnectRefusals() {}

  /** An answer that is neither 2xx nor 407. */
  static NetException refused(ProxyServer proxy, String target, ResponseHead head) {
    return failed(
        "the proxy "
            + proxy
            + " answered CONNECT "
            + target
            + " with "
            + head.status()
            + (head.reason().isEmpty() ? "" : " " + shown(head.reason())));
  }

  /** 407, and nobody to answer it. */
  static NetException wantsLogin(ProxyServer proxy, String target, ResponseHead head) {
    List<String> challenges = head.headers().getAll("proxy-authenticate");
    return failed(
        "the proxy "
            + proxy
            + " wants a login for CONNECT "
            + target
            + (challenges.isEmpty() ? "" : " (" + shown(String.join(", ", challenges)) + ")")
            + "; answer the login event or give credentials with"
            + " ProxyConfig.builder().credentials(user, password)");
  }

  /** Bytes behind the head of an answer that opens a tunnel. */
  static NetException unexpectedBytes(ProxyServer proxy, String target) {
    return failed("the proxy " + proxy + " sent bytes of its own into the tunnel to " + target);
  }

  /** No whole answer: the error of the exchange, and where it was. */
  static NetException noAnswer(ProxyServer proxy, String target, NetException error) {
    String detail = error.detail();
    return new NetException(
        error.error(),
        "CONNECT "
            + target
            + " at the proxy "
            + proxy
            + (detail == null || detail.isEmpty() ? "" : ": " + detail),
        error);
  }

  private static NetException failed(String detail) {
    return new NetException(NetError.TUNNEL_CONNECTION_FAILED, detail, null);
  }

  private static String shown(String text) {
    StringBuilder harmless = new StringBuilder(Math.min(text.length(), MOST_SHOWN) + 1);
    for (int i = 0; i < text.length() && i < MOST_SHOWN; i++) {
      char c = text.charAt(i);
      harmless.append(c < ' ' || c >= 0x7f ? '?' : c);
    }
    return text.length() > MOST_SHOWN ? harmless.append('…').toString() : harmless.toString();
  }
}
