package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetworkConditions;
import dev.valence.testkit.TestServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkEmulationTest {
  private final Valence valence = Valence.builder().build();
  private final Session session = valence.session().fromPartition("emulated");
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(exchange -> exchange.reply(200).bytes(new byte[20_000]));
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Test
  void anOfflineSessionFailsAndItsNeighbourDoesNot() throws Exception {
    session.enableNetworkEmulation(NetworkConditions.builder().offline(true).build());

    assertThatThrownBy(() -> get(session.fetch(server.url("/"))))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("net::ERR_INTERNET_DISCONNECTED");
    assertThat(get(valence.net().fetch(server.url("/"))).status()).isEqualTo(200);

    session.disableNetworkEmulation();
    assertThat(get(session.fetch(server.url("/"))).status()).isEqualTo(200);
  }

  @Test
  void aSlowLineIsSlow() throws Exception {
    session.enableNetworkEmulation(
        NetworkConditions.builder().latency(50).downloadThroughput(100_000).build());

    long start = System.nanoTime();
    assertThat(get(get(session.fetch(server.url("/"))).bytes())).hasSize(20_000);

    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(170));
  }
}
