package dev.valence.net.internal.proxy;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Url;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the proxies of requests, by the configuration in force. On the network thread only; never
 * blocks it. Lists come with bad proxies moved to their end.
 */
public interface ProxyResolver {
  /** Hears the answer: exactly one call, on the network thread, unless it was cancelled. */
  interface Answer {
    void onProxies(ProxyList proxies);

    /** The configuration is mandatory and cannot be used. */
    void onFailed(NetException error);
  }

  /** A question that waits for its answer. */
  interface Question {
    /** No answer comes any more. */
    void cancel();
  }

  /**
   * The proxies of a URL where neither a script nor the system has to be asked; {@link
   * ProxyList#DIRECT} itself where there are none. Null where {@link #resolve} is to be asked. The
   * net log hears nothing of this: while it captures, ask {@link #resolve}.
   */
  @Nullable ProxyList resolveNow(Url url);

  /** Asks for the proxies of a URL. The answer may come before this returns. */
  Question resolve(Url url, NetLogWithSource log, Answer answer);

  /**
   * A request failed at this proxy and went on through another way: it is tried last for five
   * minutes.
   */
  void markBad(ProxyServer proxy, NetError error, NetLogWithSource log);

  /**
   * The user and password that the configuration has for a proxy; null for none. The answer may
   * come before this returns; it comes on the network thread.
   */
  void credentials(ProxyServer proxy, Consumer<@Nullable ProxyCredentials> answer);
}
