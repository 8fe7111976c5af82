package dev.valence.net;

import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.internal.proxy.ProxyResolver;
import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.proxy.ProxyServer;
import dev.valence.net.url.Url;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The same proxies for every URL, and a record of those that were called bad. */
final class FixedProxies implements ProxyResolver {
  private final ProxyList list;
  private final List<String> bad = new CopyOnWriteArrayList<>();
  private ProxyCredentials credentials;

  private FixedProxies(ProxyList list) {
    this.list = list;
  }

  /** By their URIs, such as {@code socks5://127.0.0.1:1080}. */
  static FixedProxies of(String... uris) {
    return new FixedProxies(
        ProxyList.of(Arrays.stream(uris).map(ProxyServer::parse).toArray(ProxyServer[]::new)));
  }

  FixedProxies credentials(String user, String password) {
    credentials = new ProxyCredentials(user, password);
    return this;
  }

  /** What was called bad, with its error: {@code 127.0.0.1:1 PROXY_CONNECTION_FAILED}. */
  List<String> bad() {
    return bad;
  }

  @Override
  public ProxyList resolveNow(Url url) {
    return list;
  }

  @Override
  public Question resolve(Url url, NetLogWithSource log, Answer answer) {
    answer.onProxies(list);
    return () -> {};
  }

  @Override
  public void markBad(ProxyServer proxy, NetError error, NetLogWithSource log) {
    bad.add(proxy + " " + error);
  }

  @Override
  public void credentials(ProxyServer proxy, Consumer<ProxyCredentials> answer) {
    answer.accept(credentials);
  }
}
