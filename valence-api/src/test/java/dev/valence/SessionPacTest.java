package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.fetch.Response;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.proxy.ProxyExplanation;
import dev.valence.net.tls.TlsSettings;
import dev.valence.testkit.ProxyPeer;
import dev.valence.testkit.RecordedRequest;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestServer;
import dev.valence.tls.CertificateVerifyCallback;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scripts as sessions get them: from servers, by WPAD, slowly, too large. */
class SessionPacTest {
  private static final int WAIT_SECONDS = 20;
  private static final int MAX_SCRIPT = 1024 * 1024;

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private static String script(String result) {
    return "function FindProxyForURL(url, host) { return '" + result + "'; }";
  }

  private static Valence withWpadAt(TestServer server) {
    return Valence.builder()
        .hostResolverRules("MAP wpad 127.0.0.1:" + server.port())
        .tls(
            TlsSettings.builder().extraRoots(List.of(TestAuthority.shared().certificate())).build())
        .build();
  }

  @Test
  void wpadFindsTheScriptOfTheHostWpad() throws Exception {
    try (TestServer server =
            TestServer.start(exchange -> exchange.respond(200, script("PROXY found:1")));
        Valence valence = withWpadAt(server)) {
      Session session = valence.session().fromPartition("");
      get(session.setProxy(ProxyConfig.autoDetect()));

      assertThat(get(session.resolveProxy("http://x.test/"))).isEqualTo("PROXY found:1");
      RecordedRequest asked = server.takeRequest();
      assertThat(asked.target()).isEqualTo("/wpad.dat");
      assertThat(asked.header("host")).isEqualTo("wpad");
      assertThat(get(session.explainProxy("http://x.test/")).source())
          .isEqualTo("WPAD http://wpad/wpad.dat");
    }
  }

  @Test
  void theVerifyProcIsAskedAboutTheScriptsServer() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    try (TestServer server =
            TestServer.builder()
                .tls()
                .start(exchange -> exchange.respond(200, script("PROXY found:1")));
        Valence valence = Valence.builder().build()) {
      Session session = valence.session().fromPartition("");
      session.setCertificateVerifyProc(
          (request, callback) -> {
            asked.add(request.hostname() + " " + request.verificationResult());
            callback.complete(CertificateVerifyCallback.ACCEPT);
          });
      get(session.setProxy(ProxyConfig.pacScript(server.url("localhost", "/proxy.pac"))));

      assertThat(get(session.resolveProxy("http://x.test/"))).isEqualTo("PROXY found:1");
      assertThat(asked).containsExactly("localhost net::ERR_CERT_AUTHORITY_INVALID");
    }
  }

  @Test
  void withoutAHostWpadRequestsGoDirectly() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(200, "direct"));
        Valence valence =
            Valence.builder()
                .hostResolverRules("MAP wpad ~NOTFOUND, MAP x.test 127.0.0.1")
                .build()) {
      Session session = valence.session().fromPartition("");
      get(session.setProxy(ProxyConfig.autoDetect()));

      String url = "http://x.test:" + server.port() + "/";
      assertThat(get(get(session.fetch(url)).text())).isEqualTo("direct");
      ProxyExplanation explanation = get(session.explainProxy(url));
      assertThat(explanation.proxies()).hasSize(1);
      assertThat(explanation.problem()).contains("wpad");
    }
  }

  @Test
  @Tag("peers")
  void n247_theProxyOfAFoundScriptCarriesRequests() throws Exception {
    try (ProxyPeer proxy = ProxyPeer.tinyproxy();
        TestServer wpad =
            TestServer.start(
                exchange -> exchange.respond(200, script("PROXY 127.0.0.1:" + proxy.port())));
        TestServer plain = TestServer.start(exchange -> exchange.respond(200, "plain"));
        TestServer secure =
            TestServer.builder().tls().start(exchange -> exchange.respond(200, "tunnelled"));
        Valence valence = withWpadAt(wpad)) {
      Session session = valence.session().fromPartition("");
      get(
          session.setProxy(
              ProxyConfig.autoDetect().toBuilder().proxyBypassRules("<-loopback>").build()));

      assertThat(get(get(session.fetch(plain.url("/"))).text())).isEqualTo("plain");
      assertThat(plain.takeRequest().header("via")).contains("tinyproxy");
      assertThat(get(get(session.fetch(secure.url("/"))).text())).isEqualTo("tunnelled");
      assertThat(secure.takeRequest().header("via")).isNull();
      assertThat(proxy.output()).contains("CONNECT");
    }
  }

  @Test
  void questionsThatWaitGetTheNewConfiguration() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer slow =
            TestServer.start(
                exchange -> {
                  exchange.await(gate);
                  exchange.respond(200, script("PROXY old:1"));
                });
        TestServer proxy = TestServer.start(exchange -> exchange.respond(200, "by the new"));
        Valence valence = Valence.builder().build()) {
      Session session = valence.session().fromPartition("");
      CompletableFuture<Void> first = session.setProxy(ProxyConfig.pacScript(slow.url("/p.pac")));
      CompletableFuture<String> asked = session.resolveProxy("http://x.test/");
      CompletableFuture<ProxyExplanation> explained = session.explainProxy("http://x.test/");
      CompletableFuture<Response> fetched = session.fetch("http://x.test/");
      assertThat(slow.takeRequest().target()).isEqualTo("/p.pac");
      assertThat(asked).isNotDone();

      String rules = "127.0.0.1:" + proxy.port();
      get(session.setProxy(ProxyConfig.fixedServers(rules)));

      assertThat(get(asked)).isEqualTo("PROXY " + rules);
      assertThat(get(explained).source()).isEqualTo("rules");
      assertThat(get(get(fetched).text())).isEqualTo("by the new");
      get(first);
      gate.complete(null);
    }
  }

  @Test
  void aSessionThatClosesFailsQuestionsThatWait() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer slow =
        TestServer.start(
            exchange -> {
              exchange.await(gate);
              exchange.respond(200, script("PROXY old:1"));
            })) {
      CompletableFuture<String> asked;
      try (Valence valence = Valence.builder().build()) {
        Session session = valence.session().fromPartition("");
        session.setProxy(ProxyConfig.pacScript(slow.url("/p.pac")));
        asked = session.resolveProxy("http://x.test/");
        slow.takeRequest();
      }
      assertThatThrownBy(() -> get(asked)).isInstanceOf(ExecutionException.class);
      gate.complete(null);
    }
  }

  @Test
  void aScriptOfOneMegabyteIsTakenAndALongerOneIsNot() throws Exception {
    String script = script("PROXY large:1");
    String full = script + " ".repeat(MAX_SCRIPT - script.length());
    try (TestServer server =
            TestServer.start(
                exchange ->
                    exchange.respond(200, exchange.path().equals("/1") ? full : full + " "));
        Valence valence = Valence.builder().build()) {
      Session session = valence.session().fromPartition("");
      get(session.setProxy(ProxyConfig.pacScript(server.url("/1"))));
      assertThat(get(session.resolveProxy("http://x.test/"))).isEqualTo("PROXY large:1");

      get(session.setProxy(ProxyConfig.pacScript(server.url("/2"))));
      ProxyExplanation explanation = get(session.explainProxy("http://x.test/"));
      assertThat(explanation.problem()).contains("more than 1048576 bytes");
      assertThat(get(session.resolveProxy("http://x.test/"))).isEqualTo("DIRECT");
    }
  }
}
