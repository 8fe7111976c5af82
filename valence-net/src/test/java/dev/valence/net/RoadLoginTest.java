package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.auth.AuthChallenge;
import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.auth.AuthScheme;
import dev.valence.net.auth.LoginProvider;
import dev.valence.net.http.HeaderList;
import dev.valence.testkit.Exchange;
import dev.valence.testkit.KeyKind;
import dev.valence.testkit.NtlmGate;
import dev.valence.testkit.RawServer;
import dev.valence.testkit.RecordedRequest;
import dev.valence.testkit.ReplyBody;
import dev.valence.testkit.TestAuthority;
import dev.valence.testkit.TestIdentity;
import dev.valence.testkit.TestServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins at servers, sound and hostile ones. */
class RoadLoginTest {
  private final RoadClient client = RoadClient.start();
  private final List<AuthChallenge> asked = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    client.close();
    NettyWatch.assertNoLeak();
  }

  private void provide(String user, String password) {
    provide((challenge, decision) -> decision.logIn(AuthCredentials.of(user, password)));
  }

  private void provide(LoginProvider provider) {
    client
        .context()
        .authentication()
        .provider(
            (challenge, decision) -> {
              asked.add(challenge);
              provider.onLogin(challenge, decision);
            });
  }

  // ---- Digest

  /** A Digest server: checks each answer by RFC 7616 itself. */
  private static final class DigestServer implements TestServer.Handler {
    private final String algorithm;
    private final String qop;
    private final AtomicInteger nonces = new AtomicInteger();
    private final List<String> counts = Collections.synchronizedList(new ArrayList<>());
    private volatile String nonce = "nonce0";

    DigestServer(String algorithm, String qop) {
      this.algorithm = algorithm;
      this.qop = qop;
    }

    void expire() {
      nonce = "nonce" + nonces.incrementAndGet();
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
      String given = exchange.header("authorization");
      String body = exchange.bodyText();
      if (given == null) {
        refuse(exchange, false);
      } else if (!field(given, "nonce").equals(nonce)) {
        refuse(exchange, true);
      } else if (!field(given, "response").equals(expected(exchange, given, body))) {
        refuse(exchange, false);
      } else {
        counts.add(field(given, "nc"));
        exchange.respond(200, body);
      }
    }

    private void refuse(Exchange exchange, boolean stale) throws IOException {
      exchange
          .reply(401)
          .header(
              "WWW-Authenticate",
              "Digest realm=\"r\", nonce=\""
                  + nonce
                  + "\", algorithm="
                  + algorithm
                  + ", qop=\""
                  + qop
                  + "\", stale="
                  + stale)
          .text("no");
    }

    private String expected(Exchange exchange, String given, String body) {
      String key = hash("user:r:pass");
      if (algorithm.endsWith("-sess")) {
        key = hash(key + ":" + nonce + ":" + field(given, "cnonce"));
      }
      String what = exchange.method() + ":" + exchange.target();
      if (qop.equals("auth-int")) {
        what += ":" + hash(body);
      }
      return hash(
          String.join(
              ":", key, nonce, field(given, "nc"), field(given, "cnonce"), qop, hash(what)));
    }

    private String hash(String text) {
      try {
        MessageDigest digest =
            MessageDigest.getInstance(algorithm.startsWith("SHA") ? "SHA-256" : "MD5");
        byte[] bytes = digest.digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(bytes);
      } catch (java.security.NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String field(String given, String name) {
      Matcher matcher = Pattern.compile("\\b" + name + "=\"?([^\",]*)").matcher(given);
      return matcher.find() ? matcher.group(1) : "";
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MD5, auth",
    "MD5, auth-int",
    "MD5-sess, auth",
    "SHA-256, auth",
    "SHA-256, auth-int",
    "SHA-256-sess, auth",
    "SHA-256-sess, auth-int",
  })
  void digest(String algorithm, String qop) throws Exception {
    DigestServer digest = new DigestServer(algorithm, qop);
    provide("user", "pass");
    try (TestServer server = TestServer.start(digest)) {
      String body = "b".repeat(300_000);
      RoadCall first =
          client.start(server.url("/a?x=1"), r -> r.method("POST").body(TestBody.of(body)));
      assertThat(first.text()).isEqualTo(body);
      assertThat(client.get(server.url("/b")).status()).isEqualTo(200);
      digest.expire();
      assertThat(client.get(server.url("/c")).status()).isEqualTo(200);
      assertThat(client.get(server.url("/d")).status()).isEqualTo(200);

      assertThat(asked).hasSize(1);
      // Refused, in, unasked, stale, in, unasked.
      assertThat(server.requestCount()).isEqualTo(6);
      assertThat(digest.counts).containsExactly("00000001", "00000002", "00000001", "00000002");
    }
  }

  @Test
  void digestWithAuthIntNeedsABodyThatCanBeReadTwice() throws Exception {
    provide("user", "pass");
    try (TestServer server = TestServer.start(new DigestServer("MD5", "auth-int"))) {
      assertThat(client.get(server.url("/")).status()).isEqualTo(200);
      RoadCall call =
          client.start(server.url("/"), r -> r.method("POST").body(TestBody.of("x").once()));

      assertThat(call.error()).isEqualTo(NetError.UPLOAD_STREAM_REWIND_NOT_SUPPORTED);
    }
  }

  // ---- The choice of the scheme

  @Test
  void theStrongestSchemeIsAnswered() throws Exception {
    provide("user", "pass");
    try (TestServer server =
        TestServer.start(
            exchange -> {
              if (exchange.header("authorization") == null) {
                exchange
                    .reply(401)
                    .header("WWW-Authenticate", "Basic realm=\"r\"")
                    .header("WWW-Authenticate", "Digest realm=\"r\", nonce=\"a\", qop=\"auth\"")
                    .header(
                        "WWW-Authenticate",
                        "Digest realm=\"r\", nonce=\"b\", qop=\"auth\", algorithm=SHA-256")
                    .empty();
              } else {
                exchange.respond(200, exchange.header("authorization"));
              }
            })) {
      assertThat(client.get(server.url("/")).text())
          .startsWith("Digest ")
          .contains("algorithm=SHA-256");
    }
    assertThat(asked).extracting(AuthChallenge::scheme).containsExactly(AuthScheme.DIGEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer realm=\"r\"", "Unknown", "", "Digest realm=\"r\"", "\u0080"})
  void whatCannotBeAnsweredIsDelivered(String challenge) throws Exception {
    provide("user", "pass");
    try (TestServer server =
        TestServer.start(
            exchange -> exchange.reply(401).header("WWW-Authenticate", challenge).text("no"))) {
      RoadCall call = client.get(server.url("/"));

      assertThat(call.status()).isEqualTo(401);
      assertThat(call.text()).isEqualTo("no");
    }
    assertThat(asked).isEmpty();
  }

  // ---- NTLM

  private static TestServer ntlmServer(NtlmGate gate) throws IOException {
    return TestServer.start(
        exchange -> {
          String body = exchange.bodyText();
          String user = gate.admit(exchange);
          if (user != null) {
            exchange.respond(200, user + " " + body);
          }
        });
  }

  @Test
  void ntlmLogsTheConnectionIn() throws Exception {
    provide("DOM\\ann", "päss");
    try (TestServer server = ntlmServer(new NtlmGate("DOM", "ann", "päss", false))) {
      RoadCall call =
          client.start(server.url("/"), r -> r.method("POST").body(TestBody.of("body")));

      assertThat(call.text()).isEqualTo("ann body");
      assertThat(client.get(server.url("/again")).text()).isEqualTo("ann ");
      // Refused, challenged, in; and once more without a word.
      assertThat(server.requestCount()).isEqualTo(4);
      assertThat(server.connectionCount()).isEqualTo(1);
      assertThat(server.requests().get(3).header("authorization")).isNull();
      assertThat(asked).hasSize(1);
      assertThat(asked.get(0).realm()).isEmpty();
    }
  }

  @Test
  void ntlmsFirstMessageGoesWithoutTheBody() throws Exception {
    provide("DOM\\ann", "x");
    String body = "b".repeat(300_000);
    try (TestServer server = ntlmServer(new NtlmGate("DOM", "ann", "x", false))) {
      for (boolean chunked : new boolean[] {false, true}) {
        int before = server.requests().size();
        RoadCall call =
            client.start(
                server.url("/" + chunked),
                r ->
                    r.method("POST")
                        .headers(new HeaderList().add("Content-Type", "text/x"))
                        .chunked(chunked)
                        .body(TestBody.of(body)));
        assertThat(call.text()).isEqualTo("ann " + body);
        RoadCall.join(client.context().authentication().clearCache());
        server.awaitOpenConnections(0);

        List<RecordedRequest> requests = server.requests();
        assertThat(requests).hasSize(before + 3);
        RecordedRequest first = requests.get(before + 1);
        assertThat(first.header("authorization")).startsWith("NTLM ");
        assertThat(first.header("content-length")).isEqualTo("0");
        assertThat(first.header("transfer-encoding")).isNull();
        assertThat(first.header("content-type")).isEqualTo("text/x");
        RecordedRequest last = requests.get(before + 2);
        assertThat(last.header("content-length")).isEqualTo(chunked ? null : "300000");
      }
    }
  }

  @Test
  void aServerThatTakesNtlmsFirstMessageForTheRequestFailsIt() throws Exception {
    provide("DOM\\ann", "x");
    try (TestServer server =
        TestServer.start(
            exchange -> {
              exchange.body();
              if (exchange.header("authorization") == null) {
                exchange.reply(401).header("WWW-Authenticate", "NTLM").empty();
              } else {
                exchange.respond(200, "an empty request, it seems");
              }
            })) {
      RoadCall call =
          client.start(server.url("/"), r -> r.method("POST").body(TestBody.of("body")));
      assertThat(call.error()).isEqualTo(NetError.INVALID_RESPONSE);
      assertThat(client.get(server.url("/")).status()).isEqualTo(200);
    }
  }

  @Test
  void ntlmOverTlsIsBoundToTheServersCertificate() throws Exception {
    provide("DOM\\ann", "x");
    TestIdentity identity =
        TestAuthority.shared().leaf().names("localhost").key(KeyKind.RSA_2048).issue();
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(identity.certificate().getEncoded());
    ByteBuffer struct = ByteBuffer.allocate(20 + 21 + 32).order(ByteOrder.LITTLE_ENDIAN);
    struct.putInt(16, 53).position(20);
    struct.put("tls-server-end-point:".getBytes(StandardCharsets.US_ASCII)).put(digest);
    byte[] bindings = MessageDigest.getInstance("MD5").digest(struct.array());
    NtlmGate bound = new NtlmGate("DOM", "ann", "x", false).boundTo(bindings);
    NtlmGate unbound = new NtlmGate("DOM", "ann", "x", false).boundTo(new byte[16]);
    NtlmGate other = new NtlmGate("DOM", "ann", "x", false).boundTo(digest);
    try (TestServer secure = TestServer.builder().tls(identity).start(gated(bound));
        TestServer plain = TestServer.start(gated(unbound));
        TestServer wrong = TestServer.builder().tls(identity).start(gated(other))) {
      assertThat(client.get(secure.url("localhost", "/")).text()).isEqualTo("ann");
      assertThat(client.get(plain.url("/")).text()).isEqualTo("ann");
      assertThat(client.get(wrong.url("localhost", "/")).status()).isEqualTo(401);
    }
  }

  private static TestServer.Handler gated(NtlmGate gate) {
    return exchange -> {
      String user = gate.admit(exchange);
      if (user != null) {
        exchange.respond(200, user);
      }
    };
  }

  @Test
  void ntlmWithAWrongPasswordIsAskedForAgain() throws Exception {
    AtomicInteger count = new AtomicInteger();
    provide(
        (challenge, decision) ->
            decision.logIn(
                AuthCredentials.of("DOM\\ann", count.incrementAndGet() == 2 ? "right" : "wrong")));
    try (TestServer server = ntlmServer(new NtlmGate("DOM", "ann", "right", false))) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("ann ");
    }
    assertThat(asked).extracting(AuthChallenge::firstAttempt).containsExactly(true, false);
  }

  @Test
  void ntlmRequestsSideBySideEachKeepTheirConnection() throws Exception {
    provide("DOM\\ann", "x");
    try (TestServer server = ntlmServer(new NtlmGate("DOM", "ann", "x", false))) {
      List<RoadCall> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        calls.add(client.get(server.url("/" + i)));
      }
      for (RoadCall call : calls) {
        assertThat(call.text()).isEqualTo("ann ");
      }
      assertThat(asked).hasSize(1);
      assertThat(server.connectionCount()).isLessThanOrEqualTo(6);
    }
  }

  @Test
  void aConnectionThatIsLoggedInDoesNotServeWhoWantsNone() throws Exception {
    provide("DOM\\ann", "x");
    try (TestServer server = ntlmServer(new NtlmGate("DOM", "ann", "x", false))) {
      assertThat(client.get(server.url("/")).status()).isEqualTo(200);
      RoadCall omitted = client.start(server.url("/"), r -> r.useAuthentication(false));
      assertThat(omitted.status()).isEqualTo(401);
    }
  }

  @Test
  void anotherLoginGetsAnotherConnection() throws Exception {
    provide("DOM\\ann", "x");
    try (TestServer server = ntlmServer(new NtlmGate("DOM", "ann", "x", false))) {
      assertThat(client.get(server.url("/")).status()).isEqualTo(200);
      String other = server.url("/").replace("://", "://DOM%5Cann:x@");
      assertThat(client.get(other).text()).isEqualTo("ann ");
      assertThat(server.connectionCount()).isEqualTo(2);
    }
  }

  @Test
  void clearedLoginsCloseTheirConnections() throws Exception {
    provide("DOM\\ann", "x");
    try (TestServer server = ntlmServer(new NtlmGate("DOM", "ann", "x", false))) {
      assertThat(client.get(server.url("/")).status()).isEqualTo(200);
      client.context().authentication().provider(null);
      RoadCall.join(client.context().authentication().clearCache());
      server.awaitOpenConnections(0);

      assertThat(client.get(server.url("/")).status()).isEqualTo(401);
    }
  }

  @Test
  void aConnectionThatDiesBetweenTheRoundsStartsTheLoginOver() throws Exception {
    provide("DOM\\ann", "x");
    NtlmGate gate = new NtlmGate("DOM", "ann", "x", false);
    AtomicInteger challenges = new AtomicInteger();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              String given = exchange.header("authorization");
              boolean last = given != null && given.length() > 100;
              if (last && challenges.getAndIncrement() == 0) {
                exchange.reset();
                return;
              }
              String user = gate.admit(exchange);
              if (user != null) {
                exchange.respond(200, user);
              }
            })) {
      assertThat(client.get(server.url("/")).text()).isEqualTo("ann");
      assertThat(asked).hasSize(1);
    }
  }

  @Test
  void aServerThatClosesAfterEachRoundIsGivenUp() throws Exception {
    provide("DOM\\ann", "x");
    try (RawServer server =
        RawServer.start(
            connection -> {
              String head = connection.readHead();
              String token =
                  head.contains("NTLM T")
                      ? " TlRMTVNTUAACAAAAAAAAADAAAAABAoIAASNFZ4mrze8AAAAAAAAAAAAAAAAAAAAA"
                      : "";
              connection.write(
                  "HTTP/1.1 401 No\r\nConnection: close\r\nContent-Length: 2\r\n"
                      + "WWW-Authenticate: NTLM"
                      + token
                      + "\r\n\r\nno");
            })) {
      RoadCall call = client.get(server.url("/"));

      assertThat(call.status()).isEqualTo(401);
      assertThat(server.connectionCount()).isLessThan(10);
    }
  }

  @Test
  void ntlmOverHttp2GoesOnOverHttp1() throws Exception {
    provide("DOM\\ann", "x");
    NtlmGate gate = new NtlmGate("DOM", "ann", "x", false);
    try (TestServer server =
        TestServer.builder()
            .tls(TestAuthority.shared().localhost())
            .http2()
            .start(
                exchange -> {
                  String user = gate.admit(exchange);
                  if (user != null) {
                    exchange.respond(200, user);
                  }
                })) {
      RoadCall call = client.get(server.url("/"));

      assertThat(call.text()).isEqualTo("ann");
      assertThat(call.response().version()).isEqualTo(HttpVersion.HTTP_1_1);
      assertThat(server.connectionCount()).isEqualTo(2);
    }
  }

  @Test
  void aDamagedNtlmChallengeIsDelivered() throws Exception {
    provide("DOM\\ann", "x");
    for (String token : List.of("AAAA", "!!!!", "TlRMTVNTUAACAAAA", "A".repeat(20_000))) {
      try (TestServer server =
          TestServer.start(
              exchange ->
                  exchange
                      .reply(401)
                      .header(
                          "WWW-Authenticate",
                          exchange.header("authorization") == null ? "NTLM" : "NTLM " + token)
                      .text("no"))) {
        assertThat(client.get(server.url("/")).status()).isEqualTo(401);
        assertThat(server.requestCount()).isLessThan(8);
      }
    }
  }

  // ---- Hostile servers

  @Test
  void anEndlessStaleNonceIsGivenUp() throws Exception {
    provide("user", "pass");
    AtomicInteger nonce = new AtomicInteger();
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange
                    .reply(401)
                    .header(
                        "WWW-Authenticate",
                        "Digest realm=\"r\", stale=true, nonce=\"" + nonce.incrementAndGet() + "\"")
                    .text("no"))) {
      assertThat(client.get(server.url("/")).status()).isEqualTo(401);
      assertThat(server.requestCount()).isLessThan(30);
    }
  }

  @Test
  void aRealmThatChangesForEverIsGivenUp() throws Exception {
    AtomicInteger count = new AtomicInteger();
    provide(
        (challenge, decision) ->
            decision.logIn(AuthCredentials.of("user", "pass" + count.incrementAndGet())));
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange
                    .reply(401)
                    .header("WWW-Authenticate", "Basic realm=\"" + System.nanoTime() + "\"")
                    .text("no"))) {
      assertThat(client.get(server.url("/")).status()).isEqualTo(401);
      assertThat(server.requestCount()).isLessThan(30);
    }
  }

  @Test
  void aBodyOfA401ThatNeverEndsIsGivenUp() throws Exception {
    provide("user", "pass");
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestServer server =
        TestServer.start(
            exchange -> {
              if (exchange.header("authorization") != null) {
                exchange.respond(200, "in");
                return;
              }
              try (ReplyBody body =
                  exchange.reply(401).header("WWW-Authenticate", "Basic realm=\"r\"").chunked()) {
                if (exchange.path().equals("/flood")) {
                  for (int i = 0; i < 100_000; i++) {
                    body.write("x".repeat(10_000));
                  }
                } else {
                  body.await(gate);
                }
              }
            })) {
      assertThat(client.get(server.url("/flood")).text()).isEqualTo("in");
      RoadCall.join(client.context().authentication().clearCache());
      assertThat(client.get(server.url("/stall")).text()).isEqualTo("in");
      gate.complete(null);
    }
  }

  @Test
  void aRedirectTakesNoLoginAlong() throws Exception {
    provide((challenge, decision) -> decision.decline());
    try (TestServer other = TestServer.start(exchange -> exchange.respond(200, "x"));
        TestServer server =
            TestServer.start(
                exchange -> {
                  if (exchange.header("authorization") == null) {
                    exchange.reply(401).header("WWW-Authenticate", "Basic realm=\"r\"").empty();
                  } else {
                    exchange.reply(302).header("Location", other.url("/")).empty();
                  }
                })) {
      RoadCall call = client.get(server.url("/").replace("://", "://user:pass@"));

      assertThat(call.status()).isEqualTo(200);
      assertThat(other.requests().get(0).header("authorization")).isNull();
      assertThat(call.urls()).containsExactly(server.url("/"), other.url("/"));
    }
  }

  @Test
  void aLoginIsSentUnaskedOnlyBelowItsFolder() throws Exception {
    provide("user", "pass");
    try (TestServer server =
        TestServer.start(
            exchange -> {
              if (exchange.path().startsWith("/in/") && exchange.header("authorization") == null) {
                exchange.reply(401).header("WWW-Authenticate", "Basic realm=\"r\"").empty();
              } else {
                exchange.respond(200, "x");
              }
            })) {
      client.get(server.url("/in/a")).status();
      client.get(server.url("/in/b")).status();
      client.get(server.url("/out")).status();

      assertThat(server.requests())
          .extracting(RecordedRequest::path)
          .containsExactly("/in/a", "/in/a", "/in/b", "/out");
      assertThat(server.requests().get(2).header("authorization")).isNotNull();
      assertThat(server.requests().get(3).header("authorization")).isNull();
    }
  }

  @Test
  void aRealmOfControlCharactersIsShownEscaped() throws Exception {
    provide((challenge, decision) -> decision.decline());
    try (RawServer server =
        RawServer.start(
            connection -> {
              connection.readHead();
              connection.write(
                  "HTTP/1.1 401 No\r\nContent-Length: 0\r\n"
                      + "WWW-Authenticate: Basic realm=\"a\u001b[31m\u00e2\u0080\u00ae\"\r\n\r\n");
              connection.staySilent();
            })) {
      assertThat(client.get(server.url("/")).status()).isEqualTo(401);
    }
    assertThat(asked.get(0).toString()).contains("a\\u{1b}[31m\\u{202e}");
  }

  @Test
  void cancelWhileSomebodyIsAsked() throws Exception {
    CompletableFuture<Runnable> late = new CompletableFuture<>();
    provide(
        (challenge, decision) ->
            late.complete(() -> decision.logIn(AuthCredentials.of("user", "pass"))));
    try (TestServer server =
        TestServer.start(
            exchange ->
                exchange.reply(401).header("WWW-Authenticate", "Basic realm=\"r\"").text("no"))) {
      RoadCall call = client.get(server.url("/"));
      Runnable answer = RoadCall.join(late);
      call.cancel();

      assertThat(call.error()).isEqualTo(NetError.ABORTED);
      answer.run();
      client.settle();
      assertThat(server.requestCount()).isEqualTo(1);
    }
  }
}
