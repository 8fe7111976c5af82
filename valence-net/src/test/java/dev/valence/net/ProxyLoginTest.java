package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.testkit.NtlmGate;
import dev.valence.testkit.ProxyPeer;
import dev.valence.testkit.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logins at proxies, plain and through tunnels. */
class ProxyLoginTest {
  private final List<AuthChallenge> asked = Collections.synchronizedList(new ArrayList<>());
  private TestServer plain;
  private TestServer secure;
  private RoadClient client;

  @BeforeEach
  void start() throws Exception {
    plain = TestServer.start(exchange -> exchange.respond(200, "plain"));
    secure = TestServer.builder().tls().http2().start(exchange -> exchange.respond(200, "secure"));
  }

  @AfterEach
  void close() {
    client.close();
    plain.close();
    secure.close();
    NettyWatch.assertNoLeak();
  }

  private void client(FixedProxies proxies) {
    client = RoadClient.with().proxies(proxies).start();
    client
        .context()
        .authentication()
        .provider(
            (challenge, decision) -> {
              asked.add(challenge);
              decision.logIn(AuthCredentials.of("ann", "secret"));
            });
  }

  @ParameterizedTest
  @CsvSource({"basic, http", "basic, https", "digest, http", "digest, https"})
  @Tag("peers")
  void atSquid(String scheme, String way, @TempDir Path folder) throws Exception {
    try (ProxyPeer squid = ProxyPeer.squidWithLogin(scheme, folder)) {
      client(
          FixedProxies.of(
              way.equals("https")
                  ? "https://localhost:" + squid.tlsPort()
                  : "http://127.0.0.1:" + squid.port()));
      assertThat(client.get(plain.url("/")).text()).isEqualTo("plain");
      assertThat(client.get(secure.url("/")).text()).isEqualTo("secure");
      RoadCall omitted = client.start(secure.url("/"), r -> r.useAuthentication(false));
      assertThat(omitted.text()).isEqualTo("secure");

      assertThat(asked).hasSize(1);
      assertThat(asked.get(0).isProxy()).isTrue();
      assertThat(asked.get(0).realm()).isEqualTo("squid");
      assertThat(plain.requests().get(0).header("proxy-authorization")).isNull();
    }
  }

  @Test
  @Tag("peers")
  void whatTheConfigurationGivesIsNotAskedFor(@TempDir Path folder) throws Exception {
    try (ProxyPeer squid = ProxyPeer.squidWithLogin("basic", folder)) {
      client(FixedProxies.of("http://127.0.0.1:" + squid.port()).credentials("ann", "secret"));
      assertThat(client.get(secure.url("/")).text()).isEqualTo("secure");
      assertThat(client.get(plain.url("/")).text()).isEqualTo("plain");
      assertThat(asked).isEmpty();
    }
  }

  @Test
  void ntlmAtAPlainProxy() throws Exception {
    NtlmGate gate = new NtlmGate("", "ann", "secret", true);
    try (TestServer proxy =
        TestServer.start(
            exchange -> {
              // The server ends a connection whose request it has not read.
              exchange.body();
              String user = gate.admit(exchange);
              if (user != null) {
                exchange.respond(200, user + " " + exchange.target());
              }
            })) {
      client(FixedProxies.of("http://127.0.0.1:" + proxy.port()));
      assertThat(client.get("http://a.example/x").text()).isEqualTo("ann http://a.example/x");
      assertThat(client.get("http://a.example/y").text()).isEqualTo("ann http://a.example/y");
      assertThat(proxy.connectionCount()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatAsksAsAProxyIsRefused() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange.reply(407).header("Proxy-Authenticate", "Basic realm=\"x\"").empty())) {
      client = RoadClient.start();
      assertThat(client.get(server.url("/")).error()).isEqualTo(NetError.UNEXPECTED_PROXY_AUTH);
    }
  }
}
