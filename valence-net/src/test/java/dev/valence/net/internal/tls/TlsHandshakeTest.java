package dev.valence.net.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.internal.tls.BadCertificates.Case;
import dev.valence.net.tls.TlsProvider;
import dev.valence.net.tls.TlsSettings;
import dev.valence.net.tls.TlsVersion;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Real handshakes over loopback, with both implementations of TLS on the client's side. */
@Timeout(60)
final class TlsHandshakeTest {
  private static final ExecutorService BLOCKING = Executors.newCachedThreadPool();
  private static final String HOST = "server.test";

  private static final TlsContexts CONTEXTS =
      new TlsContexts(BLOCKING, "test"::equals, Clock.systemUTC());

  @AfterAll
  static void stop() {
    BLOCKING.shutdown();
  }

  static Stream<Arguments> providersAndCertificates() {
    return Stream.of(TlsProvider.BORINGSSL, TlsProvider.JSSE)
        .flatMap(
            provider ->
                BadCertificates.all().stream()
                    // Servers refuse to send this one.
                    .filter(certificate -> !certificate.name().contains("disorder"))
                    .map(certificate -> Arguments.of(provider, certificate)));
  }

  private static TlsSettings.Builder trusting(TlsProvider provider) {
    return TlsSettings.builder()
        .provider(provider)
        .systemRoots(false)
        .extraRoot(BadCertificates.ROOT.certificate());
  }

  private static TlsContext client(TlsProvider provider, Consumer<TlsSettings.Builder> more)
      throws Exception {
    TlsSettings.Builder settings = trusting(provider);
    more.accept(settings);
    return CONTEXTS.context(settings.build()).get(20, TimeUnit.SECONDS);
  }

  private static TlsContext client(TlsProvider provider) throws Exception {
    return client(provider, settings -> {});
  }

