package dev.valence.net;

import dev.valence.net.cookie.CookieStore;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.SecureDnsMode;
import dev.valence.net.internal.dns.doh.DohSender;
import io.netty.channel.EventLoop;

/**
 * The road of DNS over HTTPS: a context of its own, on the same thread. It has the session's host
 * rules and its TLS, as changed while it runs: settings and, as in Chromium, the judge of
 * certificates. It has no client certificates, no cookies, no cache, no folder and, as Chromium's,
 * no proxy; its servers' names are looked up in the clear (Chromium's {@code
 * SecureDnsPolicy::kBootstrap}).
 */
final class DohRoad implements DohSender {
  /** The same for everybody, so that it tells the server nothing of the program. */
  private static final String USER_AGENT = "Valence";

  private final NetworkContext context;

  private DohRoad(NetworkContext context) {
    this.context = context;
  }

  static DohRoad open(
      NetworkService service, EventLoop loop, NetworkContext session, HostResolverConfig resolver) {
    NetworkContext context =
        new NetworkContext(
            service,
            loop,
            NetworkContextConfig.builder(CookieStore.inMemory())
                .tls(session.tls().settings())
                .userAgent(USER_AGENT)
                .hostResolver(
                    resolver.toBuilder()
                        .secureDnsMode(SecureDnsMode.OFF)
                        .secureDnsServers()
                        .build())
                .build(),
            null);
    context.followTls(session);
    return new DohRoad(context);
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
