package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.http.CacheMode;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.cache.store.MemoryCacheStore;
import dev.valence.net.url.Url;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.Reply;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hits that are answered on the thread that asks: never another answer than the road's. */
class RoadReadyTest {
  private static final Consumer<NetworkRequest.Builder> PLAIN = request -> {};

  private final AtomicLong ahead = new AtomicLong();
  private final InstantSource clock =
      () -> Instant.ofEpochMilli(System.currentTimeMillis() + ahead.get());
  private final AtomicInteger asked = new AtomicInteger();
  private volatile byte[] body = "a body".getBytes(StandardCharsets.UTF_8);
  private volatile HeaderList fields =
      HeaderList.of("Cache-Control", "max-age=60", "ETag", "\"1\"");
  private final RoadClient client =
      RoadClient.with()
          .cacheStore(loop -> new MemoryCacheStore(loop, clock, 10 << 20))
          .clock(clock)
          .hostRules("MAP *.test 127.0.0.1")
          .start();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(this::answer);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    NettyWatch.assertNoLeak();
  }

  private void answer(Exchange exchange) throws Exception {
    asked.incrementAndGet();
    Reply reply = exchange.reply(exchange.header("if-none-match") == null ? 200 : 304);
    fields.forEachField(reply::header);
    if (exchange.header("if-none-match") == null) {
      reply.bytes(body);
    } else {
      reply.empty();
    }
  }

  private StoredAnswer atOnce(String url, Consumer<NetworkRequest.Builder> settings) {
    NetworkRequest.Builder request = NetworkRequest.builder(Url.parse(url));
    settings.accept(request);
    return client.context().answerAtOnce(request.build());
  }

  private StoredAnswer atOnce() {
    return atOnce(server.url("/"), PLAIN);
  }

  private ResponseSource onTheRoad(Consumer<NetworkRequest.Builder> settings) {
    RoadCall call = client.start(server.url("/"), settings);
    call.response();
    call.text();
    return call.head().source();
  }

  /** Stores the resource and has it answer once more: from then on it is ready. */
  private void makeReady() {
    onTheRoad(PLAIN);
    assertThat(atOnce()).as("a first hit goes the road").isNull();
    assertThat(onTheRoad(PLAIN)).isEqualTo(ResponseSource.CACHE);
    assertThat(atOnce()).isNotNull();
  }

  @Test
  void theAnswerIsTheRoadsAndTheTakersOwn() {
    makeReady();
    ahead.addAndGet(7_000);
    RoadCall road = client.get(server.url("/"));
    road.response();

    StoredAnswer answer = atOnce();
    assertThat(answer.head()).isEqualTo(road.head());
    assertThat(answer.head().headers().get("age")).isEqualTo("7");
    assertThat(answer.body()).isEqualTo(body);
    answer.body()[0] ^= 1;
    assertThat(atOnce().body()).as("what a taker does to its bytes is its own").isEqualTo(body);
    assertThat(atOnce(server.url("/#part"), PLAIN)).isNotNull();
    assertThat(asked).hasValue(1);
  }

  @Test
  void aBodyOfSeveralPiecesIsWhole() {
    body = new byte[900_000];
    new Random(1).nextBytes(body);
    makeReady();

    assertThat(atOnce().body()).isEqualTo(body);
    RoadCall road = client.get(server.url("/"));
    assertThat(road.bytes()).isEqualTo(body);
  }

  @Test
  void bodiesOfMoreThanAMegabyteFlow() {
    body = new byte[(1 << 20) + 1];
    onTheRoad(PLAIN);
    assertThat(onTheRoad(PLAIN)).isEqualTo(ResponseSource.CACHE);

    assertThat(atOnce()).isNull();
  }

  @Test
  void whatIsStaleIsAskedFor() {
    makeReady();
    ahead.addAndGet(59_000);
    assertThat(atOnce()).isNotNull();
    ahead.addAndGet(2_000);

    assertThat(atOnce()).isNull();
    fields = HeaderList.of("Cache-Control", "max-age=100", "X-New", "yes");
    assertThat(onTheRoad(PLAIN)).isEqualTo(ResponseSource.REVALIDATED);
    assertThat(onTheRoad(PLAIN)).isEqualTo(ResponseSource.CACHE);
    assertThat(atOnce().head().headers().get("x-new")).isEqualTo("yes");
  }

  @Test
  void aClockThatWasSetBackIsNotTrusted() {
    makeReady();
    ahead.addAndGet(-3_600_000);

    assertThat(atOnce()).isNull();
  }

  @Test
  void requestsThatSayMoreGoTheRoad() {
    makeReady();

    for (String field :
        new String[] {
          "Cache-Control: no-cache",
          "Pragma: no-cache",
          "Range: bytes=0-1",
          "If-None-Match: \"1\"",
          "If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT",
          "If-Match: \"1\"",
          "If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT",
          "If-Range: \"1\"",
          "Referer: https://other.test/"
        }) {
      String[] parts = field.split(": ", 2);
      HeaderList given = HeaderList.of(parts[0], parts[1]);
      assertThat(atOnce(server.url("/"), request -> request.headers(given))).as(field).isNull();
    }
    for (CacheMode mode : CacheMode.values()) {
      assertThat(atOnce(server.url("/"), request -> request.cacheMode(mode)) != null)
          .as(mode.toString())
          .isEqualTo(mode == CacheMode.DEFAULT);
    }
    assertThat(atOnce(server.url("/"), request -> request.method("HEAD"))).isNull();
    assertThat(atOnce(server.url("/"), request -> request.method("POST"))).isNull();
    assertThat(atOnce(server.url("/"), request -> request.body(TestBody.of("x")))).isNull();
    HeaderList harmless = HeaderList.of("Accept-Language", "de", "X-Own", "1");
    assertThat(atOnce(server.url("/"), request -> request.headers(harmless))).isNotNull();
  }

  @Test
  void responsesThatNeedTheRoadAreNeverReady() {
    for (HeaderList needy :
        new HeaderList[] {
          HeaderList.of("Cache-Control", "max-age=60", "Vary", "Accept-Language"),
          HeaderList.of("Cache-Control", "max-age=60, no-cache=\"x-secret\"", "ETag", "\"1\""),
          HeaderList.of("Cache-Control", "no-cache", "ETag", "\"1\""),
          HeaderList.of("Cache-Control", "max-age=0, stale-while-revalidate=100", "ETag", "\"1\"")
        }) {
      fields = needy;
      onTheRoad(PLAIN);
      onTheRoad(PLAIN);
      assertThat(atOnce()).as(needy.toString()).isNull();
      client.context().cache().clear().join();
    }
  }

  @Test
  void anUnsafeMethodTakesItAway() {
    makeReady();
    onTheRoad(request -> request.method("POST").body(TestBody.of("x")));

    assertThat(atOnce()).isNull();
  }

  @Test
  void aNewerResponseTakesItsPlace() {
    makeReady();
    body = new byte[] {'b'};
    onTheRoad(request -> request.cacheMode(CacheMode.RELOAD));
    assertThat(atOnce()).isNull();

    assertThat(onTheRoad(PLAIN)).isEqualTo(ResponseSource.CACHE);
    assertThat(atOnce().body()).isEqualTo(body);
  }

  @Test
  void whoClearsNeedNotWait() throws Exception {
    makeReady();
    var cleared = client.context().cache().clear();
    assertThat(atOnce()).as("asked after the clearing").isNull();

    cleared.get(20, TimeUnit.SECONDS);
    assertThat(onTheRoad(PLAIN)).isEqualTo(ResponseSource.NETWORK);
  }

  @Test
  void whoWatchesTheRoadSeesEveryRequest() {
    makeReady();
    assertThat(atOnce(server.url("/"), request -> request.observer(new RequestObserver() {})))
        .isNull();

    client.context().observeRequests(request -> null);
    assertThat(atOnce()).isNull();
    client.context().observeRequests(null);
    assertThat(atOnce()).isNotNull();
  }

  @Test
  void pagesOfOtherSitesDoNotSeeIt() {
    makeReady();
    var other = Url.parse("https://other.test/").origin();

    assertThat(atOnce(server.url("/"), request -> request.initiator(other))).isNull();
  }

  @Test
  void anEndedNetworkAnswersNothing() {
    makeReady();
    client.context().close().join();

    assertThat(atOnce()).isNull();
  }

  @Test
  void whatIsTakenIsNotEvicted() {
    body = new byte[1 << 20];
    makeReady();
    for (int i = 0; i < 30; i++) {
      assertThat(atOnce()).as("after %d others", i).isNotNull();
      RoadCall other = client.get(server.url("/other/" + i));
      other.response();
      other.text();
    }
    assertThat(client.context().cache().size().join()).isLessThanOrEqualTo(10L << 20);
  }

  @Test
  void plainHttpIsReadyOnlyUntilItsHostAsksForTls() throws Exception {
    try (TestServer secure =
        TestServer.builder()
            .tls(TestAuthority.shared().issue("a.test"))
            .start(
                exchange ->
                    exchange
                        .reply(200)
                        .header("Strict-Transport-Security", "max-age=1000")
                        .text("x"))) {
      String plain = "http://a.test:" + server.port() + "/";
      client.get(plain).text();
      client.get(plain).text();
      assertThat(atOnce(plain, PLAIN)).isNotNull();

      client.get(secure.url("a.test", "/")).text();
      assertThat(atOnce(plain, PLAIN)).isNull();
    }
  }
}
