package dev.valence.net.internal.proxy;

import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Url;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a configuration became: finds the proxies of URLs. Confined to the network thread. */
interface ProxySource {
  /** Gets ready, and calls back when it is as ready as it will be, perhaps at once. */
  void start(Runnable ready);

  /** The proxies where nobody has to be asked; null where {@link #find} is to be called. */
  @Nullable ProxyList now(Url url);

  /** Finds the proxies; calls back once, perhaps at once, unless it is closed before. */
  void find(Url url, NetLogWithSource log, Consumer<ProxyFinding> found);

  /** Reads and fetches everything anew, and calls back when that is done. */
  void reload(Runnable done);

  /** What the source itself knows of a proxy's user; null for nothing. */
  default @Nullable ProxyCredentials credentials(ProxyServer proxy) {
    return null;
  }

  /** Nothing is called back any more. */
  void close();
}
