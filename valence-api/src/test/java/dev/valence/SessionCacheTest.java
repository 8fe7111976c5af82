package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.clearing.ClearDataOptions;
import dev.valence.clearing.DataType;
import dev.valence.fetch.Request;
import dev.valence.fetch.RequestInit;
import dev.valence.fetch.Response;
import dev.valence.net.http.CacheMode;
import dev.valence.request.ClientRequest;
import dev.valence.request.RequestOptions;
import dev.valence.testkit.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionCacheTest {
  private final Valence valence = Valence.builder().build();
  private final Session session = valence.session().fromPartition("cached");
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        TestServer.start(
            exchange ->
                exchange
                    .reply(200)
                    .header("Cache-Control", "max-age=1000")
                    .header("ETag", "\"1\"")
                    .text("body of " + exchange.path()));
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static String text(CompletableFuture<Response> fetch) throws Exception {
    return get(get(fetch).text());
  }

  private String fetch(Session from, String path) throws Exception {
    return text(from.fetch(server.url(path)));
  }

  private String fetch(CacheMode mode, String path) throws Exception {
    return text(
        session.fetch(Request.of(server.url(path), RequestInit.builder().cache(mode).build())));
  }

  @Test
  void s017_theCacheIsOnUnlessTheOptionsSayOtherwise() throws Exception {
    fetch(session, "/a");
    fetch(session, "/a");
    assertThat(server.requestCount()).isEqualTo(1);

    Session without =
        valence.session().fromPartition("none", SessionOptions.builder().cache(false).build());
    fetch(without, "/a");
    fetch(without, "/a");
    assertThat(server.requestCount()).isEqualTo(3);
    assertThat(get(without.getCacheSize())).isZero();
    get(without.clearCache());
  }

  @Test
  void s025_theSizeIsInBytesAndClearingEmptiesIt() throws Exception {
    assertThat(get(session.getCacheSize())).isZero();

    fetch(session, "/a");
    assertThat(get(session.getCacheSize())).isGreaterThan("body of /a".length());
    assertThat(get(session.listCache()))
        .singleElement()
        .satisfies(entry -> assertThat(entry.url()).isEqualTo(server.url("/a")));

    get(session.clearCache());
    assertThat(get(session.getCacheSize())).isZero();
    fetch(session, "/a");
    assertThat(server.requestCount()).isEqualTo(2);
  }

  @Test
  void sessionsShareNoCache() throws Exception {
    fetch(session, "/a");
    fetch(valence.session().fromPartition("other"), "/a");

    assertThat(server.requestCount()).isEqualTo(2);
  }

  @Test
  void theLimitCanBeChangedWhileItRuns() throws Exception {
    for (int i = 0; i < 20; i++) {
      fetch(session, "/" + i);
    }
    long before = get(session.getCacheSize());

    get(session.setCacheMaxSize(before / 2));

    assertThat(get(session.getCacheSize())).isBetween(1L, before / 2);
    assertThatThrownBy(() -> session.setCacheMaxSize(-1)).hasMessageContaining("-1");
  }

  @Test
  void n266_theModesOfFetch() throws Exception {
    assertThatThrownBy(() -> fetch(CacheMode.ONLY_IF_CACHED, "/a"))
        .hasMessageContaining("net::ERR_CACHE_MISS");
    fetch(CacheMode.NO_STORE, "/a");
    assertThat(get(session.getCacheSize())).isZero();
    fetch(CacheMode.DEFAULT, "/a");
    assertThat(server.requestCount()).isEqualTo(2);

    assertThat(fetch(CacheMode.ONLY_IF_CACHED, "/a")).isEqualTo("body of /a");
    fetch(CacheMode.FORCE_CACHE, "/a");
    assertThat(server.requestCount()).isEqualTo(2);

    fetch(CacheMode.RELOAD, "/a");
    assertThat(server.requestCount()).isEqualTo(3);
    fetch(CacheMode.NO_CACHE, "/a");
    assertThat(server.requestCount()).isEqualTo(4);
    for (int i = 0; i < 3; i++) {
      assertThat(server.takeRequest().header("if-none-match")).isNull();
    }
    assertThat(server.takeRequest().header("if-none-match")).isEqualTo("\"1\"");
  }

  @Test
  void n266_theModesOfARequest() throws Exception {
    fetch(session, "/a");

    assertThat(statusOf("only-if-cached", "/a")).isEqualTo("200");
    assertThat(statusOf("only-if-cached", "/b")).isEqualTo("net::ERR_CACHE_MISS");
    assertThat(server.requestCount()).isEqualTo(1);
    assertThat(statusOf("reload", "/a")).isEqualTo("200");
    assertThat(server.requestCount()).isEqualTo(2);
  }

  private String statusOf(String cache, String path) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    ClientRequest request =
        valence
            .net()
            .request(
                RequestOptions.builder()
                    .url(server.url(path))
                    .session(session)
                    .cache(CacheMode.ofWireName(cache))
                    .build());
    request.on(
        ClientRequest.RESPONSE, message -> answer.complete(String.valueOf(message.statusCode())));
    request.on(ClientRequest.ERROR, error -> answer.complete(error.getMessage()));
    request.end();
    return get(answer);
  }

  @Test
  void s102_clearDataTakesTheCacheOfAnOrigin() throws Exception {
    fetch(session, "/a");
    try (TestServer other =
        TestServer.start(
            exchange -> exchange.reply(200).header("Cache-Control", "max-age=9").text("x"))) {
      text(session.fetch(other.url("/")));

      get(
          session.clearData(
              ClearDataOptions.builder()
                  .dataTypes(List.of(DataType.CACHE))
                  .origins(List.of(server.origin()))
                  .build()));

      assertThat(get(session.listCache()))
          .singleElement()
          .satisfies(entry -> assertThat(entry.url()).isEqualTo(other.url("/")));
    }
    get(session.clearData());
    assertThat(get(session.listCache())).isEmpty();
  }

  @Test
  void aPersistentSessionFindsItsCacheAgain(@TempDir Path folder) throws Exception {
    try (Valence first = Valence.builder().userData(folder).build()) {
      fetch(first.session().defaultSession(), "/a");
    }
    try (Valence second = Valence.builder().userData(folder).build()) {
      assertThat(fetch(second.session().defaultSession(), "/a")).isEqualTo("body of /a");
    }
    assertThat(server.requestCount()).isEqualTo(1);
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder.resolve("Cache"))) {
      all.filter(Files::isRegularFile).forEach(files::add);
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }
}