  private static SslContextBuilder serverFor(Case certificate) {
    return SslContextBuilder.forServer(
            certificate.leaf().key(), List.<X509Certificate>of(certificate.chain()))
        .sslProvider(SslProvider.OPENSSL)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                "h2",
                "http/1.1"));
  }

  private static TlsPeer serve(SslContextBuilder builder) throws Exception {
    SslContext context = builder.build();
    return new TlsPeer(() -> context.newHandler(UnpooledByteBufAllocator.DEFAULT));
  }

  private static void assertOutcome(
      TlsPeer server, TlsContext client, String host, NetError expected) throws Exception {
    NetError error = null;
    String detail = null;
    try {
      server.handshake(client, host, true);
    } catch (ExecutionException e) {
      NetException failure = (NetException) e.getCause();
      error = failure.error();
      detail = failure.detail();
    }
    assertThat(error).as(detail).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("providersAndCertificates")
  void eachCertificateHasChromiumsError(TlsProvider provider, Case certificate) throws Exception {
    try (TlsPeer server = serve(serverFor(certificate))) {
      assertOutcome(server, client(provider), HOST, certificate.expected());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void http2IsOfferedWhenAskedFor(TlsProvider provider) throws Exception {
    TlsContext client = client(provider);
    assertThat(client.provider()).isEqualTo(provider);
    try (TlsPeer server = serve(serverFor(BadCertificates.good()))) {
      assertThat(server.handshake(client, HOST, true).protocol()).isEqualTo("h2");
      assertThat(server.handshake(client, HOST, false).protocol()).isEqualTo("http/1.1");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void theNameIsSentUnlessItIsAnAddress(TlsProvider provider) throws Exception {
    Case certificate = BadCertificates.good();
    SslContext context = serverFor(certificate).build();
    BlockingQueue<String> names = new LinkedBlockingQueue<>();
    try (TlsPeer server =
        new TlsPeer(
            () ->
                new SniHandler(
                    name -> {
                      names.add(String.valueOf(name));
                      return context;
                    }))) {
      TlsContext client = client(provider);
      assertOutcome(server, client, HOST, null);
      assertOutcome(server, client, HOST + ".", null);
      assertOutcome(server, client, "127.0.0.1", null);
      assertOutcome(server, client, "localhost", NetError.CERT_COMMON_NAME_INVALID);
      assertOutcome(server, client, "under_score.test", NetError.CERT_COMMON_NAME_INVALID);
      assertOutcome(server, client, "[::1]", NetError.CERT_COMMON_NAME_INVALID);
    }
    assertThat(names).containsExactly(HOST, HOST, "null", "localhost", "under_score.test", "null");
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void versionsWithNothingInCommonAreAMismatch(TlsProvider provider) throws Exception {
    TlsContext newOnly = client(provider, settings -> settings.minVersion(TlsVersion.TLS_1_3));
    TlsContext oldOnly = client(provider, settings -> settings.maxVersion(TlsVersion.TLS_1_2));
    try (TlsPeer old = serve(serverFor(BadCertificates.good()).protocols("TLSv1.2"));
        TlsPeer recent = serve(serverFor(BadCertificates.good()).protocols("TLSv1.3"));
        TlsPeer ancient = serve(serverFor(BadCertificates.good()).protocols("TLSv1.1"))) {
      assertOutcome(old, newOnly, HOST, NetError.SSL_VERSION_OR_CIPHER_MISMATCH);
      assertOutcome(recent, oldOnly, HOST, NetError.SSL_VERSION_OR_CIPHER_MISMATCH);
      assertOutcome(ancient, client(provider), HOST, NetError.SSL_VERSION_OR_CIPHER_MISMATCH);
      assertThat(old.handshake(oldOnly, HOST, true).handler().engine().getSession().getProtocol())
          .isEqualTo("TLSv1.2");
      assertThat(
              recent.handshake(newOnly, HOST, true).handler().engine().getSession().getProtocol())
          .isEqualTo("TLSv1.3");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void ciphersWithNothingInCommonAreAMismatch(TlsProvider provider) throws Exception {
    try (TlsPeer server =
        serve(
            serverFor(BadCertificates.good())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.2")
                .ciphers(List.of("TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384")))) {
      assertOutcome(server, client(provider), HOST, NetError.SSL_VERSION_OR_CIPHER_MISMATCH);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void sessionsAreResumed(TlsProvider provider) throws Exception {
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      TlsContexts fresh = new TlsContexts(BLOCKING, "test"::equals, Clock.systemUTC());
      TlsContext client = fresh.context(trusting(provider).build()).get(20, TimeUnit.SECONDS);
      try (TlsPeer server = serve(serverFor(BadCertificates.good()).protocols(version))) {
        server.handshake(client, HOST, true);
        int full = server.sent();
        int certificate = BadCertificates.good().chain()[0].getEncoded().length;
        for (int i = 0; i < 3; i++) {
          server.handshake(client, HOST, true);
          assertThat(server.sent()).as(version).isLessThan(full - certificate);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void aResumedSessionIsJudgedAgain(TlsProvider provider) throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    TlsContexts moving = new TlsContexts(BLOCKING, "test"::equals, clock(now));
    TlsContext client = moving.context(trusting(provider).build()).get(20, TimeUnit.SECONDS);
    try (TlsPeer server = serve(serverFor(BadCertificates.good()).protocols("TLSv1.2"))) {
      assertOutcome(server, client, HOST, null);
      assertOutcome(server, client, HOST, null);
      now.set(now.get().plus(Duration.ofDays(100)));
      assertOutcome(server, client, HOST, NetError.CERT_DATE_INVALID);
    }
  }

  private static Clock clock(AtomicReference<Instant> now) {
    return new Clock() {
      @Override
      public Instant instant() {
        return now.get();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void whatIsNoTlsIsAProtocolError(TlsProvider provider) throws Exception {
    assertServer(
        provider,
        context ->
            context.writeAndFlush(
                Unpooled.copiedBuffer(
                    "HTTP/1.1 400 Bad Request\r\n\r\n", StandardCharsets.US_ASCII)),
        NetError.SSL_PROTOCOL_ERROR);
    assertServer(
        provider,
        context ->
            context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {22, 3, 3, 0, 4, 99, 0, 0, 0})),
        NetError.SSL_PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void aServerThatHangsUpInTheHandshakeIsClosedOrReset(TlsProvider provider) throws Exception {
    assertServer(provider, ChannelHandlerContext::close, NetError.CONNECTION_CLOSED);
    assertServer(
        provider,
        context -> {
          context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
          context.close();
        },
        NetError.CONNECTION_RESET);
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void aServersAlertHasItsOwnError(TlsProvider provider) throws Exception {
    assertServer(provider, alert(112), NetError.SSL_UNRECOGNIZED_NAME_ALERT);
    assertServer(provider, alert(40), NetError.SSL_VERSION_OR_CIPHER_MISMATCH);
    assertServer(provider, alert(80), NetError.SSL_PROTOCOL_ERROR);
    assertServer(provider, alert(0), NetError.SSL_PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JSSE"})
  void aServerThatWantsACertificateHasItsOwnError(TlsProvider provider) throws Exception {
    try (TlsPeer server =
        serve(
            serverFor(BadCertificates.good())
                .protocols("TLSv1.2")
                .trustManager(BadCertificates.ROOT.certificate())
                .clientAuth(ClientAuth.REQUIRE))) {
      // The server tells it by handshake_failure in TLS 1.2, which alone would mean another error.
      assertOutcome(server, client(provider), HOST, NetError.BAD_SSL_CLIENT_AUTH_CERT);
      assertOutcome(server, client(provider), HOST, NetError.BAD_SSL_CLIENT_AUTH_CERT);
    }
  }

  private static Consumer<ChannelHandlerContext> alert(int number) {
    byte[] record = {21, 3, 3, 0, 2, (byte) (number == 0 ? 1 : 2), (byte) number};
    return context -> context.writeAndFlush(Unpooled.wrappedBuffer(record));
  }

  /** A server that answers the first bytes by some act. */
  private void assertServer(
      TlsProvider provider, Consumer<ChannelHandlerContext> act, NetError expected)
      throws Exception {
    try (TlsPeer server = new TlsPeer(() -> new Actor(act))) {
      assertOutcome(server, client(provider), HOST, expected);
    }
  }

  private static final class Actor extends ChannelInboundHandlerAdapter implements ChannelHandler {
    private final Consumer<ChannelHandlerContext> act;

    Actor(Consumer<ChannelHandlerContext> act) {
      this.act = act;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
      act.accept(context);
    }
  }

  @Test
  void equalSettingsShareAContextUntilItIsCleared() throws Exception {
    TlsContext first = client(TlsProvider.JSSE);
    assertThat(client(TlsProvider.JSSE)).isSameAs(first);
    CONTEXTS.clear();
    assertThat(client(TlsProvider.JSSE)).isNotSameAs(first);
  }

  @Test
  void anExecutorThatRefusesFailsTheContextAndTheNextCallTriesAgain() {
    TlsContexts refused =
        new TlsContexts(
            task -> {
              throw new RejectedExecutionException();
            });
    for (int i = 0; i < 2; i++) {
      assertThat(refused.context(TlsSettings.defaults()))
          .failsWithin(5, TimeUnit.SECONDS)
          .withThrowableOfType(ExecutionException.class)
          .havingCause()
          .isInstanceOfSatisfying(
              NetException.class, e -> assertThat(e.error()).isEqualTo(NetError.ABORTED));
    }
  }

  @Test
  void theSystemsRootsServeByDefault() throws Exception {
    TlsContext client = CONTEXTS.context(TlsSettings.defaults()).get(20, TimeUnit.SECONDS);
    try (TlsPeer server = serve(serverFor(BadCertificates.good()))) {
      assertOutcome(server, client, HOST, NetError.CERT_AUTHORITY_INVALID);
    }
  }
}
