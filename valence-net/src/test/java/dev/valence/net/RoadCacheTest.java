package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.cookie.CookieStore;
import dev.valence.net.http.CacheMode;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.TestServer;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cache answers, and what it asks. */
class RoadCacheTest {
  private static final Consumer<NetworkRequest.Builder> PLAIN = request -> {};

  private final AtomicLong ahead = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final RoadClient client =
      RoadClient.with()
          .cacheStore(loop -> new TestCacheStore())
          .clock(() -> Instant.ofEpochMilli(System.currentTimeMillis() + ahead.get()))
          .start();

  @AfterEach
  void close() {
    client.close();
    NettyWatch.assertNoLeak();
  }

  /** Serves one resource under a version, fresh for a minute. */
  private TestServer server(String version) throws Exception {
    return TestServer.start(exchange -> resource(exchange, version));
  }

  private void resource(Exchange exchange, String version) throws Exception {
    asked.incrementAndGet();
    if (("\"" + version + "\"").equals(exchange.header("if-none-match"))) {
      exchange
          .reply(304)
          .header("Cache-Control", "max-age=60")
          .header("ETag", "\"" + version + "\"")
          .empty();
    } else {
      exchange
          .reply(200)
          .header("Cache-Control", "max-age=60")
          .header("ETag", "\"" + version + "\"")
          .text("body of " + version);
    }
  }

  private static Consumer<NetworkRequest.Builder> mode(CacheMode mode) {
    return request -> request.cacheMode(mode);
  }

  private static Consumer<NetworkRequest.Builder> field(String name, String value) {
    return request -> request.headers(HeaderList.of(name, value));
  }

  private RoadCall ask(TestServer server, Consumer<NetworkRequest.Builder> settings) {
    RoadCall call = client.start(server.url("/"), settings);
    call.response();
    return call;
  }

  @Test
  void freshIsServedWithoutTheServerAndStaleIsConfirmed() throws Exception {
    try (TestServer server = server("a")) {
      assertThat(ask(server, PLAIN).head().source()).isEqualTo(ResponseSource.NETWORK);

      RoadCall hit = ask(server, PLAIN);
      assertThat(hit.head().source()).isEqualTo(ResponseSource.CACHE);
      assertThat(hit.text()).isEqualTo("body of a");
      assertThat(hit.head().headers().get("age")).isEqualTo("0");
      assertThat(asked).hasValue(1);

      ahead.addAndGet(61_000);
      RoadCall confirmed = ask(server, PLAIN);
      assertThat(confirmed.head().source()).isEqualTo(ResponseSource.REVALIDATED);
      assertThat(confirmed.head().status()).isEqualTo(200);
      assertThat(confirmed.text()).isEqualTo("body of a");
      assertThat(asked).hasValue(2);
      assertThat(ask(server, PLAIN).head().source()).isEqualTo(ResponseSource.CACHE);
      assertThat(server.connectionCount()).as("a 304 leaves the connection usable").isEqualTo(1);
    }
  }

  @Test
  void n266_cacheModes() throws Exception {
    try (TestServer server = server("a")) {
      assertThat(client.start(server.url("/"), mode(CacheMode.ONLY_IF_CACHED)).error())
          .isEqualTo(NetError.CACHE_MISS);
      assertThat(asked).hasValue(0);

      ask(server, mode(CacheMode.NO_STORE));
      assertThat(server.takeRequest().header("cache-control")).isEqualTo("no-cache");
      ask(server, mode(CacheMode.DEFAULT));
      assertThat(asked).as("no-store stored nothing").hasValue(2);
      assertThat(server.takeRequest().header("cache-control")).isNull();

      RoadCall checked = ask(server, mode(CacheMode.NO_CACHE));
      assertThat(checked.head().source()).isEqualTo(ResponseSource.REVALIDATED);
      assertThat(server.takeRequest().header("cache-control")).isEqualTo("max-age=0");

      assertThat(ask(server, mode(CacheMode.RELOAD)).head().source())
          .isEqualTo(ResponseSource.NETWORK);
      assertThat(server.takeRequest().header("if-none-match")).isNull();

      ahead.addAndGet(3_600_000);
      for (CacheMode any : new CacheMode[] {CacheMode.FORCE_CACHE, CacheMode.ONLY_IF_CACHED}) {
        assertThat(ask(server, mode(any)).head().source()).isEqualTo(ResponseSource.CACHE);
      }
      assertThat(asked).hasValue(4);
    }
  }

