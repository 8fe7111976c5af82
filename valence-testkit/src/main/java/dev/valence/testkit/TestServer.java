package dev.valence.testkit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP server inside the test, on 127.0.0.1 and a free port.
 *
 * {@snippet :
 * try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "hello"))) {
 *   client.get(server.url("/greeting"));
 *   assertThat(server.takeRequest().headers().names()).containsExactly("Host", "User-Agent");
 * }
 * }
 *
 * <p>Each exchange runs on a thread of its own, so a handler may block on a gate or read its body
 * slowly. A handler that throws, or returns without an answer, makes a 500 with the reason and is
 * kept in {@link #failures()}. All methods may be called from any thread.
 */
public final class TestServer implements AutoCloseable {
  /** How many requests are kept for {@link #requests()}; older ones are dropped. */
  private static final int KEPT_REQUESTS = 1000;

  private static final int WAIT_SECONDS = 20;

  /** Answers one exchange. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers the exchange before it returns.
     *
     * @throws Exception to fail the exchange
     */
    void handle(Exchange exchange) throws Exception;
  }

  private final Handler handler;
  private final String scheme;
  private final EventLoopGroup loops;
  private final ExecutorService handlers;
  private final List<Channel> listeners = new ArrayList<>();
  private final int port;

  private final Object lock = new Object();
  private final List<ServerConnection> open = new ArrayList<>();
  private final Deque<RecordedRequest> recorded = new ArrayDeque<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final BlockingQueue<RecordedRequest> untaken = new LinkedBlockingQueue<>(KEPT_REQUESTS);
  private int connectionCount;
  private long requestCount;
  private int mostOpen;

  TestServer(TestServerBuilder settings, Handler handler) throws IOException {
    this.handler = handler;
    this.scheme = settings.identity == null ? "http" : "https";
    this.loops =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("test-server", true), NioIoHandler.newFactory());
    this.handlers = Executors.newCachedThreadPool(new DefaultThreadFactory("test-handler", true));
    ServerPipeline pipeline = new ServerPipeline(this, settings);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    pipeline.build(channel, accepted(channel));
                  }
                });
    this.port = bindAll(bootstrap, settings.addresses, settings.port);
  }

  /** A plain HTTP/1.1 server. */
  public static TestServer start(Handler handler) throws IOException {
    return builder().start(handler);
  }

  /** A server with TLS, HTTP/2 or other settings. */
  public static TestServerBuilder builder() {
    return new TestServerBuilder();
  }

  private int bindAll(ServerBootstrap bootstrap, List<String> addresses, int wanted)
      throws IOException {
    // The free port of the first address may be taken on the others: then another is tried.
    for (int attempt = 1; ; attempt++) {
      int chosen = wanted;
      try {
        for (String address : addresses) {
          ChannelFuture bound = bootstrap.bind(new InetSocketAddress(address, chosen));
          complete(bound);
          listeners.add(bound.channel());
          chosen = ((InetSocketAddress) bound.channel().localAddress()).getPort();
        }
        return chosen;
      } catch (IOException e) {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        listeners.clear();
        if (wanted != 0 || attempt == 20 || !(e.getCause() instanceof BindException)) {
          loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
          handlers.shutdown();
          throw e;
        }
      }
    }
  }

  /** The port, the same on all its addresses. */
  public int port() {
    return port;
  }

  /** {@code http://127.0.0.1:PORT} or {@code https://localhost:PORT}. */
  public String origin() {
    return scheme + "://" + (scheme.equals("https") ? "localhost" : "127.0.0.1") + ":" + port;
  }

  /** The URL of a path on this server. */
  public String url(String pathAndQuery) {
    return origin() + pathAndQuery;
  }

  /** The URL of a path with another host name that leads here, such as {@code localhost}. */
  public String url(String host, String pathAndQuery) {
    return scheme + "://" + host + ":" + port + pathAndQuery;
  }

  /** How many connections have been accepted since the start. */
  public int connectionCount() {
    synchronized (lock) {
      return connectionCount;
    }
  }

  /** The most connections that were open at the same time. */
  public int mostOpenConnections() {
    synchronized (lock) {
      return mostOpen;
    }
  }

  /** The connections open now, oldest first. */
  public List<ServerConnection> openConnections() {
    synchronized (lock) {
      return List.copyOf(open);
    }
  }

  /**
   * Waits until exactly this many connections are open.
   *
   * @throws AssertionError when that is not so within 20 s
   */
  public void awaitOpenConnections(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    synchronized (lock) {
      while (open.size() != count) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError(
              "expected " + count + " open connections, there are " + open.size());
        }
        lock.wait(left);
      }
    }
  }

  /** How many requests have begun since the start. */
  public long requestCount() {
    synchronized (lock) {
      return requestCount;
    }
  }

  /** The requests so far in order of arrival, at most the last 1,000. */
  public List<RecordedRequest> requests() {
    synchronized (lock) {
      return List.copyOf(recorded);
    }
  }

  /**
   * The next request that was not yet taken; waits for it. Its handler may not have begun.
   *
   * @throws AssertionError when none arrives within 20 s
   */
  public RecordedRequest takeRequest() throws InterruptedException {
    RecordedRequest request = untaken.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request arrived within " + WAIT_SECONDS + " s");
    }
    Jitter.pause();
    return request;
  }

  /** What handlers threw; a client that went away is not a failure. */
  public List<Throwable> failures() {
    synchronized (lock) {
      return List.copyOf(failures);
    }
  }

  /** Stops accepting new connections; those open stay. New ones are refused by the system. */
  public void stopAccepting() {
    listeners.forEach(listener -> listener.close().awaitUninterruptibly());
  }

  /** Closes the listeners and all connections, and ends the handlers. */
  @Override
  public void close() {
    stopAccepting();
    openConnections().forEach(ServerConnection::close);
    handlers.shutdownNow();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private ServerConnection accepted(Channel channel) {
    ServerConnection connection;
    synchronized (lock) {
      connection = new ServerConnection(++connectionCount, channel);
      open.add(connection);
      mostOpen = Math.max(mostOpen, open.size());
      lock.notifyAll();
    }
    channel
        .closeFuture()
        .addListener(
            done -> {
              synchronized (lock) {
                open.remove(connection);
                lock.notifyAll();
              }
              connection.markClosed();
            });
    return connection;
  }

  void run(Exchange exchange) {
    RecordedRequest request = exchange.request();
    request.connection().requestBegan();
    synchronized (lock) {
      exchange.arrivedAs(++requestCount);
      recorded.addLast(request);
      if (recorded.size() > KEPT_REQUESTS) {
        recorded.removeFirst();
      }
    }
    if (!untaken.offer(request)) {
      untaken.poll();
      untaken.add(request);
    }
    if (!handlers.isShutdown()) {
      handlers.execute(() -> handle(exchange));
    }
  }

  private void handle(Exchange exchange) {
    Jitter.pause();
    try {
      answer(exchange);
    } catch (RejectedExecutionException closed) {
      // The server was closed meanwhile, and its event loop with it.
    }
  }

  private void answer(Exchange exchange) {
    try {
      handler.handle(exchange);
      boolean answered =
          exchange.replied()
              || exchange.leftUnanswered()
              || exchange.connection().closed().isDone();
      if (!answered) {
        throw new IllegalStateException("The handler did not answer " + exchange.request());
      }
    } catch (IOException gone) {
      exchange.connection().close();
    } catch (RejectedExecutionException closed) {
      throw closed;
    } catch (Throwable failure) {
      synchronized (lock) {
        failures.add(failure);
      }
      refuse(exchange, failure);
    }
  }

  private static void refuse(Exchange exchange, Throwable failure) {
    try {
      if (exchange.replied()) {
        exchange.connection().reset();
      } else {
        exchange.respond(500, "The handler failed: " + failure);
      }
    } catch (IOException gone) {
      exchange.connection().close();
    }
  }

  /** Waits for a write or bind; its failure becomes an IOException. */
  static void complete(ChannelFuture future) throws IOException {
    try {
      future.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("server closed").initCause(e);
    }
    if (!future.isSuccess()) {
      Throwable cause = future.cause();
      throw new IOException(cause == null ? "failed" : cause.toString(), cause);
    }
  }
}
