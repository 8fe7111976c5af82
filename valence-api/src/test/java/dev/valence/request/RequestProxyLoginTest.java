package dev.valence.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.http.Credentials;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A proxy's login belongs to the session. A request with a listener stands in for the page that
 * logs in first. Nobody listens at the target: the proxy answers itself.
 */
class RequestProxyLoginTest {
  private static final String TARGET = "http://127.0.0.1:1/";

  private final Valence valence = Valence.builder().build();
  private final List<AuthChallenge> asked = new CopyOnWriteArrayList<>();
  private TestServer proxy;
  private Session session;

  @BeforeEach
  void start() throws Exception {
    proxy = TestServer.start(RequestProxyLoginTest::answer);
    session = valence.session().fromPartition("proxied");
    session
        .setProxy(
            ProxyConfig.fixedServers("127.0.0.1:" + proxy.port()).toBuilder()
                .proxyBypassRules("<-loopback>")
                .build())
        .get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    valence.close();
    proxy.close();
  }

  private static void answer(Exchange exchange) throws IOException {
    if ("Basic dXNlcjpwYXNz".equals(exchange.header("proxy-authorization"))) {
      exchange.respond(200, "ok");
    } else {
      exchange.reply(407).header("Proxy-Authenticate", "Basic realm=\"Foo\"").text("who are you?");
    }
  }

  private RequestProbe ask(RequestOptions.Builder options) {
    RequestProbe probe =
        RequestProbe.of(valence.net().request(options.url(TARGET).session(session).build()));
    probe
        .request()
        .on(
            ClientRequest.LOGIN,
            (info, callback) -> {
              asked.add(info);
              callback.call("user", "pass");
            });
    probe.request().end();
    probe.closed();
    return probe;
  }

  private void logIn() {
    assertThat(ask(RequestOptions.builder()).text()).isEqualTo("ok");
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).isProxy()).isTrue();
    asked.clear();
  }

  private void usesTheSessionsLogin(RequestOptions.Builder options) {
    logIn();
    RequestProbe probe = ask(options);
    assertThat(probe.response().statusCode()).isEqualTo(200);
    assertThat(probe.text()).isEqualTo("ok");
    assertThat(asked).isEmpty();
  }

  @Test
  void n138_s165_credentialsIncludeUsesTheProxysLogin() {
    usesTheSessionsLogin(RequestOptions.builder().credentials(Credentials.INCLUDE));
  }

  @Test
  void s166_withoutSessionCookiesItIsUsedToo() {
    usesTheSessionsLogin(
        RequestOptions.builder().useSessionCookies(false).credentials(Credentials.INCLUDE));
  }

  @Test
  void n142_s167_credentialsOmitIsNotAboutProxies() {
    usesTheSessionsLogin(RequestOptions.builder().credentials(Credentials.OMIT));
  }
}
