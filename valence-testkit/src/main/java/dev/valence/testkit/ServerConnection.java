package dev.valence.testkit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** One accepted connection of a {@link TestServer}. All methods may be called from any thread. */
public final class ServerConnection {
  private final int id;
  private final Channel channel;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final AtomicInteger requests = new AtomicInteger();

  ServerConnection(int id, Channel channel) {
    this.id = id;
    this.channel = channel;
  }

  /** A number counted from 1 in the order of acceptance. */
  public int id() {
    return id;
  }

  /** The client's address. */
  public InetSocketAddress remoteAddress() {
    return (InetSocketAddress) channel.remoteAddress();
  }

  /** The server's address that the client connected to. */
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** The TLS session; null for a plain connection. */
  public @Nullable SSLSession tlsSession() {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    return tls == null ? null : tls.engine().getSession();
  }

  /** How many requests have begun on this connection. */
  public int requests() {
    return requests.get();
  }

  /** Completes when the connection is closed, by whichever side. */
  public CompletableFuture<Void> closed() {
    return closed.copy();
  }

  /** Closes in order: TLS close_notify, then FIN. */
  public void close() {
    channel.close();
  }

  /** Closes at once with a TCP reset. */
  public void reset() {
    channel
        .eventLoop()
        .execute(
            () -> {
              if (channel.isOpen()) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                // Below the TLS handler: close_notify must not be sent before a reset.
                channel.unsafe().close(channel.newPromise());
              }
            });
  }

  /** Sends an HTTP/2 GOAWAY that lets the streams opened so far finish. */
  public void goAway(long http2ErrorCode) {
    channel.writeAndFlush(new DefaultHttp2GoAwayFrame(http2ErrorCode));
  }

  void requestBegan() {
    requests.incrementAndGet();
  }

  void markClosed() {
    closed.complete(null);
  }

  @Override
  public String toString() {
    return "connection " + id;
  }
}
