package dev.valence.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.net.NetError;
import dev.valence.net.http.CacheMode;
import dev.valence.net.http.Credentials;
import dev.valence.net.http.RequestPriority;
import dev.valence.net.url.InvalidUrlException;
import dev.valence.testkit.RecordedRequest;
import dev.valence.testkit.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestOptionsTest {
  private final Valence valence = Valence.builder().build();

  @AfterEach
  void close() {
    valence.close();
  }

  @Test
  void n075_theUrlIsMadeOfItsParts() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, ""))) {
      RequestProbe probe =
          RequestProbe.of(
              valence
                  .net()
                  .request(
                      RequestOptions.builder()
                          .hostname("127.0.0.1")
                          .port(server.port())
                          .header("Some-Header", "Value")
                          .build()));
      probe.request().end();
      assertThat(probe.response().statusCode()).isEqualTo(200);
      RecordedRequest seen = server.takeRequest();
      assertThat(seen.method()).isEqualTo("GET");
      assertThat(seen.target()).isEqualTo("/");
      assertThat(seen.header("some-header")).isEqualTo("Value");
    }
  }

  @Test
  void partsMakeUrls() {
    assertThat(RequestOptions.builder().build().url().href()).isEqualTo("http://localhost/");
    assertThat(
            RequestOptions.builder()
                .protocol("https:")
                .host("example.com:8443")
                .hostname("ignored")
                .path("/a/../b?c=d#e")
                .build()
                .url()
                .href())
        .isEqualTo("https://example.com:8443/b?c=d#e");
    assertThat(RequestOptions.builder().hostname("::1").port(81).build().url().href())
        .isEqualTo("http://[::1]:81/");
    assertThat(RequestOptions.builder().path("//other.example/x").build().url().host())
        .isEqualTo("localhost");
    assertThatThrownBy(() -> RequestOptions.builder().path("/a b"))
        .hasMessage("Request path contains unescaped characters");
    assertThatThrownBy(() -> RequestOptions.builder().port(70000)).hasMessageContaining("70000");
  }

  @Test
  void n165_s013_theSessionMustBeOne() {
    assertThatThrownBy(() -> RequestOptions.builder().session(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`session` should be an instance of the Session class");
    try (Valence other = Valence.builder().build()) {
      Session foreign = other.session().defaultSession();
      assertThatThrownBy(
              () ->
                  valence
                      .net()
                      .request(RequestOptions.builder().url("http://a/").session(foreign).build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another Valence");
    }
  }

  @Test
  void n166_s014_thePartitionMustBeText() {
    assertThatThrownBy(() -> RequestOptions.builder().partition(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`partition` should be a string");
  }

  @Test
  void n249_theUrlMustBeAbsolute() {
    assertThatThrownBy(() -> valence.net().request("/path"))
        .isInstanceOf(InvalidUrlException.class)
        .hasMessageContaining("/path");
  }

  @Test
  void n251_theSessionWinsOverThePartition() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, ""))) {
      Session one = valence.session().fromPartition("one");
      one.setUserAgent("agent one");
      valence.session().fromPartition("two").setUserAgent("agent two");
      for (RequestOptions.Builder options :
          new RequestOptions.Builder[] {
            RequestOptions.builder().session(one).partition("two"),
            RequestOptions.builder().partition("one")
          }) {
        RequestProbe probe =
            RequestProbe.of(valence.net().request(options.url(server.url("/")).build()));
        probe.request().end();
        probe.response();
        assertThat(server.takeRequest().header("user-agent")).isEqualTo("agent one");
      }
    }
  }

  @Test
  void n259_onlyHttpAndHttps() {
    assertThat(RequestOptions.builder().protocol("https:").build().url().scheme())
        .isEqualTo("https");
    assertThatThrownBy(() -> RequestOptions.builder().protocol("ftp:").build())
        .hasMessage("ClientRequest only supports http: and https: protocols");
  }

  @Test
  void sameOriginNeedsAnOrigin() {
    assertThatThrownBy(
            () ->
                RequestOptions.builder()
                    .url("http://a/")
                    .credentials(Credentials.SAME_ORIGIN)
                    .build())
        .hasMessage("credentials: same-origin requires origin to be set");
  }

  @Test
  void n266_onlyIfCachedFailsForWhatIsNotInTheCache() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, ""))) {
      for (CacheMode mode : CacheMode.values()) {
        RequestProbe probe =
            RequestProbe.of(
                valence
                    .net()
                    .request(
                        RequestOptions.builder().url(server.url("/" + mode)).cache(mode).build()));
        probe.request().end();
        if (mode == CacheMode.ONLY_IF_CACHED) {
          assertThat(probe.error().error()).isEqualTo(NetError.CACHE_MISS);
        } else {
          assertThat(probe.response().statusCode()).isEqualTo(200);
        }
      }
      assertThat(server.requestCount()).isEqualTo(CacheMode.values().length - 1);
    }
  }

  @Test
  void n267_thePriorityIsIdleByDefault() {
    RequestOptions options = RequestOptions.of("http://a/");
    assertThat(options.priority()).isEqualTo(RequestPriority.IDLE);
    assertThat(options.priorityIncremental()).isTrue();
  }

  @Test
  void theMethodIsWrittenInCapitals() {
    assertThat(RequestOptions.builder().method("patch").build().method()).isEqualTo("PATCH");
    assertThatThrownBy(() -> RequestOptions.builder().method("GET /x"))
        .hasMessageContaining("GET /x");
    assertThatThrownBy(() -> RequestOptions.builder().method("connect"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void optionsDoNotChangeWithTheirBuilder() {
    RequestOptions.Builder builder = RequestOptions.builder().url("http://a/").header("A", "1");
    RequestOptions options = builder.build();
    builder.header("A", "2").method("PUT");
    options.headers().add("B", "3");
    assertThat(options.method()).isEqualTo("GET");
    assertThat(options.headers().toRawList()).containsExactly("A", "1");
  }
}
