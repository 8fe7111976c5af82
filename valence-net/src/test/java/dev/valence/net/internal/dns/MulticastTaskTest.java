package dev.valence.net.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.dns.DnsQueryType;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.internal.dns.client.ResolverSurroundings;
import dev.valence.net.internal.dns.multicast.MulticastQuery;
import dev.valence.net.internal.dns.multicast.MulticastRoute;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Multicast DNS at responders on loopback. */
@Timeout(30)
final class MulticastTaskTest {
  private final ResolverLab lab = new ResolverLab(HostResolverConfig.defaults());

  @AfterEach
  void close() {
    lab.close();
  }

  private HostAnswer ask(
      String host, DnsQueryType type, MulticastQuery.Patience patience, RawNameServer... responders)
      throws Exception {
    var loop = lab.loops.next();
    MulticastTask task =
        new MulticastTask(
            new ResolverSurroundings(
                loop,
                NioSocketChannel.class,
                () -> NioDatagramChannel.class,
                Runnable::run,
                lab.netLog,
                lab.clock::get),
            () ->
                List.of(responders).stream()
                    .map(responder -> MulticastRoute.to(responder.socketAddress()))
                    .toList(),
            patience);
    CompletableFuture<HostAnswer> result = new CompletableFuture<>();
    loop.execute(() -> task.start(new HostQuestion(host, type, 0), result::complete));
    return result.get(20, TimeUnit.SECONDS);
  }

  private static final MulticastQuery.Patience PATIENT =
      new MulticastQuery.Patience(100, 10_000, 10_000);

  @Test
  void n242_aResponderAnswersByUnicast() throws Exception {
    try (RawNameServer responder =
        RawNameServer.answering(
            query ->
                DnsBytes.answerTo(query)
                    .flags(0x8400)
                    .a("Printer.local", "10.0.0.3", 10)
                    .a("printer.local", "fe80::1", 120)
                    .a("other.local", "10.6.6.6", 10)
                    .bytes())) {
      HostAnswer answer = ask("printer.local", null, PATIENT, responder);
      assertThat(answer.addresses()).hasSize(2);
      assertThat(answer.ttlSeconds()).isEqualTo(10);
      assertThat(ask("printer.local", DnsQueryType.A, PATIENT, responder).addresses()).hasSize(1);
    }
  }

  @Test
  void theQuestionIsRepeatedAndStrayPacketsArePassedOver() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (RawNameServer responder =
        RawNameServer.udp(
            query ->
                asked.incrementAndGet() == 1
                    ? List.of(
                        new byte[3],
                        DnsBytes.answerTo(query)
                            .a("a.local", "10.6.6.6", 9)
                            .bytes(query[0] ^ 0xFFFF))
                    : List.of(DnsBytes.answerTo(query).a("a.local", "10.0.0.4", 9).bytes()))) {
      assertThat(ask("a.local", DnsQueryType.A, PATIENT, responder).addresses().toString())
          .isEqualTo("[/10.0.0.4]");
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void oneOfSeveralLinksIsEnough() throws Exception {
    try (RawNameServer silent = RawNameServer.silent();
        RawNameServer responder =
            RawNameServer.answering(
                query -> DnsBytes.answerTo(query).a("a.local", "10.0.0.4", 9).bytes())) {
      assertThat(ask("a.local", DnsQueryType.A, PATIENT, silent, responder).addresses()).hasSize(1);
    }
  }

  @Test
  void nobodyAnswers() throws Exception {
    try (RawNameServer silent = RawNameServer.silent()) {
      HostAnswer answer = ask("a.local", null, new MulticastQuery.Patience(20, 100, 50), silent);
      assertThat(answer.failure()).hasMessage("net::ERR_NAME_NOT_RESOLVED");
      assertThat(ask("a.local", null, PATIENT).failure().detail()).contains("no link");
    }
  }
}
