package dev.valence.download;

import static dev.valence.download.DownloadProbe.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Session;
import dev.valence.Valence;
import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.proxy.ProxyConfig;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.ProxyPeer;
import dev.valence.testkit.ServedFile;
import dev.valence.testkit.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads ask the session for logins, at the server and at a real proxy. */
class DownloadLoginTest {
  private static final String ANN = "Basic YW5uOnNlY3JldA==";

  @TempDir Path folder;
  private final Valence valence = Valence.builder().build();
  private final Session session = valence.session().fromPartition("logins");
  private final ServedFile file = new ServedFile(3, 3 << 20);
  private final List<AuthChallenge> asked = new CopyOnWriteArrayList<>();
  private volatile boolean serverAsks;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(this::serve);
  }

  private void serve(Exchange exchange) throws Exception {
    if (serverAsks && !ANN.equals(exchange.header("authorization"))) {
      exchange.reply(401).header("WWW-Authenticate", "Basic realm=\"files\"").text("who?");
      return;
    }
    file.handle(exchange);
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  private void knowAnn() {
    session.setCredentialProvider(
        challenge -> {
          asked.add(challenge);
          return CompletableFuture.completedFuture(AuthCredentials.of("ann", "secret"));
        });
  }

  private Path target() {
    return folder.resolve("file.bin");
  }

  private DownloadOptions inSegments(int count) {
    return DownloadOptions.builder().savePath(target()).segments(count).retries(0).build();
  }

  private void useProxy(ProxyPeer squid) throws Exception {
    get(
        session.setProxy(
            ProxyConfig.fixedServers("127.0.0.1:" + squid.port()).toBuilder()
                .proxyBypassRules("<-loopback>")
                .build()));
  }

  private void isWhole(DownloadProbe probe) throws Exception {
    assertThat(probe.end()).isEqualTo(DownloadState.COMPLETED);
    assertThat(Files.mismatch(target(), write(file))).isEqualTo(-1);
  }

  private Path write(ServedFile served) throws Exception {
    return Files.write(folder.resolve("expected"), served.bytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void theServersLoginIsAskedForOnce(int segments) throws Exception {
    serverAsks = true;
    knowAnn();
    DownloadProbe probe = new DownloadProbe(session, item -> {});
    session.downloadURL(server.origin() + "/file.bin", inSegments(segments));
    isWhole(probe);
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).isProxy()).isFalse();
    assertThat(asked.get(0).realm()).isEqualTo("files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "digest"})
  void theProxysLoginIsAskedForOnce(String scheme) throws Exception {
    knowAnn();
    try (ProxyPeer squid = ProxyPeer.squidWithLogin(scheme, folder)) {
      useProxy(squid);
      DownloadProbe probe = new DownloadProbe(session, item -> {});
      session.downloadURL(server.origin() + "/file.bin", inSegments(3));
      isWhole(probe);
      assertThat(asked).hasSize(1);
      assertThat(asked.get(0).isProxy()).isTrue();
    }
  }

  /** As in Chromium, a refused login is final for the item. */
  @Test
  void withoutALoginItIsInterruptedAndTheNextOneHasIt() throws Exception {
    serverAsks = true;
    DownloadProbe probe = new DownloadProbe(session, item -> {});
    DownloadItem item = session.downloadURL(server.origin() + "/file.bin", inSegments(1));
    assertThat(probe.end()).isEqualTo(DownloadState.INTERRUPTED);
    assertThat(item.interruptReason()).isEqualTo(InterruptReason.SERVER_UNAUTHORIZED);
    assertThat(item.canResume()).isFalse();
    assertThat(Files.exists(target())).isFalse();

    knowAnn();
    session.downloadURL(server.origin() + "/file.bin", inSegments(1));
    isWhole(probe);
  }

  @Test
  void aProxyThatKnowsNobodyInterrupts() throws Exception {
    try (ProxyPeer squid = ProxyPeer.squidWithLogin("basic", folder)) {
      useProxy(squid);
      DownloadProbe probe = new DownloadProbe(session, item -> {});
      DownloadItem item = session.downloadURL(server.origin() + "/file.bin", inSegments(1));
      assertThat(probe.end()).isEqualTo(DownloadState.INTERRUPTED);
      assertThat(item.interruptReason()).isEqualTo(InterruptReason.SERVER_UNAUTHORIZED);
      assertThat(server.requests()).isEmpty();
    }
  }
}
