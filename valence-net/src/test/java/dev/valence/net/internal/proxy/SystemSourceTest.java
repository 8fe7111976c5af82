package dev.valence.net.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.testkit.TestServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Settings of a system that change, by a clock that the test moves. */
class SystemSourceTest {
  private static final String URL = "http://x.test/";

  /** What waits to be read; the test lets it go on. */
  private final Deque<Runnable> reads = new ArrayDeque<>();

  private final Executor blocking =
      task -> {
        synchronized (reads) {
          reads.add(task);
        }
      };
  private volatile @Nullable SystemProxies current = rules("a:1");
  private final SourceRig rig =
      new SourceRig(new HostProxySettings(Map.of("http_proxy", "env:1"), () -> current), blocking);
  private final SystemSource source = new SystemSource(rig.around());

  @AfterEach
  void close() throws Exception {
    rig.await(
        done -> {
          source.close();
          done.run();
        });
    rig.close();
  }

  private static SystemProxies rules(String proxy) {
    LenientRules rules = new LenientRules("the test");
    rules.hostProxy("http", "http host", proxy);
    return rules.toProxies();
  }

  private static SystemProxies scripts(String proxy, String... urls) {
    LenientRules rules = new LenientRules("the test");
    for (String url : urls) {
      rules.script("script", url);
    }
    rules.hostProxy("http", "http host", proxy);
    return rules.toProxies();
  }

  private static String pac(String result) {
    return "data:,function FindProxyForURL() { return '" + result + "'; }";
  }

  private int waitingReads() throws Exception {
    rig.settle();
    synchronized (reads) {
      return reads.size();
    }
  }

  private void readNow() throws Exception {
    rig.settle();
    Runnable task;
    synchronized (reads) {
      task = reads.remove();
    }
    task.run();
    rig.settle();
  }

  private void open() throws Exception {
    CompletableFuture<Void> ready = rig.begin(source::start);
    readNow();
    ready.get(30, TimeUnit.SECONDS);
  }

  @Test
  void questionsWaitForTheFirstReading() throws Exception {
    rig.begin(source::start);
    CompletableFuture<ProxyFinding> asked = rig.ask(source, URL);
    rig.settle();
    assertThat(asked).isNotDone();

    readNow();

    ProxyFinding finding = asked.get(30, TimeUnit.SECONDS);
    assertThat(SourceRig.text(finding)).isEqualTo("PROXY a:1");
    assertThat(finding.source()).isEqualTo("system: the test, rules");
  }

  @Test
  void settingsAreReadAgainAfterTenSecondsWhenARequestAsks() throws Exception {
    open();
    current = rules("b:2");
    rig.pass(Duration.ofSeconds(10).minusNanos(1));
    assertThat(rig.proxies(source, URL)).isEqualTo("PROXY a:1");
    assertThat(waitingReads()).isZero();

    rig.pass(Duration.ofNanos(1));
    assertThat(waitingReads()).isZero();
    // Requests do not wait for it, and it is read once.
    assertThat(rig.proxies(source, URL)).isEqualTo("PROXY a:1");
    assertThat(rig.proxies(source, URL)).isEqualTo("PROXY a:1");
    assertThat(waitingReads()).isEqualTo(1);
    readNow();
    assertThat(rig.proxies(source, URL)).isEqualTo("PROXY b:2");
    assertThat(waitingReads()).isZero();

    current = null;
    rig.pass(Duration.ofSeconds(10));
    assertThat(rig.proxies(source, URL)).isEqualTo("PROXY b:2");
    readNow();
    ProxyFinding finding = rig.finding(source, URL);
    assertThat(SourceRig.text(finding)).isEqualTo("PROXY env:1");
    assertThat(finding.source()).isEqualTo("system: environment, rules");
  }

