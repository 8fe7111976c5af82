package dev.valence.net.internal.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.Timeouts;
import dev.valence.net.internal.exchange.HeaderStrings;
import dev.valence.net.internal.http1.Http1Connection;
import dev.valence.net.internal.netlog.NetLog;
import dev.valence.net.internal.netlog.NetLogSourceType;
import dev.valence.net.internal.tunnel.TunnelLogin.Verdict;
import dev.valence.net.proxy.ProxyServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Logins at a proxy on the way to a tunnel: same connection, new connection, none. */
class HttpTunnelTest implements Tunnel.Outcome, TunnelLogin {
  private static final String CONTENT = "Content-Length: 4\r\n\r\nevil";
  private static final String CHALLENGE =
      "HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"office\"\r\n";
  private static final String OPENED = "HTTP/1.1 200 OK\r\n\r\n";

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Http1Connection connection = new Http1Connection(channel, new HeaderStrings());
  private final List<String> events = new ArrayList<>();
  private final List<Integer> challenges = new ArrayList<>();
  private NetException failure;
  private Consumer<Verdict> pending;
  private Verdict verdict = Verdict.REPEAT;
  private String authorization;
  private boolean someone = true;
  private final HttpTunnel tunnel =
      new HttpTunnel(
          connection,
          ProxyServer.parse("proxy.example:3128"),
          "host.example:443",
          "Agent/1",
          Timeouts.DEFAULT,
          new NetLog().newSource(NetLogSourceType.HTTP_PROXY_CONNECT_JOB),
          this);

  HttpTunnelTest() {
    channel.pipeline().addLast(connection);
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Override
  public void onOpen() {
    events.add("open");
  }

  @Override
  public void onReconnect() {
    events.add("reconnect");
  }

  @Override
  public void onFailed(NetException error, Leg leg) {
    failure = error;
    events.add("failed " + leg);
  }

  @Override
  public TunnelLogin login() {
    return someone ? this : null;
  }

  @Override
  public void authorization(String method, String target, Consumer<String> answer) {
    assertThat(method + " " + target).isEqualTo("CONNECT host.example:443");
    answer.accept(authorization);
  }

  @Override
  public void challenged(ResponseHead head, Consumer<Verdict> answer) {
    challenges.add(head.status());
    authorization = "Basic round" + challenges.size();
    if (verdict == null) {
      pending = answer;
    } else {
      answer.accept(verdict);
    }
  }

  @Override
  public void onNewConnection() {
    events.add("new connection");
  }

  @Override
  public void cancel() {
    events.add("login cancelled");
  }

  private String sent() {
    StringBuilder all = new StringBuilder();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      all.append(out.toString(StandardCharsets.ISO_8859_1));
      out.release();
    }
    return all.toString();
  }

  private void answer(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }

  @Test
  void aChallengeIsAnsweredOnTheSameConnection() {
    tunnel.open();
    assertThat(sent()).startsWith("CONNECT host.example:443 HTTP/1.1\r\n").doesNotContain("Basic");
    answer(CHALLENGE + CONTENT);
    assertThat(sent()).contains("\r\nProxy-Authorization: Basic round1\r\n");
    answer(OPENED);
    assertThat(events).containsExactly("open");
    assertThat(channel.isOpen()).isTrue();
    assertThat(channel.pipeline().get(Http1Connection.class)).isNull();
    assertThat(channel.config().isAutoRead()).isFalse();
  }

  @Test
  void theBodyOfARefusalIsReadBeforeTheNextTry() {
    tunnel.open();
    sent();
    answer(CHALLENGE + "Content-Length: 4\r\n\r\nev");
    assertThat(sent()).isEmpty();
    answer("il");
    assertThat(sent()).contains("Basic round1");
  }

  @Test
  void aLateVerdictIsWaitedFor() {
    verdict = null;
    tunnel.open();
    answer(CHALLENGE + CONTENT);
    sent();
    assertThat(tunnel.awaits(this)).isTrue();
    pending.accept(Verdict.REPEAT);
    assertThat(tunnel.awaits(this)).isFalse();
    assertThat(sent()).contains("Basic round1");
  }

  @Test
  void aConnectionThatClosesIsReplaced() {
    tunnel.open();
    answer(CHALLENGE + "Connection: close\r\n" + CONTENT);
    assertThat(events).containsExactly("new connection", "reconnect");
  }

  @Test
  void aConnectionThatIsGoneWhenTheVerdictComesIsReplaced() {
    verdict = null;
    tunnel.open();
    answer(CHALLENGE + CONTENT);
    channel.close();
    pending.accept(Verdict.REPEAT);
    assertThat(events).containsExactly("new connection", "reconnect");
  }

  @Test
  void anEndlessRefusalIsNotReadToItsEnd() {
    tunnel.open();
    answer(CHALLENGE + "Content-Length: 1000000\r\n\r\n");
    String piece = "x".repeat(8 * 1024);
    for (int i = 0; i <= HttpTunnel.MOST_DRAINED_BYTES / piece.length() && events.isEmpty(); i++) {
      answer(piece);
    }
    assertThat(events).containsExactly("new connection", "reconnect");
  }

  @Test
  void whoDeclinesGetsNoTunnel() {
    verdict = Verdict.DECLINED;
    tunnel.open();
    answer(CHALLENGE + CONTENT);
    assertThat(events).containsExactly("failed ROUTE");
    assertThat(failure.error()).isEqualTo(NetError.TUNNEL_CONNECTION_FAILED);
    assertThat(failure.detail()).contains("Basic realm=\"office\"").doesNotContain("round");
  }

  @Test
  void aProxyThatIsNeverContentIsGivenUp() {
    tunnel.open();
    for (int i = 0; i <= HttpTunnel.MOST_ROUNDS; i++) {
      assertThat(events).isEmpty();
      answer(CHALLENGE + CONTENT);
    }
    assertThat(events).containsExactly("failed ROUTE");
    assertThat(challenges).hasSize(HttpTunnel.MOST_ROUNDS);
  }

  @Test
  void nobodyIsThereToLogIn() {
    someone = false;
    tunnel.open();
    answer(CHALLENGE + CONTENT);
    assertThat(events).containsExactly("failed ROUTE");
  }

  @Test
  void cancellingEndsTheQuestion() {
    verdict = null;
    tunnel.open();
    answer(CHALLENGE + CONTENT);
    sent();
    tunnel.cancel();
    assertThat(events).containsExactly("login cancelled");
    pending.accept(Verdict.REPEAT);
    assertThat(sent()).isEmpty();
    assertThat(events).hasSize(1);
  }
}
