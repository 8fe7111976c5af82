package dev.valence.net;

import dev.valence.net.cookie.CookieStore;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.SecureDnsMode;
import dev.valence.net.internal.dns.doh.DohSender;
import io.netty.channel.EventLoop;

/**
 * The road of DNS over HTTPS: a context of its own, on the same thread. It has the session's trust
 * and host rules, but no cookies, no cache, no folder and, as Chromium's, no proxy; its servers'
 * names are looked up in the clear (Chromium's {@code SecureDnsPolicy::kBootstrap}).
 */
final class DohRoad implements DohSender {
  /** The same for everybody, so that it tells the server nothing of the program. */
  private static final String USER_AGENT = "Valence";

  private final NetworkContext context;

  private DohRoad(NetworkContext context) {
    this.context = context;
  }

  static DohRoad open(
      NetworkService service,
      EventLoop loop,
      NetworkContextConfig session,
      HostResolverConfig resolver) {
    return new DohRoad(
        new NetworkContext(
            service,
            loop,
            NetworkContextConfig.builder(CookieStore.inMemory())
                .tls(session.tls())
                .userAgent(USER_AGENT)
                .hostResolver(
                    resolver.toBuilder()
                        .secureDnsMode(SecureDnsMode.OFF)
                        .secureDnsServers()
                        .build())
                .build(),
            null));
  }

  @Override
  public NetworkCall send(NetworkRequest request, NetworkDelegate delegate) {
    return context.start(request, delegate);
  }

  @Override
  public void close() {
    context.close();
    context.cookies().close();
  }
}
