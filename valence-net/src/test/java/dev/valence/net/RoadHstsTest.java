package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.cookie.CookieStore;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.RedirectMode;
import dev.valence.net.tls.TlsProvider;
import dev.valence.net.tls.TlsSettings;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Strict transport security on the road. One TLS server stands for all hosts below test. */
@ExtendWith(NettyWatch.class)
class RoadHstsTest {
  private TestServer server;
  private volatile String field = "max-age=1000";

  @BeforeEach
  void start() throws Exception {
    server =
        TestServer.builder()
            .tls(TestAuthority.shared().issue("a.test", "b.a.test", "127.0.0.1"))
            .start(
                exchange ->
                    exchange
                        .reply(200)
                        .header("Strict-Transport-Security", field)
                        .text(exchange.method() + " " + exchange.header("authorization")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static RoadClient.Settings settings() {
    return RoadClient.with().hostRules("MAP *.test 127.0.0.1");
  }

  private String http(String host) {
    return "http://" + host + ":" + server.port() + "/x";
  }

  private static HeaderList authorization() {
    HeaderList headers = new HeaderList();
    headers.add("Authorization", "kept");
    return headers;
  }

  @Test
  void aHostThatAskedForTlsIsOnlySpokenToOverTls() {
    try (RoadClient client = settings().start()) {
      client.get(server.url("a.test", "/")).response();

      RoadCall call =
          client.start(
              http("a.test"),
              request ->
                  request.method("POST").body(TestBody.of("hello")).headers(authorization()));

      assertThat(call.text()).isEqualTo("POST kept");
      assertThat(call.redirects()).hasSize(1);
      RedirectStep step = call.redirects().get(0);
      assertThat(step.internal()).isTrue();
      assertThat(step.response().status()).isEqualTo(307);
      assertThat(step.response().reason()).isEqualTo("Internal Redirect");
      assertThat(step.response().headers().get("non-authoritative-reason")).isEqualTo("HSTS");
      assertThat(step.url().href()).isEqualTo(server.url("a.test", "/x"));
    }
  }

  @Test
  void hostsBelowFollowWhereAskedTo() {
    field = "max-age=1000; includeSubDomains";
    try (RoadClient client = settings().start()) {
      client.get(server.url("a.test", "/")).response();

      assertThat(client.get(http("b.a.test")).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsProvider.class,
      names = {"BORINGSSL", "JSSE"})
  void aBadCertificateThatAJudgeAcceptedIsNoReason(TlsProvider provider) {
    TlsSettings.Builder tls = TlsSettings.builder().systemRoots(false).provider(provider);
    try (RoadClient client = settings().tls(tls.build()).start()) {
      client.context().tls().judge(question -> question.answer(null));
      client.get(server.url("a.test", "/")).response();
      client.get(server.url("a.test", "/")).response();
      client.context().closeAllConnections().join();
      // A new connection, from a session ticket.
      client.get(server.url("a.test", "/")).response();
      assertThat(client.get(http("a.test")).failure()).isNotNull();

      client.context().tls().settings(tls.extraRoot(TestAuthority.shared().certificate()).build());
      client.get(server.url("a.test", "/")).response();
      assertThat(client.get(http("a.test")).status()).as("a good one, judged").isEqualTo(200);
    }
  }

  @Test
  void anAddressIsNeverRemembered() {
    try (RoadClient client = settings().start()) {
      client.get(server.url("127.0.0.1", "/")).response();

      assertThat(client.get(http("127.0.0.1")).failure()).isNotNull();
    }
  }

  @Test
  void theModeErrorIsForRedirectsOfServers() {
    try (RoadClient client = settings().start()) {
      client.get(server.url("a.test", "/")).response();

      RoadCall call =
          client.start(http("a.test"), request -> request.redirectMode(RedirectMode.ERROR));

      assertThat(call.status()).isEqualTo(200);
    }
  }

  @Test
  void maxAgeZeroAndClearingEndIt() {
    try (RoadClient client = settings().start()) {
      client.get(server.url("a.test", "/")).response();
      field = "max-age=0";
      client.get(server.url("a.test", "/")).response();
      assertThat(client.get(http("a.test")).failure()).isNotNull();

      field = "max-age=1000";
      client.get(server.url("a.test", "/")).response();
      assertThat(client.get(http("a.test")).status()).isEqualTo(200);
      client.context().clearHsts(host -> host.equals("a.test")).join();
      assertThat(client.get(http("a.test")).failure()).isNotNull();
    }
  }

  @Test
  void itOutlivesTheSession(@TempDir Path folder) {
    try (RoadClient client = settings().folder(folder).start()) {
      client.get(server.url("a.test", "/")).response();
    }
    try (RoadClient client = settings().folder(folder).cookies(CookieStore.inMemory()).start()) {
      assertThat(client.get(http("a.test")).status()).isEqualTo(200);
    }
  }
}
