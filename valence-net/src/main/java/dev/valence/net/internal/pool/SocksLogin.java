package dev.valence.net.internal.pool;

import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyServer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Knows the users of SOCKS proxies. On the network thread. */
@FunctionalInterface
public interface SocksLogin {
  /**
   * The user and password for a proxy.
   *
   * @param answer takes them, or null for none, at once or later
   */
  void credentials(ProxyServer proxy, Consumer<@Nullable ProxyCredentials> answer);
}
