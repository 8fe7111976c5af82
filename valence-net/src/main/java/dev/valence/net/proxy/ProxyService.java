package dev.valence.net.proxy;

import dev.valence.net.url.Url;
import java.util.concurrent.CompletableFuture;

/**
 * The proxies of one network context. Any thread may call; futures complete on the network thread:
 * do not block there.
 */
public interface ProxyService {
  /** What was set last. */
  ProxyConfig config();

  /**
   * Later requests follow this configuration; those that run are left alone.
   *
   * @return done when it is in force; a script that cannot be had is no failure
   */
  CompletableFuture<Void> configure(ProxyConfig config);

  /**
   * The proxies for a URL.
   *
   * @return fails with a {@link dev.valence.net.NetException} where a mandatory script fails
   */
  CompletableFuture<ProxyList> resolve(Url url);

  /** As {@link #resolve}, with the reasons. Never fails for want of a script. */
  CompletableFuture<ProxyExplanation> explain(Url url);

  /**
   * Reads the settings of the system anew, fetches the script anew, and forgets which proxies were
   * bad.
   */
  CompletableFuture<Void> forceReload();
}
