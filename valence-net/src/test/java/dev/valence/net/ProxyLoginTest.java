package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.testkit.NtlmGate;
import dev.valence.testkit.ProxyPeer;
import dev.valence.testkit.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

  private static ProxyPeer squid(String scheme, Path folder) throws Exception {
    Path users = folder.resolve("users");
    String program =
        "/usr/lib/squid/" + (scheme.equals("basic") ? "basic_ncsa_auth" : "digest_file_auth");
    // basic: apr1 of "secret", made by openssl passwd -apr1 -salt 12345678.
    Files.writeString(users, scheme.equals("basic") ? "ann:" + apr1() + "\n" : "ann:secret\n");
    // Squid's helpers run as another user where it is started as root.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-r--r--"));
    return ProxyPeer.squid(
        "auth_param " + scheme + " program " + program + " " + users,
        "auth_param " + scheme + " realm squid",
        "acl known proxy_auth REQUIRED",
        "http_access allow known",
        "http_access deny all");
  }

  private static String apr1() throws Exception {
    Process openssl =
        new ProcessBuilder("openssl", "passwd", "-apr1", "-salt", "12345678", "secret").start();
    return new String(openssl.getInputStream().readAllBytes()).strip();
  }

  @ParameterizedTest
  @CsvSource({"basic, http", "basic, https", "digest, http", "digest, https"})
  @Tag("peers")
  void atSquid(String scheme, String way, @TempDir Path folder) throws Exception {
    try (ProxyPeer squid = squid(scheme, folder)) {
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
    try (ProxyPeer squid = squid("basic", folder)) {
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
