package dev.valence.net.internal.tunnel;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.netlog.NetLogEventType;
import dev.valence.net.internal.netlog.NetLogWithSource;
import dev.valence.net.proxy.ProxyCredentials;
import dev.valence.net.proxy.ProxyServer;
import io.netty.channel.Channel;
import io.netty.handler.codec.socksx.v5.DefaultSocks5CommandRequest;
import io.netty.handler.codec.socksx.v5.DefaultSocks5InitialRequest;
import io.netty.handler.codec.socksx.v5.DefaultSocks5PasswordAuthRequest;
import io.netty.handler.codec.socksx.v5.Socks5AddressType;
import io.netty.handler.codec.socksx.v5.Socks5AuthMethod;
import io.netty.handler.codec.socksx.v5.Socks5ClientEncoder;
import io.netty.handler.codec.socksx.v5.Socks5CommandResponse;
import io.netty.handler.codec.socksx.v5.Socks5CommandResponseDecoder;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.handler.codec.socksx.v5.Socks5CommandType;
import io.netty.handler.codec.socksx.v5.Socks5InitialResponse;
import io.netty.handler.codec.socksx.v5.Socks5InitialResponseDecoder;
import io.netty.handler.codec.socksx.v5.Socks5Message;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthResponse;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthResponseDecoder;
import io.netty.util.NetUtil;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * SOCKS 5 (RFC 1928), with user and password (RFC 1929) where there are some. Names are looked up
 * by the proxy.
 */
public final class Socks5Tunnel extends SocksTunnel {
  private final String host;
  private final int port;
  private final @Nullable ProxyCredentials credentials;
  private final Socks5InitialResponseDecoder greeting = new Socks5InitialResponseDecoder();
  private final Socks5PasswordAuthResponseDecoder login = new Socks5PasswordAuthResponseDecoder();

  /**
   * A tunnel to be.
   *
   * @param host name or literal without brackets
   * @param limit of each answer of the proxy
   */
  public Socks5Tunnel(
      Channel channel,
      ProxyServer proxy,
      String host,
      int port,
      @Nullable ProxyCredentials credentials,
      Duration limit,
      NetLogWithSource log,
      Outcome outcome) {
    super(channel, proxy, host + ":" + port, limit, NetLogEventType.SOCKS5_CONNECT, log, outcome);
    this.host = host;
    this.port = port;
    this.credentials = credentials;
  }

  @Override
  void begin() {
    if (host.length() > MOST_BYTES) {
      fail(
          new NetException(
              NetError.SOCKS_CONNECTION_FAILED,
              "SOCKS 5 carries names of at most 255 characters; this has " + host.length(),
              null),
          Leg.ORIGIN);
      return;
    }
    add(Socks5ClientEncoder.DEFAULT);
    add(greeting);
    say(
        credentials == null
            ? new DefaultSocks5InitialRequest(Socks5AuthMethod.NO_AUTH)
            : new DefaultSocks5InitialRequest(Socks5AuthMethod.NO_AUTH, Socks5AuthMethod.PASSWORD));
  }

  @Override
  void onMessage(Object message) {
    if (!(message instanceof Socks5Message answer)) {
      return;
    }
    if (answer.decoderResult().isFailure()) {
      failMalformed(answer.decoderResult());
    } else if (answer instanceof Socks5InitialResponse chosen) {
      onMethod(chosen.authMethod());
    } else if (answer instanceof Socks5PasswordAuthResponse verdict) {
      if (verdict.status().isSuccess()) {
        remove(login);
        connect();
      } else {
        fail(SocksReplies.ofPassword(proxy), Leg.ROUTE);
      }
    } else if (answer instanceof Socks5CommandResponse reply) {
      if (reply.status().equals(Socks5CommandStatus.SUCCESS)) {
        opened();
      } else {
        fail(SocksReplies.ofSocks5(proxy, target, reply.status().byteValue() & 0xff));
      }
    }
  }

  private void onMethod(Socks5AuthMethod method) {
    ProxyCredentials given = credentials;
    if (method.equals(Socks5AuthMethod.NO_AUTH)) {
      remove(greeting);
      connect();
    } else if (method.equals(Socks5AuthMethod.PASSWORD) && given != null) {
      remove(greeting);
      logIn(given);
    } else {
      fail(SocksReplies.ofMethod(proxy, method.byteValue() & 0xff, given != null), Leg.ROUTE);
    }
  }

  private void logIn(ProxyCredentials given) {
    String user = bytesOf(given.user());
    String password = bytesOf(given.password());
    if (user == null || password == null) {
      fail(
          new NetException(
              NetError.SOCKS_CONNECTION_FAILED,
              "SOCKS 5 carries users and passwords of at most 255 bytes; those for the proxy "
                  + proxy
                  + " are longer",
              null),
          Leg.ROUTE);
      return;
    }
    add(login);
    say(new DefaultSocks5PasswordAuthRequest(user, password));
  }

  private void connect() {
    Socks5AddressType type =
        NetUtil.isValidIpV4Address(host)
            ? Socks5AddressType.IPv4
            : NetUtil.isValidIpV6Address(host) ? Socks5AddressType.IPv6 : Socks5AddressType.DOMAIN;
    add(new Socks5CommandResponseDecoder());
    say(new DefaultSocks5CommandRequest(Socks5CommandType.CONNECT, type, host, port));
  }
}
