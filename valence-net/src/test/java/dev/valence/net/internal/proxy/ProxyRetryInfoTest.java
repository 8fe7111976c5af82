package dev.valence.net.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.proxy.ProxyList;
import dev.valence.net.proxy.ProxyServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProxyRetryInfoTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
  private final ProxyRetryInfo retryInfo = new ProxyRetryInfo(now::get);
  private final ProxyServer a = ProxyServer.parse("a");
  private final ProxyServer b = ProxyServer.parse("b");
  private final ProxyServer c = ProxyServer.parse("c");

  @Test
  void badProxiesAreTriedLastForFiveMinutes() {
    ProxyList list = ProxyList.of(a, b, c, ProxyServer.DIRECT);
    retryInfo.markBad(b, NetError.PROXY_CONNECTION_FAILED);
    retryInfo.markBad(a, NetError.TUNNEL_CONNECTION_FAILED);

    assertThat(retryInfo.deprioritize(list).servers()).containsExactly(c, ProxyServer.DIRECT, a, b);

    now.addAndGet(Duration.ofMinutes(5).toNanos());
    assertThat(retryInfo.isBad(a)).isTrue();
    now.addAndGet(1);
    assertThat(retryInfo.isBad(a)).isFalse();
    assertThat(retryInfo.deprioritize(list)).isEqualTo(list);
    assertThat(retryInfo.entries()).isEmpty();
  }

  @Test
  void anotherFailureBeginsAnew() {
    retryInfo.markBad(a, NetError.PROXY_CONNECTION_FAILED);
    now.addAndGet(Duration.ofMinutes(4).toNanos());
    retryInfo.markBad(a, NetError.TUNNEL_CONNECTION_FAILED);
    now.addAndGet(Duration.ofMinutes(4).toNanos());

    assertThat(retryInfo.entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.error()).isEqualTo(NetError.TUNNEL_CONNECTION_FAILED);
              assertThat(retryInfo.secondsLeft(entry)).isEqualTo(60);
            });
  }

  @Test
  void directIsNeverBadAndASingleProxyStays() {
    retryInfo.markBad(ProxyServer.DIRECT, NetError.FAILED);
    retryInfo.markBad(a, NetError.FAILED);

    assertThat(retryInfo.isBad(ProxyServer.DIRECT)).isFalse();
    assertThat(retryInfo.deprioritize(ProxyList.of(a))).isEqualTo(ProxyList.of(a));
    assertThat(retryInfo.deprioritize(ProxyList.DIRECT)).isSameAs(ProxyList.DIRECT);
    retryInfo.clear();
    assertThat(retryInfo.isBad(a)).isFalse();
  }

  @Test
  void rememberingIsBounded() {
    for (int i = 0; i < ProxyRetryInfo.MOST + 50; i++) {
      retryInfo.markBad(ProxyServer.parse("p" + i), NetError.FAILED);
    }

    assertThat(retryInfo.entries()).hasSize(ProxyRetryInfo.MOST);
    assertThat(retryInfo.isBad(ProxyServer.parse("p0"))).isFalse();
    assertThat(retryInfo.isBad(ProxyServer.parse("p1049"))).isTrue();
  }
}
