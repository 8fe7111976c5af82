package dev.valence.net.internal.auth;

import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Url;
import java.util.Locale;

/**
 * Whose logins are meant: a server's origin or a proxy. A {@code url.Origin} would not do: a proxy
 * has none.
 *
 * @param scheme of the origin ({@code http}, {@code https}) or of the proxy
 * @param host as a URL writes it
 */
public record AuthPlace(AuthTarget target, String scheme, String host, int port) {
  /** A proxy. */
  public static AuthPlace proxy(ProxyServer proxy) {
    String scheme = proxy.scheme().name().toLowerCase(Locale.ROOT);
    return new AuthPlace(AuthTarget.PROXY, scheme, proxy.host(), proxy.port());
  }

  /** The server of a URL. */
  public static AuthPlace server(Url url) {
    return new AuthPlace(
        AuthTarget.SERVER, url.scheme(), String.valueOf(url.host()), url.effectivePort());
  }
}