  @Test
  void reloadReadsAnewAndIsDoneThen() throws Exception {
    open();
    current = rules("b:2");
    CompletableFuture<Void> reloaded = rig.begin(source::reload);
    rig.settle();
    assertThat(reloaded).isNotDone();

    readNow();

    reloaded.get(30, TimeUnit.SECONDS);
    assertThat(rig.proxies(source, URL)).isEqualTo("PROXY b:2");
  }

  @Test
  void aReloadDuringAReadingReadsOnceMore() throws Exception {
    open();
    rig.pass(Duration.ofSeconds(10));
    rig.proxies(source, URL);
    assertThat(waitingReads()).isEqualTo(1);
    CompletableFuture<Void> reloaded = rig.begin(source::reload);
    readNow();
    assertThat(reloaded).isNotDone();

    current = rules("b:2");
    readNow();

    reloaded.get(30, TimeUnit.SECONDS);
    assertThat(rig.proxies(source, URL)).isEqualTo("PROXY b:2");
    assertThat(waitingReads()).isZero();
  }

  @Test
  void theSameSettingsKeepTheirScriptAndAReloadFetchesIt() throws Exception {
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange.respond(200, "function FindProxyForURL() { return 'PROXY p:1'; }"))) {
      current = scripts("", server.url("/p.pac"));
      open();
      assertThat(rig.proxies(source, URL)).isEqualTo("PROXY p:1");
      current = scripts("", server.url("/p.pac"));
      rig.pass(Duration.ofSeconds(10));
      assertThat(rig.proxies(source, URL)).isEqualTo("PROXY p:1");
      readNow();
      assertThat(rig.proxies(source, URL)).isEqualTo("PROXY p:1");
      assertThat(server.requestCount()).isEqualTo(1);

      CompletableFuture<Void> reloaded = rig.begin(source::reload);
      readNow();
      reloaded.get(30, TimeUnit.SECONDS);
      assertThat(server.requestCount()).isEqualTo(2);
    }
  }

  @Test
  void whoWaitsForAScriptOfOldSettingsGetsTheProxiesOfTheNew() throws Exception {
    CompletableFuture<Void> never = new CompletableFuture<>();
    try (TestServer server = TestServer.start(exchange -> exchange.await(never))) {
      current = scripts("", server.url("/p.pac"));
      rig.begin(source::start);
      readNow();
      CompletableFuture<ProxyFinding> asked = rig.ask(source, URL);
      server.takeRequest();
      assertThat(asked).isNotDone();

      current = rules("b:2");
      rig.begin(source::reload);
      readNow();

      assertThat(SourceRig.text(asked.get(30, TimeUnit.SECONDS))).isEqualTo("PROXY b:2");
      never.complete(null);
    }
  }

  @Test
  void aScriptThatCannotBeHadLeavesItToTheNextAndAtLastToTheRules() throws Exception {
    String bad = "data:,FindProxyForURL(";
    current = scripts("r:1", bad, bad);
    open();
    ProxyFinding finding = rig.finding(source, URL);
    assertThat(SourceRig.text(finding)).isEqualTo("PROXY r:1");
    assertThat(finding.source()).isEqualTo("system: the test, rules");
    assertThat(finding.problem()).contains("PAC script data: URL", "cannot be used");

    for (List<String> urls : List.of(List.of(bad, pac("PROXY s:2")), List.of(pac("PROXY s:2")))) {
      current = scripts("r:1", urls.toArray(String[]::new));
      CompletableFuture<Void> reloaded = rig.begin(source::reload);
      readNow();
      reloaded.get(30, TimeUnit.SECONDS);
      assertThat(rig.proxies(source, URL)).isEqualTo("PROXY s:2");
    }
  }

  @Test
  void wpadWithoutAHostLeavesItToTheRules() throws Exception {
    current = scripts("r:1", "");
    open();

    ProxyFinding finding = rig.finding(source, URL);

    assertThat(SourceRig.text(finding)).isEqualTo("PROXY r:1");
    assertThat(finding.problem()).contains("WPAD", "there is no host named wpad");
  }
}
