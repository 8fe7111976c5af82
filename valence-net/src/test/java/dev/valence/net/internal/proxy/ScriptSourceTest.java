package dev.valence.net.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.http.HttpDate;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.Reply;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a script is fetched again, by a clock that the test moves. */
class ScriptSourceTest {
  private static final String URL = "http://x.test/";

  private interface Answer {
    void to(Exchange exchange) throws IOException;
  }

  private final SourceRig rig = new SourceRig(new HostProxySettings(Map.of(), null), Runnable::run);
  private final Deque<Answer> answers = new ArrayDeque<>();
  private TestServer server;
  private ScriptSource source;

  @BeforeEach
  void start() throws Exception {
    server =
        TestServer.start(
            exchange -> {
              Answer next;
              synchronized (answers) {
                next = answers.remove();
              }
              next.to(exchange);
            });
  }

  @AfterEach
  void close() throws Exception {
    rig.await(
        done -> {
          source.close();
          done.run();
        });
    rig.close();
    server.close();
  }

  private void next(Answer answer) {
    synchronized (answers) {
      answers.add(answer);
    }
  }

  private static Answer script(String proxy, String... headers) {
    return exchange -> {
      Reply reply = exchange.reply(200);
      for (String header : headers) {
        int colon = header.indexOf(':');
        reply.header(header.substring(0, colon), header.substring(colon + 1).strip());
      }
      reply.text("function FindProxyForURL(url, host) { return 'PROXY " + proxy + "'; }");
    };
  }

  private static Answer status(int status) {
    return exchange -> exchange.respond(status, "no script");
  }

  private void open() throws Exception {
    source =
        new ScriptSource(
            rig.around(), PacSource.of(server.url("/p.pac")), BypassRules.parse(""), false);
    rig.await(source::start);
  }

  /** Asks until the new script is in force: it is fetched beside the requests. */
  private void awaitProxies(String expected) throws Exception {
    await(finding -> SourceRig.text(finding).equals(expected), expected);
  }

  /** Waits until a fetch has failed; its delay runs then. */
  private void awaitFailure(int status) throws Exception {
    String text = "the server answered " + status;
    await(finding -> String.valueOf(finding.problem()).contains(text), text);
  }

  private void await(Predicate<ProxyFinding> condition, String expected) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    ProxyFinding finding = rig.finding(source, URL);
    while (!condition.test(finding)) {
      assertThat(System.nanoTime()).as("%s, not %s", expected, finding).isLessThan(end);
      finding = rig.finding(source, URL);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Cache-Control: max-age=600 | 600",
        "Cache-Control: public, max-age=61 | 61",
        "Cache-Control: max-age=5 | 60",
        "Cache-Control: no-cache | 60",
        "X-Nothing: said | 43200",
        "Cache-Control: max-age=999999 | 43200",
      })
  void aScriptIsFetchedAgainWhenItIsStaleAndARequestAsks(String header, long seconds)
      throws Exception {
    next(script("a:1", header));
    open();
    assertThat(rig.proxies(source, URL)).isEqualTo("PROXY a:1");

    rig.pass(Duration.ofSeconds(seconds).minusNanos(1));
    assertThat(rig.proxies(source, URL)).isEqualTo("PROXY a:1");
    assertThat(server.requestCount()).isEqualTo(1);

    next(script("b:2", "Cache-Control: max-age=600"));
    rig.pass(Duration.ofNanos(1));
    // Who asks first still gets the old script's answer, and causes the fetch.
    assertThat(rig.proxies(source, URL)).isEqualTo("PROXY a:1");
    awaitProxies("PROXY b:2");
    assertThat(server.requestCount()).isEqualTo(2);
  }

  @Test
  void expiresCountsFromTheDateOfTheResponse() throws Exception {
    String date = HttpDate.format(SourceRig.START.minusSeconds(100));
    String expires = HttpDate.format(SourceRig.START.plusSeconds(200));
    next(script("a:1", "Date: " + date, "Expires: " + expires));
    open();

    rig.pass(Duration.ofSeconds(299));
    assertThat(rig.proxies(source, URL)).isEqualTo("PROXY a:1");
    assertThat(server.requestCount()).isEqualTo(1);

    next(script("b:2"));
    rig.pass(Duration.ofSeconds(1));
    awaitProxies("PROXY b:2");
  }

  @Test
  void oneFetchAtATimeHoweverManyAsk() throws Exception {
    next(script("a:1", "Cache-Control: max-age=60"));
    open();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    next(
        exchange -> {
          exchange.await(gate);
          script("b:2").to(exchange);
        });
    rig.pass(Duration.ofSeconds(60));
    for (int i = 0; i < 20; i++) {
      assertThat(rig.proxies(source, URL)).isEqualTo("PROXY a:1");
    }
    gate.complete(null);
    awaitProxies("PROXY b:2");
    assertThat(server.requestCount()).isEqualTo(2);
  }

  @Test
  void theOldScriptStaysAfterFailuresWhoseDelaysGrow() throws Exception {
    next(script("a:1", "Cache-Control: max-age=60"));
    open();
    rig.pass(Duration.ofSeconds(60));
    int status = 500;
    for (int seconds : new int[] {8, 32, 120, 4 * 3600, 4 * 3600}) {
      next(status(++status));
      assertThat(rig.proxies(source, URL)).isEqualTo("PROXY a:1");
      awaitFailure(status);
      long requests = server.requestCount();
      rig.pass(Duration.ofSeconds(seconds).minusNanos(1));
      assertThat(rig.proxies(source, URL)).isEqualTo("PROXY a:1");
      rig.settle();
      assertThat(server.requestCount()).isEqualTo(requests);
      rig.pass(Duration.ofNanos(1));
    }
    next(script("b:2", "Cache-Control: max-age=60"));
    awaitProxies("PROXY b:2");
    assertThat(server.requestCount()).isEqualTo(7);

    // The next failure is the first one again.
    rig.pass(Duration.ofSeconds(60));
    next(status(503));
    assertThat(rig.proxies(source, URL)).isEqualTo("PROXY b:2");
    awaitFailure(503);
    next(script("c:3"));
    rig.pass(Duration.ofSeconds(8));
    awaitProxies("PROXY c:3");
  }

  @Test
  void aFirstScriptThatCannotBeHadIsTriedAgain() throws Exception {
    next(status(404));
    open();
    assertThat(rig.proxies(source, URL)).isEqualTo("DIRECT");
    assertThat(source.isUnusable()).isTrue();

    rig.pass(Duration.ofSeconds(8));
    next(script("a:1"));
    awaitProxies("PROXY a:1");
  }
}