  @Test
  void rangesAreServedFromTheWhole() throws Exception {
    try (TestServer server = server("a")) {
      ask(server, PLAIN);

      RoadCall part = ask(server, field("Range", "bytes=5-6"));
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.text()).isEqualTo("of");
      assertThat(part.head().headers().get("content-range")).isEqualTo("bytes 5-6/9");
      assertThat(part.head().headers().get("content-length")).isEqualTo("2");
      RoadCall outside = ask(server, field("Range", "bytes=9-"));
      assertThat(outside.status()).isEqualTo(416);
      assertThat(outside.head().headers().get("content-range")).isEqualTo("bytes */9");
      RoadCall other =
          ask(
              server,
              request -> request.headers(HeaderList.of("Range", "bytes=0-1", "If-Range", "\"b\"")));
      assertThat(other.status()).isEqualTo(200);
      assertThat(other.text()).isEqualTo("body of a");
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void theAskersOwnConditionGoesThroughAndItsAnswerComesBack() throws Exception {
    try (TestServer server = server("a")) {
      ask(server, PLAIN);
      ahead.addAndGet(61_000);

      assertThat(ask(server, field("If-None-Match", "\"a\"")).status()).isEqualTo(304);
      assertThat(asked).hasValue(2);
      assertThat(ask(server, PLAIN).head().source())
          .as("the 304 has refreshed what is stored")
          .isEqualTo(ResponseSource.CACHE);
    }
  }

  @Test
  void headIsAnsweredByAStoredGet() throws Exception {
    try (TestServer server = server("a")) {
      ask(server, PLAIN);
      RoadCall head = ask(server, request -> request.method("HEAD"));
      assertThat(head.head().headers().get("content-length")).isEqualTo("9");
      assertThat(head.text()).isEmpty();
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void aChangeTakesTheStoredResponseAway() throws Exception {
    try (TestServer server = server("a")) {
      ask(server, PLAIN);
      ask(server, request -> request.method("PATCH").body(TestBody.of("x")));
      ask(server, PLAIN);
      assertThat(asked).hasValue(3);
    }
  }

  @Test
  void pagesOfDifferentSitesShareNothing() throws Exception {
    Consumer<NetworkRequest.Builder> ofA =
        request -> request.initiator(Origin.of(Url.parse("https://a.example")));
    Consumer<NetworkRequest.Builder> ofB =
        request -> request.initiator(Origin.of(Url.parse("https://b.example")));
    try (TestServer server = server("a")) {
      ask(server, ofA);
      ask(server, ofB);
      ask(server, PLAIN);
      assertThat(asked).hasValue(3);
      assertThat(ask(server, ofA).head().isFromCache()).isTrue();
    }
  }

  @Test
  void cookiesOfAStoredResponseAreSetOnce() throws Exception {
    CookieStore jar = CookieStore.inMemory();
    try (RoadClient own =
            RoadClient.with().cookies(jar).cacheStore(loop -> new TestCacheStore()).start();
        TestServer server =
            TestServer.start(
                exchange ->
                    exchange
                        .reply(200)
                        .header("Cache-Control", "max-age=60")
                        .header("Set-Cookie", "n=" + asked.incrementAndGet())
                        .text("x"))) {
      Consumer<NetworkRequest.Builder> withCookies = request -> request.useCookies(true);
      own.start(server.url("/"), withCookies).response();
      RoadCall hit = own.start(server.url("/"), withCookies);
      hit.response();
      assertThat(hit.head().isFromCache()).isTrue();
      assertThat(hit.head().headers().contains("set-cookie")).isFalse();
      assertThat(asked).hasValue(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "ws"})
  void theHandshakeOfAWebSocketPassesTheCacheBy(String scheme) throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              asked.incrementAndGet();
              if (exchange.number() == 1) {
                exchange.await(gate);
              }
              exchange.reply(200).header("Cache-Control", "max-age=60").text("kept");
            })) {
      String socket = server.url("/").replace("http:", "ws:");
      RoadCall filling = client.get(server.url("/").replace("http:", scheme + ":"));
      server.takeRequest();
      // Another GET of a page would wait for the first one's head, and then be served by it.
      RoadCall handshake = client.get(socket);
      assertThat(handshake.text()).isEqualTo("kept");
      assertThat(handshake.head().source()).isEqualTo(ResponseSource.NETWORK);
      assertThat(filling.isOver()).isFalse();
      gate.complete(null);
      assertThat(filling.text()).isEqualTo("kept");

      RoadCall late = client.get(socket);
      assertThat(late.text()).isEqualTo("kept");
      assertThat(late.head().source()).as("though it is stored").isEqualTo(ResponseSource.NETWORK);
      assertThat(asked).hasValue(3);
    }
  }

  @Test
  void redirectsAreStored() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              asked.incrementAndGet();
              if (exchange.path().equals("/")) {
                exchange.reply(301).header("Location", "/there").text("moved");
              } else {
                exchange.reply(200).header("Cache-Control", "max-age=9").text("there");
              }
            })) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("there");
      client.settle();
      RoadCall again = client.get(server.url("/"));
      assertThat(again.text()).isEqualTo("there");
      assertThat(again.urls()).hasSize(2);
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void staleWhileRevalidateIsServedAtOnceAndCheckedOnce() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange
                    .reply(200)
                    .header("Cache-Control", "max-age=10, stale-while-revalidate=100")
                    .text("answer " + asked.incrementAndGet()))) {
      assertThat(ask(server, PLAIN).text()).isEqualTo("answer 1");
      server.takeRequest();
      ahead.addAndGet(20_000);

      RoadCall first = client.start(server.url("/"), PLAIN, new RoadCall());
      assertThat(first.text()).isEqualTo("answer 1");
      assertThat(first.head().source()).isEqualTo(ResponseSource.CACHE);
      server.takeRequest();
      RoadCall later = ask(server, PLAIN);
      while (later.text().equals("answer 1")) {
        later = ask(server, PLAIN);
      }
      assertThat(later.text()).isEqualTo("answer 2");
      assertThat(later.head().source()).isEqualTo(ResponseSource.CACHE);
      assertThat(asked).hasValue(2);
    }
  }
}
