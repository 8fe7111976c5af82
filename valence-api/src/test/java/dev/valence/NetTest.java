package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.TestServer;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetTest {
  private static final int WAIT_SECONDS = 20;

  private final Valence valence = Valence.builder().build();

  @AfterEach
  void close() {
    valence.close();
  }

  @Test
  void n093_n094_onlineIsWhatTheInterfacesSay() throws Exception {
    boolean expected = false;
    for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      expected |= one.isUp() && !one.isLoopback() && one.getInetAddresses().hasMoreElements();
    }
    assertThat(valence.net().isOnline()).isEqualTo(expected);
    assertThat(valence.net().online()).isEqualTo(expected);
  }

  @Test
  void n227_localhostReachesIpv4() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "here"))) {
      assertThat(
              valence
                  .net()
                  .fetch(server.url("localhost", "/"))
                  .get(WAIT_SECONDS, TimeUnit.SECONDS)
                  .status())
          .isEqualTo(200);
    }
  }

  @Test
  void n230_requestAndResponseTypesCannotBeMadeByHand() {
    assertThat(dev.valence.request.ClientRequest.class).isInterface();
    assertThat(dev.valence.request.IncomingMessage.class).isInterface();
  }

  @Test
  void severalValencesLiveSideBySide() throws Exception {
    try (Valence other = Valence.builder().userAgent("other").build();
        TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"))) {
      valence.net().fetch(server.url("/")).get(WAIT_SECONDS, TimeUnit.SECONDS).close();
      other.net().fetch(server.url("/")).get(WAIT_SECONDS, TimeUnit.SECONDS).close();
      assertThat(server.takeRequest().header("user-agent")).contains("Valence/");
      assertThat(server.takeRequest().header("user-agent")).isEqualTo("other");
    }
  }

  @Test
  void eventsRunOnTheGivenExecutorOneAtATime() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (Valence own = Valence.builder().eventExecutor(pool).build()) {
      AtomicInteger inside = new AtomicInteger();
      List<Integer> order = new ArrayList<>();
      CountDownLatch done = new CountDownLatch(2000);
      for (int i = 0; i < 2000; i++) {
        int number = i;
        own.eventThread()
            .execute(
                () -> {
                  assertThat(inside.incrementAndGet()).isEqualTo(1);
                  order.add(number);
                  inside.decrementAndGet();
                  done.countDown();
                });
      }
      assertThat(done.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(order).isSorted().hasSize(2000);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void closingFromWithinAListenerDoesNotDeadlock() throws Exception {
    Valence own = Valence.builder().build();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    own.session()
        .on(
            Sessions.SESSION_CREATED,
            session -> {
              own.close();
              closed.complete(null);
            });
    own.session().defaultSession();
    closed.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }
}
