package dev.valence.net.internal.tunnel;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.proxy.ProxyServer;

/**
 * What the codes of SOCKS replies mean. Pure functions.
 *
 * <p>Chromium has one error for all codes of SOCKS 5. Here those with which the proxy says that it
 * could not reach the origin are told apart, so that a working proxy is not taken for a bad one.
 */
final class SocksReplies {
  /** A refusal: its error, and whose fault it is. */
  record Refusal(NetException error, Leg leg) {}

  private SocksReplies() {}

  /** RFC 1928 §6. */
  static Refusal ofSocks5(ProxyServer proxy, String target, int code) {
    return switch (code) {
      case 0x01 -> failed(proxy, target, "general failure", Leg.ROUTE);
      case 0x02 -> failed(proxy, target, "not allowed by its rules", Leg.ROUTE);
      case 0x03 -> unreachable(proxy, target, "network unreachable");
      case 0x04 -> unreachable(proxy, target, "host unreachable");
      case 0x05 -> failed(proxy, target, "connection refused by the server", Leg.ORIGIN);
      case 0x06 -> unreachable(proxy, target, "TTL expired");
      case 0x07 -> failed(proxy, target, "command not supported", Leg.ROUTE);
      case 0x08 -> failed(proxy, target, "address type not supported", Leg.ROUTE);
      default -> failed(proxy, target, "code " + code, Leg.ROUTE);
    };
  }

  /** The codes of SOCKS 4, with Chromium's errors. */
  static Refusal ofSocks4(ProxyServer proxy, String target, int code) {
    return switch (code) {
      case 0x5b -> failed(proxy, target, "rejected or failed", Leg.ROUTE);
      case 0x5c -> unreachable(proxy, target, "it reaches no identd here");
      case 0x5d -> failed(proxy, target, "identd names another user", Leg.ROUTE);
      default -> failed(proxy, target, "code " + code, Leg.ROUTE);
    };
  }

  /** The method of authentication that the proxy chose. */
  static NetException ofMethod(ProxyServer proxy, int method, boolean offered) {
    String why;
    if (method != 0xff) {
      why = "chose the method of authentication " + method + ", which was not offered";
    } else if (offered) {
      why = "takes no user and password";
    } else {
      why =
          "wants a login; give a user and a password with"
              + " ProxyConfig.builder().credentials(user, password)";
    }
    return new NetException(
        NetError.SOCKS_CONNECTION_FAILED, "the proxy " + proxy + " " + why, null);
  }

  /** RFC 1929 §2: anything but 0. */
  static NetException ofPassword(ProxyServer proxy) {
    return new NetException(
        NetError.SOCKS_CONNECTION_FAILED,
        "the proxy " + proxy + " does not take the user and password of the configuration",
        null);
  }

  private static Refusal failed(ProxyServer proxy, String target, String why, Leg leg) {
    return new Refusal(error(NetError.SOCKS_CONNECTION_FAILED, proxy, target, why), leg);
  }

  private static Refusal unreachable(ProxyServer proxy, String target, String why) {
    return new Refusal(
        error(NetError.SOCKS_CONNECTION_HOST_UNREACHABLE, proxy, target, why), Leg.ORIGIN);
  }

  private static NetException error(NetError error, ProxyServer proxy, String target, String why) {
    return new NetException(
        error, "the proxy " + proxy + " did not connect to " + target + ": " + why, null);
  }
}
