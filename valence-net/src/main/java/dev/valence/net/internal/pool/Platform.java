package dev.valence.net.internal.pool;

import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.internal.dns.ContextHostResolver;
import dev.valence.net.internal.dns.HostRules;
import dev.valence.net.internal.dns.SystemHostResolver;
import dev.valence.net.internal.dns.client.ResolverSurroundings;
import dev.valence.net.internal.dns.doh.DohSender;
import dev.valence.net.internal.netlog.NetLog;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What all sessions share: network threads, the kind of sockets this system has, and the look-up of
 * names.
 */
public final class Platform {
  private static final int MOST_LOOPS = 4;

  private final EventLoopGroup loops;
  private final Class<? extends Channel> socketClass;
  private final SystemHostResolver hostResolver;
  private final HostRules hostRules;
  private final ExecutorService blocking;
  private final NetLog netLog = new NetLog();

  private Platform(IoHandlerFactory io, Class<? extends Channel> socketClass, HostRules hostRules) {
    this.socketClass = socketClass;
    int count = Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors());
    loops =
        new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("valence-net", true), io);
    hostResolver = new SystemHostResolver();
    this.hostRules = hostRules;
    blocking =
        Executors.newCachedThreadPool(new DefaultThreadFactory("valence-net-blocking", true));
  }

  static {
    // Netty's allocator reports to JFR, and loading JFR's classes costs a sixth of the processor
    // time to a first response. Who wants these events sets the property to true.
    if (System.getProperty("io.netty.jfr.enabled") == null) {
      System.setProperty("io.netty.jfr.enabled", "false");
    }
  }

  /** Starts no thread yet; each does when it gets its first work. */
  public static Platform start(String hostRules) {
    HostRules rules = hostRules.isBlank() ? HostRules.none() : HostRules.parse(hostRules);
    if (Epoll.isAvailable()) {
      return new Platform(epoll(), EpollSocketChannel.class, rules);
    }
    if (KQueue.isAvailable()) {
      return new Platform(KQueueIoHandler.newFactory(), KQueueSocketChannel.class, rules);
    }
    return new Platform(NioIoHandler.newFactory(), NioSocketChannel.class, rules);
  }

  /** On a single processor those who are waited for need it; else there is another for them. */
  private static IoHandlerFactory epoll() {
    Runnable giveWay =
        Runtime.getRuntime().availableProcessors() == 1 ? Thread::yield : Thread::onSpinWait;
    return EpollIoHandler.newFactory(0, () -> new ShortWaits(System::nanoTime, giveWay));
  }

  /** The thread of a new session; sessions are spread over the threads. */
  public EventLoop nextLoop() {
    return loops.next();
  }

  Class<? extends Channel> socketClass() {
    return socketClass;
  }

  /** Hears what all sessions do. */
  public NetLog netLog() {
    return netLog;
  }

  /**
   * The resolver of a new context.
   *
   * @param loop the context's thread
   * @param senders makes the road of DNS over HTTPS, when it is needed
   */
  public ContextHostResolver newResolver(
      EventLoop loop, HostResolverConfig config, Supplier<DohSender> senders) {
    return new ContextHostResolver(
        new ResolverSurroundings(
            loop, socketClass, this::datagramClass, blocking, netLog, System::nanoTime),
        hostRules,
        hostResolver,
        config,
        senders);
  }

  private Class<? extends DatagramChannel> datagramClass() {
    if (socketClass == EpollSocketChannel.class) {
      return EpollDatagramChannel.class;
    }
    return socketClass == KQueueSocketChannel.class
        ? KQueueDatagramChannel.class
        : NioDatagramChannel.class;
  }

  /** Runs what blocks or takes long. */
  public Executor blocking() {
    return blocking;
  }

  /** Ends the threads; waits no longer than the limit. */
  public void close(long limit, TimeUnit unit) {
    loops.shutdownGracefully(0, limit, unit).awaitUninterruptibly(limit, unit);
    hostResolver.close();
    blocking.shutdown();
  }
}
