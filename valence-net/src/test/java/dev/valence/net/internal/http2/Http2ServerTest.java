package dev.valence.net.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.TestBody;
import dev.valence.net.Timeouts;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.HeaderStrings;
import dev.valence.net.internal.exchange.OutgoingRequest;
import dev.valence.net.internal.netlog.NetLog;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.HeaderLines;
import dev.valence.testkit.Reply;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestServer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same connection over a socket, against a server that is Netty's own. */
@Timeout(120)
class Http2ServerTest {
  private static final int MANY = 5_000;
  private static final byte[] CHUNK = new byte[1 << 16];

  private final CompletableFuture<Void> gate = new CompletableFuture<>();
  private EventLoopGroup group;
  private TestServer server;
  private Channel channel;
  private Http2Connection connection;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.builder().http2().maxConcurrentStreams(64).start(this::serve);
    group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    channel =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            // The server speaks first: nothing may be read before there is someone to hear it.
            .option(ChannelOption.AUTO_READ, false)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel opening) {}
                })
            .connect("127.0.0.1", server.port())
            .sync()
            .channel();
    channel
        .eventLoop()
        .submit(
            () -> {
              Http2SessionLog log =
                  new Http2SessionLog(new NetLog().newSource(NetLogSourceType.HTTP2_SESSION));
              connection = Http2Connection.open(channel, new HeaderStrings(), log);
              channel.config().setAutoRead(true);
            })
        .sync();
  }

  @AfterEach
  void stop() throws Exception {
    gate.complete(null);
    channel.close().sync();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    server.close();
    assertThat(server.failures()).isEmpty();
  }

  private void serve(Exchange exchange) throws IOException {
    switch (exchange.path()) {
      case "/echo" -> {
        byte[] body = exchange.body();
        exchange.reply(200).header("x-got", Integer.toString(body.length)).bytes(body);
      }
      case "/interim" -> {
        exchange.informational(103, HeaderLines.of("link", "</a.css>"));
        exchange.reply(200).trailer("x-sum", "1").text("body");
      }
      case "/big" -> {
        Reply reply = exchange.reply(200);
        try (ReplyBody out = reply.fixed(40L << 20)) {
          for (int i = 0; i < 640; i++) {
            out.write(CHUNK, 0, CHUNK.length);
          }
        }
      }
      case "/late-reader" -> {
        exchange.await(gate);
        exchange.respond(200, Integer.toString(exchange.body().length));
      }
      default -> exchange.respond(200, exchange.target());
    }
  }

  @Test
  void thousandsOfRequestsSixtyFourAtATime() throws Exception {
    List<Outcome> all = new ArrayList<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    channel.eventLoop().execute(() -> fill(all, done));
    done.get(100, TimeUnit.SECONDS);
    for (int i = 0; i < MANY; i++) {
      assertThat(all.get(i).told()).isEqualTo("200 | /" + i + " | end");
    }
    assertThat(server.connectionCount()).isEqualTo(1);
  }

  private void fill(List<Outcome> all, CompletableFuture<Void> done) {
    while (all.size() < MANY && connection.isAvailable() && connection.activeExchanges() < 64) {
      Outcome outcome = new Outcome().then(() -> fill(all, done));
      all.add(outcome);
      connection.start(request("GET", "/" + (all.size() - 1), null), outcome);
    }
    if (all.size() == MANY && connection.activeExchanges() == 0) {
      done.complete(null);
    }
  }

  @Test
  void interimResponsesAndTrailersArrive() throws Exception {
    assertThat(run(request("GET", "/interim", null), new Outcome()).told())
        .isEqualTo("103 [link, </a.css>] | 200 | body | end [x-sum, 1]");
  }

  @Test
  void megabytesGoBothWays() throws Exception {
    Outcome got =
        run(request("POST", "/echo", TestBody.of(new byte[8 << 20])), new Outcome().forgetful());
    assertThat(got.head.headers().get("x-got")).isEqualTo(Integer.toString(8 << 20));
    assertThat(got.received).isEqualTo(8 << 20);
  }

  @Test
  void aBigDownloadArrivesWhole() throws Exception {
    Outcome got = run(request("GET", "/big", null), new Outcome().forgetful());
    assertThat(got.received).isEqualTo(40L << 20);
    assertThat(got.told()).isEqualTo("200 | end");
  }

  @Test
  void anUploadDoesNotRunAheadOfASlowServer() throws Exception {
    Outcome got = new Outcome();
    Channel open = channel;
    open.eventLoop()
        .submit(
            () ->
                connection.start(
                    request("POST", "/late-reader", TestBody.of(new byte[32 << 20])), got))
        .sync();
    // An answer to another request shows that the upload had its turn.
    run(request("GET", "/x", null), new Outcome());
    long uploaded = open.eventLoop().submit(() -> got.uploaded).get();
    assertThat(uploaded).isLessThan(4 << 20);
    gate.complete(null);
    assertThat(got.done.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(got.told()).isEqualTo("200 | " + (32 << 20) + " | end");
  }

  private Outcome run(OutgoingRequest request, Outcome outcome) throws Exception {
    channel.eventLoop().execute(() -> connection.start(request, outcome));
    assertThat(outcome.done.await(60, TimeUnit.SECONDS)).isTrue();
    return outcome;
  }

  private OutgoingRequest request(String method, String target, TestBody body) {
    return new OutgoingRequest(
        method,
        "http",
        "127.0.0.1:" + server.port(),
        target,
        HeaderList.of("accept", "*/*"),
        body,
        false,
        Timeouts.DEFAULT);
  }
}
