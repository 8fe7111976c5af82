package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.cookie.CookieStore;
import dev.valence.net.http.HeaderList;
import dev.valence.testkit.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cookies on the road; their rules: the tests of the cookie package. */
class RoadCookieTest {
  private RoadClient client = RoadClient.start();

  @AfterEach
  void close() {
    client.close();
    NettyWatch.assertNoLeak();
  }

  private RoadCall get(String url) {
    return client.start(url, r -> r.useCookies(true));
  }

  @Test
  void cookiesComeInAndGoOut() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange
                    .reply(200)
                    .header("Set-Cookie", "a=1")
                    .header("Set-Cookie", "b=2; Path=/deep")
                    .text("" + exchange.header("cookie")))) {
      assertThat(get(server.url("/")).text()).isEqualTo("null");
      assertThat(get(server.url("/")).text()).isEqualTo("a=1");
      assertThat(get(server.url("/deep/er")).text()).isEqualTo("b=2; a=1");
      assertThat(client.get(server.url("/")).text()).as("without cookies").isEqualTo("null");
    }
  }

  @Test
  void theStoresCookiesReplaceAGivenField() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange
                    .reply(200)
                    .header("Set-Cookie", "a=1")
                    .text("" + exchange.header("cookie")))) {
      get(server.url("/")).response();
      assertThat(
              client
                  .start(
                      server.url("/"),
                      r -> r.useCookies(false).headers(HeaderList.of("Cookie", "own=1")))
                  .text())
          .isEqualTo("own=1");
    }
  }

  @Test
  void aCookieOfARedirectIsSentWithTheNextHop() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              if (exchange.path().equals("/login")) {
                exchange
                    .reply(302)
                    .header("Set-Cookie", "session=abc")
                    .header("Location", "/home")
                    .empty();
              } else {
                exchange.respond(200, "" + exchange.header("cookie"));
              }
            })) {
      assertThat(get(server.url("/login")).text()).isEqualTo("session=abc");
    }
  }

  @Test
  void n149_cookiesAreChosenAnewForEachHop() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange -> {
              switch (exchange.path()) {
                case "/set" ->
                    exchange
                        .reply(200)
                        .header("Set-Cookie", "where=" + exchange.header("host").split(":")[0])
                        .empty();
                case "/go" ->
                    exchange
                        .reply(302)
                        .header(
                            "Location",
                            "http://localhost:" + exchange.header("host").split(":")[1] + "/end")
                        .empty();
                default -> exchange.respond(200, "" + exchange.header("cookie"));
              }
            })) {
      get(server.url("/set")).response();
      get(server.url("localhost", "/set")).response();
      assertThat(get(server.url("/go")).text()).isEqualTo("where=localhost");
      server.takeRequest();
      server.takeRequest();
      assertThat(server.takeRequest().header("cookie")).isEqualTo("where=127.0.0.1");
    }
  }

  @Test
  void theFirstRequestWaitsForTheStoreToLoad(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("session.db");
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange
                    .reply(200)
                    .header("Set-Cookie", "kept=1; Max-Age=3600")
                    .text("" + exchange.header("cookie")))) {
      client.close();
      try (CookieStore store = CookieStore.builder().file(file).open()) {
        client = RoadClient.with().cookies(store).start();
        assertThat(get(server.url("/")).text()).isEqualTo("null");
        store.flush().get(20, java.util.concurrent.TimeUnit.SECONDS);
        client.close();
      }
      try (CookieStore store = CookieStore.builder().file(file).open()) {
        client = RoadClient.with().cookies(store).start();
        assertThat(get(server.url("/")).text()).isEqualTo("kept=1");
      }
    }
  }

  @Test
  void aStoreThatDoesNotOpenFailsTheRequest(@TempDir Path folder) throws Exception {
    Path noFolder = Files.createFile(folder.resolve("file")).resolve("session.db");
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "x"));
        CookieStore store = CookieStore.builder().file(noFolder).open()) {
      client.close();
      client = RoadClient.with().cookies(store).start();
      assertThat(get(server.url("/")).failure().detail()).contains("cookie store");
      assertThat(client.get(server.url("/")).text()).isEqualTo("x");
    }
  }
}
