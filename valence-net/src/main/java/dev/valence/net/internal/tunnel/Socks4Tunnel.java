package dev.valence.net.internal.tunnel;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyServer;
import io.netty.channel.Channel;
import io.netty.handler.codec.socksx.v4.DefaultSocks4CommandRequest;
import io.netty.handler.codec.socksx.v4.Socks4ClientDecoder;
import io.netty.handler.codec.socksx.v4.Socks4ClientEncoder;
import io.netty.handler.codec.socksx.v4.Socks4CommandResponse;
import io.netty.handler.codec.socksx.v4.Socks4CommandStatus;
import io.netty.handler.codec.socksx.v4.Socks4CommandType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** SOCKS 4, and 4a where the host is a name. The user, where there is one, is its user id. */
public final class Socks4Tunnel extends SocksTunnel {
  private final String host;
  private final int port;
  private final @Nullable ProxyCredentials credentials;

  /**
   * A tunnel to be.
   *
   * @param host an IPv4 address; for SOCKS 4a a name, too
   * @param limit of the answer of the proxy
   */
  public Socks4Tunnel(
      Channel channel,
      ProxyServer proxy,
      String host,
      int port,
      @Nullable ProxyCredentials credentials,
      Duration limit,
      NetLogWithSource log,
      Outcome outcome) {
    super(channel, proxy, host + ":" + port, limit, NetLogEventType.SOCKS_CONNECT, log, outcome);
    this.host = host;
    this.port = port;
    this.credentials = credentials;
  }

  @Override
  void begin() {
    String user = credentials == null ? "" : bytesOf(credentials.user());
    if (user == null || user.indexOf(0) >= 0) {
      fail(
          new NetException(
              NetError.SOCKS_CONNECTION_FAILED,
              "the user for the proxy " + proxy + " is too long for SOCKS 4, or has a NUL",
              null),
          Leg.ROUTE);
      return;
    }
    add(Socks4ClientEncoder.INSTANCE);
    add(new Socks4ClientDecoder());
    say(new DefaultSocks4CommandRequest(Socks4CommandType.CONNECT, host, port, user));
  }

  @Override
  void onMessage(Object message) {
    if (!(message instanceof Socks4CommandResponse reply)) {
      return;
    }
    if (reply.decoderResult().isFailure()) {
      failMalformed(reply.decoderResult());
    } else if (reply.status().equals(Socks4CommandStatus.SUCCESS)) {
      opened();
    } else {
      fail(SocksReplies.ofSocks4(proxy, target, reply.status().byteValue() & 0xff));
    }
  }
}
