package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.net.proxy.ProxyExplanation;
import dev.valence.testkit.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionProxyTest {
  private static final int WAIT_SECONDS = 20;

  private final Valence valence = Valence.builder().build();
  private final Session session = valence.session().fromPartition("proxies");

  @AfterEach
  void close() {
    valence.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private String resolved(ProxyConfig config, String url) throws Exception {
    get(session.setProxy(config));
    return get(session.resolveProxy(url));
  }

  private static ProxyConfig rules(String rules, String bypass) {
    return ProxyConfig.builder().proxyRules(rules).proxyBypassRules(bypass).build();
  }

  private static String script(String result) {
    return "function FindProxyForURL(url, host) { return '" + result + "'; }";
  }

  @Test
  void s152_rulesForHttp() throws Exception {
    assertThat(resolved(rules("http=myproxy:80", ""), "http://example.com/"))
        .isEqualTo("PROXY myproxy:80");
  }

  @Test
  void s153_minusLoopbackTakesTheImplicitExceptionBack() throws Exception {
    assertThat(resolved(rules("http=myproxy:80", "<-loopback>"), "http://localhost"))
        .isEqualTo("PROXY myproxy:80");
    assertThat(resolved(rules("http=myproxy:80", ""), "http://localhost")).isEqualTo("DIRECT");
  }

  @Test
  void s154_s155_aScriptFromAServerWithAndWithoutTheMode() throws Exception {
    try (TestServer server =
        TestServer.start(exchange -> exchange.respond(200, script("PROXY myproxy:8132")))) {
      String url = server.url("/proxy.pac");
      assertThat(resolved(ProxyConfig.builder().pacScript(url).build(), "https://google.com"))
          .isEqualTo("PROXY myproxy:8132");
      assertThat(
              resolved(
                  ProxyConfig.builder().mode("pac_script").pacScript(url).build(),
                  "https://google.com"))
          .isEqualTo("PROXY myproxy:8132");
      assertThat(server.takeRequest().header("cookie")).isNull();
    }
  }

  @Test
  void s154_aScriptInADataUrlOrAsText() throws Exception {
    assertThat(resolved(ProxyConfig.pacScript(script("PROXY a:1")), "https://google.com"))
        .isEqualTo("PROXY a:1");
    assertThat(
            resolved(
                ProxyConfig.pacScript(
                    "data:application/x-ns-proxy-autoconfig,"
                        + script("PROXY%20a%3A2").replace(" ", "%20")),
                "https://google.com"))
        .isEqualTo("PROXY a:2");
  }

  @Test
  void s157_theModeBeatsTheRules() throws Exception {
    assertThat(
            resolved(
                ProxyConfig.builder().mode("direct").proxyRules("http=myproxy:80").build(),
                "http://example.com/"))
        .isEqualTo("DIRECT");
  }

  @Test
  void s158_s161_detectingAndTheSystemAreSet() throws Exception {
    get(session.setProxy(ProxyConfig.builder().mode("auto_detect").build()));
    get(session.setProxy(ProxyConfig.builder().mode("system").build()));
  }

  @Test
  void s159_aScriptThatWasNotGivenMeansDirect() throws Exception {
    assertThat(
            resolved(
                ProxyConfig.builder().mode("pac_script").proxyRules("http=myproxy:80").build(),
                "http://example.com/"))
        .isEqualTo("DIRECT");
  }

  @Test
  void s162_anotherModeIsRefused() {
    assertThatThrownBy(() -> ProxyConfig.builder().mode("invalid"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid mode, must be one of direct, auto_detect, pac_script, fixed_servers or"
                + " system");
  }

  @Test
  void s163_reloadingFetchesTheScriptAnew() throws Exception {
    AtomicReference<String> answer = new AtomicReference<>("PROXY old:1");
    try (TestServer server =
        TestServer.start(exchange -> exchange.respond(200, script(answer.get())))) {
      ProxyConfig config = ProxyConfig.pacScript(server.url("/"));
      assertThat(resolved(config, "https://google.com")).isEqualTo("PROXY old:1");

      answer.set("PROXY new:2");
      assertThat(get(session.resolveProxy("https://google.com"))).isEqualTo("PROXY old:1");
      get(session.forceReloadProxyConfig());
      assertThat(get(session.resolveProxy("https://google.com"))).isEqualTo("PROXY new:2");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http=foopy:80;ftp=foopy2    | http://a.b/   | PROXY foopy:80",
        "http=foopy:80;ftp=foopy2    | ftp://a.b/    | PROXY foopy2:80",
        "http=foopy:80;ftp=foopy2    | https://a.b/  | DIRECT",
        "foopy:80,bar,direct://      | https://a.b/  | PROXY foopy:80;PROXY bar:80;DIRECT",
        "http=foopy,socks5://bar.com | http://a.b/   | PROXY foopy:80;SOCKS5 bar.com:1080",
        "http=foopy,direct://        | http://a.b/   | PROXY foopy:80;DIRECT",
        "http=foopy;socks=foopy2     | http://a.b/   | PROXY foopy:80",
        "http=foopy;socks=foopy2     | https://a.b/  | SOCKS foopy2:1080",
        "http=foopy;socks=foopy2     | wss://a.b/    | SOCKS foopy2:1080",
      })
  void s173_s174_s175_s177_s178_s179_rules(String rules, String url, String expected)
      throws Exception {
    assertThat(resolved(rules(rules, ""), url)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "foobar.com           | http://foobar.com/           | DIRECT",
        "*.foobar.com         | http://foobar.com/           | PROXY p:80",
        "*foobar.com:99       | http://x.foobar.com:99/      | DIRECT",
        "https://x.*.y.com:99 | https://x.a.y.com:99/        | DIRECT",
        ".google.com          | http://www.google.com/       | DIRECT",
        "http://.google.com   | https://www.google.com/      | PROXY p:80",
        "[fe81::1]:80         | http://[fe81::1]/            | DIRECT",
        "10.1.2.3             | http://10.1.2.3:9/           | DIRECT",
        "10.0.0.0/8           | http://10.9.9.9/             | DIRECT",
        "<local>              | http://example/              | DIRECT",
        "<local>              | http://127.0.0.1/            | DIRECT",
        "<local>              | http://example.com/          | PROXY p:80",
      })
  void s181_s182_s183_s185_exceptions(String bypass, String url, String expected) throws Exception {
    assertThat(resolved(rules("p", bypass), url)).isEqualTo(expected);
  }

  @Test
  void s186_laterRequestsTakeTheNewProxyWhateverIsPooled() throws Exception {
    try (TestServer first = TestServer.start(exchange -> exchange.respond(200, "first"));
        TestServer second = TestServer.start(exchange -> exchange.respond(200, "second"))) {
      get(session.setProxy(ProxyConfig.fixedServers("127.0.0.1:" + first.port())));
      assertThat(get(get(session.fetch("http://somewhere.test/a")).text())).isEqualTo("first");
      assertThat(first.takeRequest().target()).isEqualTo("http://somewhere.test/a");

      get(session.setProxy(ProxyConfig.pacScript(script("PROXY 127.0.0.1:" + second.port()))));
      assertThat(get(get(session.fetch("http://somewhere.test/b")).text())).isEqualTo("second");
      assertThat(second.takeRequest().target()).isEqualTo("http://somewhere.test/b");

      get(session.setProxy(ProxyConfig.direct()));
      assertThat(get(get(session.fetch(first.url("/c"))).text())).isEqualTo("first");
      assertThat(first.takeRequest().target()).isEqualTo("/c");
    }
  }

  @Test
  void aMandatoryScriptThatIsMissingFailsARequest() throws Exception {
    get(
        session.setProxy(
            ProxyConfig.builder()
                .pacScript("data:text/plain,nonsense")
                .pacMandatory(true)
                .build()));

    assertThatThrownBy(() -> get(session.fetch("http://somewhere.test/")))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("ERR_MANDATORY_PROXY_CONFIGURATION_FAILED");
  }

  @Test
  void sessionsHaveTheirOwnProxies() throws Exception {
    Session other = valence.session().fromPartition("other");
    get(session.setProxy(ProxyConfig.fixedServers("p")));

    assertThat(get(session.resolveProxy("http://a.b/"))).isEqualTo("PROXY p:80");
    assertThat(get(other.resolveProxy("http://a.b/"))).isEqualTo("DIRECT");
  }

  @Test
  void explanationsTellTheRule() throws Exception {
    get(session.setProxy(rules("http=a,b;socks=c", "*.inner.example;<local>")));

    ProxyExplanation proxied = get(session.explainProxy("http://ann:secret@x.example/p?q"));
    assertThat(proxied.source()).isEqualTo("rules");
    assertThat(proxied.rule()).isEqualTo("http");
    assertThat(proxied.bypassRule()).isNull();
    assertThat(proxied.toString())
        .contains("PROXY a:80", "then", "PROXY b:80", "rule")
        .doesNotContain("secret");
    assertThat(get(session.explainProxy("http://www.inner.example/")).bypassRule())
        .isEqualTo("*.inner.example");
    assertThat(get(session.explainProxy("http://localhost/")).bypassRule()).isEqualTo("<local>");
  }

  @Test
  void explanationsTellWhatAScriptSaid() throws Exception {
    get(
        session.setProxy(
            ProxyConfig.pacScript(
                "function FindProxyForURL(url, host) {\n"
                    + "  if (host == 'bad.example') return missing;\n"
                    + "  if (host == 'loop.example') return 5;\n"
                    + "  return 'PROXY a:1; rubbish; DIRECT';\n}")));

    ProxyExplanation good = get(session.explainProxy("https://x.example/secret?path"));
    assertThat(good.source()).isEqualTo("PAC script (text)");
    assertThat(good.pacUrl()).isEqualTo("https://x.example/");
    assertThat(good.pacResult()).isEqualTo("PROXY a:1; rubbish; DIRECT");
    assertThat(good.problem()).isNull();
    ProxyExplanation bad = get(session.explainProxy("https://bad.example/"));
    assertThat(bad.problem()).contains("line 2").contains("missing");
    assertThat(bad.toString()).contains("DIRECT").contains("line 2");
    assertThat(get(session.explainProxy("https://loop.example/")).problem()).contains("no string");
  }

  @Test
  void aMandatoryScriptThatCannotBeHadFailsRequests() throws Exception {
    try (TestServer server = TestServer.start(exchange -> exchange.respond(404, "nothing here"))) {
      ProxyConfig config =
          ProxyConfig.builder().pacScript(server.url("/")).pacMandatory(true).build();
      get(session.setProxy(config));

      assertThatThrownBy(() -> get(session.resolveProxy("http://a.b/")))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              NetException.class,
              e -> {
                assertThat(e.error()).isEqualTo(NetError.MANDATORY_PROXY_CONFIGURATION_FAILED);
                assertThat(e.toString()).contains("404");
              });
      ProxyExplanation explanation = get(session.explainProxy("http://a.b/"));
      assertThat(explanation.proxies()).isEmpty();
      assertThat(explanation.toString()).contains("the request fails");

      get(session.setProxy(config.toBuilder().pacMandatory(false).build()));
      assertThat(get(session.resolveProxy("http://a.b/"))).isEqualTo("DIRECT");
    }
  }

  @Test
  void manyQuestionsAtOnceAreAnswered() throws Exception {
    get(
        session.setProxy(
            ProxyConfig.pacScript(
                "function FindProxyForURL(url, host) { return 'PROXY ' + host + ':1'; }")));
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      answers.add(session.resolveProxy("http://h" + i + ".example/"));
    }

    for (int i = 0; i < answers.size(); i++) {
      assertThat(get(answers.get(i))).isEqualTo("PROXY h" + i + ".example:1");
    }
  }

  @Test
  void wrongUrlsAreRefused() {
    assertThatThrownBy(() -> session.resolveProxy("no url"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> session.explainProxy("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> session.setProxy(null)).isInstanceOf(NullPointerException.class);
  }
}
