package dev.valence.net.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetException;
import dev.valence.net.dns.HostResolverConfig;
import dev.valence.net.dns.HostResolverSource;
import dev.valence.net.dns.ResolveHostOptions;
import dev.valence.net.internal.netlog.NetLogEvent;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built-in resolver and name servers of every kind. */
@Timeout(60)
final class BuiltInResolverTest {
  private static final ResolveHostOptions A_BY_DNS =
      ResolveHostOptions.builder().queryType("A").source(HostResolverSource.DNS).build();

  private static ResolverLab lab(RawNameServer... servers) {
    return new ResolverLab(
        HostResolverConfig.builder()
            .enableBuiltInResolver(true)
            .nameServers(Arrays.stream(servers).map(RawNameServer::address).toList())
            .build());
  }

  private static byte[] good(byte[] query) {
    DnsBytes answer = DnsBytes.answerTo(query);
    String name = DnsBytes.nameOf(query);
    return switch (DnsBytes.typeOf(query)) {
      case 1 -> answer.a(name, "10.0.0.1", 300).bytes();
      case 28 -> answer.a(name, "2001:db8::1", 300).bytes();
      default -> answer.bytes();
    };
  }

  /** What one look-up of {@code a.test} finds at a server with this habit. */
  private static String find(Function<byte[], List<byte[]>> habit) throws Exception {
    try (RawNameServer server = RawNameServer.udp(habit);
        ResolverLab lab = lab(server)) {
      return lab.find("a.test", A_BY_DNS);
    }
  }

  /** The error behind the failure at a server with this habit. */
  private static String cause(Function<byte[], List<byte[]>> habit) throws Exception {
    try (RawNameServer server = RawNameServer.udp(habit);
        ResolverLab lab = lab(server)) {
      NetException told = lab.failure("a.test", A_BY_DNS);
      assertThat(told).hasMessage("net::ERR_NAME_NOT_RESOLVED");
      return told.getCause() == null ? "none" : String.valueOf(told.getCause().getMessage());
    }
  }

  @Test
  void bothKindsOfAddressesAreAskedForAndKeptByTheirTime() throws Exception {
    try (RawNameServer server = RawNameServer.answering(BuiltInResolverTest::good);
        ResolverLab lab = lab(server)) {
      assertThat(lab.find("A.test")).isEqualTo("2001:db8::1 10.0.0.1");
      assertThat(server.asked).containsExactlyInAnyOrder("a.test/1", "a.test/28");
      lab.passSeconds(299);
      lab.find("a.test");
      assertThat(server.asked).hasSize(2);
      lab.passSeconds(1);
      lab.find("a.test");
      assertThat(server.asked).hasSize(4);
      assertThat(lab.systemLookups).isEmpty();
    }
  }

  @Test
  void shortAndHugeTimesAreBounded() throws Exception {
    AtomicReference<Long> ttl = new AtomicReference<>(0L);
    try (RawNameServer server =
            RawNameServer.answering(
                query -> DnsBytes.answerTo(query).a("a.test", "10.0.0.1", ttl.get()).bytes());
        ResolverLab lab = lab(server)) {
      lab.find("a.test", A_BY_DNS);
      lab.passSeconds(Lifetimes.LEAST_FOUND - 1);
      lab.find("a.test", A_BY_DNS);
      assertThat(server.asked).hasSize(1);
      ttl.set((long) Integer.MAX_VALUE);
      lab.passSeconds(1);
      lab.find("a.test", A_BY_DNS);
      assertThat(server.asked).hasSize(2);
      lab.passSeconds(Lifetimes.MOST);
      ttl.set(0xFFFFFFFFL);
      lab.find("a.test", A_BY_DNS);
      assertThat(server.asked).hasSize(3);
      lab.passSeconds(Lifetimes.LEAST_FOUND);
      lab.find("a.test", A_BY_DNS);
      assertThat(server.asked).hasSize(4);
    }
  }

  @Test
  void aNameThatDoesNotExistIsKeptByTheZonesMinimum() throws Exception {
    try (RawNameServer server =
            RawNameServer.answering(
                query -> DnsBytes.answerTo(query).rcode(3).soa("test", 900, 120).bytes());
        ResolverLab lab = lab(server)) {
      assertThat(lab.failure("a.test", A_BY_DNS).detail()).contains("DNS has no address");
      lab.passSeconds(119);
      lab.failure("a.test", A_BY_DNS);
      assertThat(server.asked).hasSize(1);
      lab.passSeconds(1);
      lab.failure("a.test", A_BY_DNS);
      assertThat(server.asked).hasSize(2);
    }
  }

  @Test
  void aMissWithoutAnSoaIsNotKept() throws Exception {
    try (RawNameServer server =
            RawNameServer.answering(query -> DnsBytes.answerTo(query).rcode(3).bytes());
        ResolverLab lab = lab(server)) {
      lab.failure("a.test", A_BY_DNS);
      lab.failure("a.test", A_BY_DNS);
      assertThat(server.asked).hasSize(2);
    }
  }

  @Test
  void whatDnsDoesNotKnowTheSystemIsAskedUnlessDnsAloneIsWanted() throws Exception {
    try (RawNameServer server =
            RawNameServer.answering(query -> DnsBytes.answerTo(query).rcode(3).bytes());
        ResolverLab lab = lab(server)) {
      lab.system.put("a.test", List.of("10.0.0.8"));
      assertThat(lab.find("a.test")).isEqualTo("10.0.0.8");
      assertThat(lab.find("a.test", A_BY_DNS)).isEqualTo("net::ERR_NAME_NOT_RESOLVED");
    }
  }

  @Test
  void aliasesAreFollowedAndTheShortestTimeCounts() throws Exception {
    try (RawNameServer server =
            RawNameServer.answering(
                query ->
                    DnsBytes.answerTo(query)
                        .cname("A.test", "b.test", 100)
                        .cname("b.test", "C.test", 500)
                        .a("c.test", "10.0.0.5", 500)
                        .a("other.test", "10.6.6.6", 500)
                        .bytes());
        ResolverLab lab = lab(server)) {
      assertThat(lab.find("a.test", A_BY_DNS)).isEqualTo("10.0.0.5");
      lab.passSeconds(100);
      lab.find("a.test", A_BY_DNS);
      assertThat(server.asked).hasSize(2);
    }
  }

  @Test
  void circlesOfAliasesAndPointersAreMalformed() throws Exception {
    assertThat(
            cause(
                query ->
                    List.of(
                        DnsBytes.answerTo(query)
                            .cname("a.test", "b.test", 1)
                            .cname("b.test", "a.test", 1)
                            .bytes())))
        .isEqualTo("net::ERR_DNS_MALFORMED_RESPONSE");
    byte[] toItself = DnsBytes.u16(0xC000 | DnsBytes.HEADER + 6 + 6);
    assertThat(
            cause(
                query ->
                    List.of(
                        DnsBytes.answerTo(query)
                            .record(DnsBytes.u16(0xC018), 1, 1, new byte[4])
                            .record(toItself, 1, 1, new byte[4])
                            .bytes())))
        .isEqualTo("net::ERR_DNS_MALFORMED_RESPONSE");
  }

  @Test
  void codesOfServersAreTold() throws Exception {
    List<String> causes = new CopyOnWriteArrayList<>();
    for (int rcode : new int[] {1, 2, 4, 5, 11}) {
      causes.add(cause(query -> List.of(DnsBytes.answerTo(query).rcode(rcode).bytes())));
    }
    assertThat(causes)
        .containsExactly(
            "net::ERR_DNS_FORMAT_ERROR",
            "net::ERR_DNS_SERVER_FAILURE",
            "net::ERR_DNS_NOT_IMPLEMENTED",
            "net::ERR_DNS_REFUSED",
            "net::ERR_DNS_OTHER_FAILURE");
  }

  @Test
  void aServerThatKnowsNoEdnsIsAskedWithout() throws Exception {
    assertThat(
            find(
                query ->
                    List.of(
                        DnsBytes.hasEdns(query)
                            ? DnsBytes.answerTo(query).question(new byte[0]).rcode(1).bytes()
                            : good(query))))
        .isEqualTo("10.0.0.1");
  }

  @Test
  void whatIsNoAnswerToTheQuestionIsPassedOver() throws Exception {
    assertThat(
            find(
                query ->
                    List.of(
                        new byte[] {1, 2, 3},
                        DnsBytes.answerTo(query)
                            .a("a.test", "10.6.6.1", 9)
                            .bytes(0xBEEF ^ query[0]),
                        DnsBytes.answerTo(query)
                            .question(
                                DnsBytes.join(DnsBytes.name("evil.test"), new byte[] {0, 1, 0, 1}))
                            .a("a.test", "10.6.6.2", 9)
                            .bytes(),
                        DnsBytes.answerTo(query).flags(0x0100).a("a.test", "10.6.6.3", 9).bytes(),
                        good(query))))
        .isEqualTo("10.0.0.1");
  }

  @Test
  void cutAnswersAreAskedForAgainOverTcp() throws Exception {
    try (RawNameServer server =
            RawNameServer.both(
                query -> List.of(DnsBytes.answerTo(query).flags(0x8380).bytes()),
                query -> {
                  DnsBytes answer = DnsBytes.answerTo(query);
                  for (int i = 0; i < 200; i++) {
                    answer.a("a.test", "10.0.1." + i, 100);
                  }
                  return List.of(answer.bytes());
                });
        ResolverLab lab = lab(server)) {
      assertThat(lab.find("a.test", A_BY_DNS).split(" ")).hasSize(200);
      assertThat(server.asked).containsExactly("a.test/1", "a.test/1/tcp");
    }
  }

  @Test
  void aServerThatDoesNotKeepTheCaseIsAskedOverTcp() throws Exception {
    Function<byte[], List<byte[]>> lowering =
        query -> {
          byte[] lower = query.clone();
          for (int i = DnsBytes.HEADER; i < lower.length; i++) {
            lower[i] = (byte) (lower[i] >= 'A' && lower[i] <= 'Z' ? lower[i] + 32 : lower[i]);
          }
          return List.of(good(lower));
        };
    // Thirty letters are all lower case by chance once in a thousand million.
    String name = "abcdefghijklmnopqrstuvwxyz.test";
    try (RawNameServer server = RawNameServer.both(lowering, query -> List.of(good(query)));
        ResolverLab lab = lab(server)) {
      assertThat(lab.find(name, A_BY_DNS)).isEqualTo("10.0.0.1");
      assertThat(server.asked).containsExactly(name + "/1", name + "/1/tcp");
    }
  }

  @Test
  void theNextServerIsAskedWhenOneFailsOrIsSilentAndTheGoodOneStaysFirst() throws Exception {
    try (RawNameServer silent = RawNameServer.silent();
        RawNameServer broken =
            RawNameServer.answering(query -> DnsBytes.answerTo(query).rcode(2).bytes());
        RawNameServer good = RawNameServer.answering(BuiltInResolverTest::good);
        ResolverLab lab = lab(silent, broken, good)) {
      assertThat(lab.find("a.test", A_BY_DNS)).isEqualTo("10.0.0.1");
      assertThat(silent.asked).hasSize(1);
      assertThat(broken.asked).hasSize(1);
      assertThat(lab.find("b.test", A_BY_DNS)).isEqualTo("10.0.0.1");
      assertThat(silent.asked).hasSize(1);
      assertThat(good.asked).hasSize(2);
    }
  }

  @Test
  void nobodyAnswers() throws Exception {
    assertThat(cause(query -> List.of())).isEqualTo("net::ERR_DNS_TIMED_OUT");
    try (RawNameServer gone = RawNameServer.silent()) {
      ResolverLab lab = lab(gone);
      gone.close();
      // The system may keep the news of a closed port to itself: it limits how many it sends.
      assertThat(lab.failure("a.test", A_BY_DNS).getCause().getMessage())
          .isIn("net::ERR_DNS_SERVER_FAILED", "net::ERR_DNS_TIMED_OUT");
      lab.close();
    }
  }

  @Test
  void aSlowServerIsAskedAgain() throws Exception {
    AtomicReference<byte[]> first = new AtomicReference<>();
    try (RawNameServer slow =
            RawNameServer.udp(
                query -> {
                  if (first.compareAndSet(null, query)) {
                    return List.of();
                  }
                  // The second question shows that the first was given up for slow.
                  return List.of(good(query));
                });
        ResolverLab lab = lab(slow)) {
      assertThat(lab.find("a.test", A_BY_DNS)).isEqualTo("10.0.0.1");
      assertThat(slow.asked).hasSize(2);
    }
  }

  @Test
  void oneKindOfAddressesIsEnough() throws Exception {
    try (RawNameServer server =
            RawNameServer.answering(
                query ->
                    DnsBytes.typeOf(query) == 28
                        ? DnsBytes.answerTo(query).rcode(2).bytes()
                        : good(query));
        ResolverLab lab = lab(server)) {
      assertThat(lab.find("a.test")).isEqualTo("10.0.0.1");
    }
  }

  @Test
  void theRoadOfALookupIsTold() throws Exception {
    List<NetLogEvent> events = new CopyOnWriteArrayList<>();
    try (RawNameServer server = RawNameServer.answering(BuiltInResolverTest::good);
        ResolverLab lab = lab(server)) {
      lab.netLog.add(events::add);
      lab.find("a.test", A_BY_DNS);
      lab.find("a.test", A_BY_DNS);
    }
    assertThat(events.stream().map(event -> event.type() + " " + event.phase()))
        .containsExactly(
            "HOST_RESOLVER_MANAGER_JOB BEGIN",
            "HOST_RESOLVER_DNS_TASK BEGIN",
            "DNS_TRANSACTION BEGIN",
            "DNS_TRANSACTION_ATTEMPT NONE",
            "DNS_TRANSACTION_RESPONSE NONE",
            "DNS_TRANSACTION END",
            "HOST_RESOLVER_DNS_TASK END",
            "HOST_RESOLVER_MANAGER_JOB END",
            "HOST_RESOLVER_MANAGER_JOB BEGIN",
            "HOST_RESOLVER_MANAGER_CACHE_HIT NONE",
            "HOST_RESOLVER_MANAGER_JOB END");
  }

  // ---- HTTPS records

  private static byte[] https(int priority, String target, byte[]... params) {
    return DnsBytes.join(DnsBytes.u16(priority), DnsBytes.name(target), DnsBytes.join(params));
  }

  private static ResolverLab labWith(String owner, byte[]... records) throws Exception {
    RawNameServer server =
        RawNameServer.answering(
            query -> {
              if (DnsBytes.typeOf(query) != 65 || !DnsBytes.nameOf(query).equals(owner)) {
                String name = DnsBytes.nameOf(query);
                return DnsBytes.typeOf(query) == 1
                    ? DnsBytes.answerTo(query)
                        .a(name, name.startsWith("svc") ? "10.0.0.2" : "10.0.0.1", 60)
                        .bytes()
                    : DnsBytes.answerTo(query).bytes();
              }
              DnsBytes answer = DnsBytes.answerTo(query);
              for (byte[] record : records) {
                answer.record(DnsBytes.name(owner), 65, 300, record);
              }
              return answer.bytes();
            });
    return lab(server);
  }

  private static String targets(Endpoints endpoints) {
    return String.join(
        " ",
        endpoints.addresses().stream()
            .map(a -> a.getAddress().getHostAddress() + ":" + a.getPort())
            .toList());
  }

  @Test
  void anHttpsRecordSaysPortAndProtocols() throws Exception {
    try (ResolverLab lab =
        labWith(
            "a.test",
            https(
                1,
                "",
                DnsBytes.param(1, DnsBytes.alpn("h2")),
                DnsBytes.param(3, DnsBytes.u16(8443))))) {
      Endpoints found = lab.endpoints("a.test", 443, true);
      assertThat(targets(found)).isEqualTo("10.0.0.1:8443 10.0.0.1:443");
      assertThat(found.mayOfferHttp2()).isTrue();
      assertThat(targets(lab.endpoints("a.test", 80, EndpointUse.ADDRESSES)))
          .isEqualTo("10.0.0.1:80");
    }
  }

  @Test
  void anHttpsRecordForbidsPlainHttp() throws Exception {
    for (byte[] record :
        List.of(https(1, "", DnsBytes.param(1, DnsBytes.alpn("h2"))), https(0, "svc.test"))) {
      for (int port : new int[] {80, 8080}) {
        try (ResolverLab lab = labWith(port == 80 ? "a.test" : "_8080._https.a.test", record)) {
          assertThatThrownBy(() -> lab.endpoints("a.test", port, false))
              .hasRootCauseMessage("net::ERR_DNS_NAME_HTTPS_ONLY");
        }
      }
    }
  }

  @Test
  void withoutH2InItsListNoneIsOffered() throws Exception {
    try (ResolverLab lab =
        labWith(
            "_8443._https.a.test", https(1, "", DnsBytes.param(1, DnsBytes.alpn("http/1.1"))))) {
      assertThat(lab.endpoints("a.test", 8443, true).mayOfferHttp2()).isFalse();
      assertThat(lab.endpoints("a.test", 443, true).mayOfferHttp2()).isTrue();
    }
  }

  @Test
  void theServicesTargetIsLookedUpAndThePreferredComesFirst() throws Exception {
    try (ResolverLab lab =
        labWith(
            "a.test",
            https(2, "", DnsBytes.param(1, DnsBytes.alpn("h2"))),
            https(1, "svc.test", DnsBytes.param(1, DnsBytes.alpn("h2", "h3"))))) {
      assertThat(targets(lab.endpoints("a.test", 443, true)))
          .isEqualTo("10.0.0.2:443 10.0.0.1:443");
    }
  }

  @Test
  void anAliasLeadsToAnotherName() throws Exception {
    try (ResolverLab lab = labWith("a.test", https(0, "svc.test"))) {
      assertThat(targets(lab.endpoints("a.test", 443, true))).isEqualTo("10.0.0.2:443");
    }
  }

  @Test
  void anAliasToItselfEnds() throws Exception {
    try (ResolverLab lab = labWith("a.test", https(0, "a.test"))) {
      assertThat(targets(lab.endpoints("a.test", 443, true))).isEqualTo("10.0.0.1:443");
    }
  }

  @Test
  void recordsThatCannotBeUsedAreAsNone() throws Exception {
    byte[] unknownMandatory =
        https(1, "svc.test", DnsBytes.param(0, DnsBytes.u16(77)), DnsBytes.param(77, new byte[1]));
    byte[] onlyH3 =
        https(
            1, "svc.test", DnsBytes.param(1, DnsBytes.alpn("h3")), DnsBytes.param(2, new byte[0]));
    byte[] malformed = https(1, "svc.test", DnsBytes.param(3, new byte[3]));
    for (byte[] record : List.of(unknownMandatory, onlyH3, malformed)) {
      try (ResolverLab lab = labWith("a.test", record)) {
        assertThat(targets(lab.endpoints("a.test", 443, true))).isEqualTo("10.0.0.1:443");
        assertThat(targets(lab.endpoints("a.test", 80, false))).isEqualTo("10.0.0.1:80");
      }
    }
  }

  @Test
  void aSlowHttpsRecordDoesNotHoldTheAddressesUp() throws Exception {
    try (RawNameServer server =
            RawNameServer.udp(
                query -> DnsBytes.typeOf(query) == 65 ? List.of() : List.of(good(query)));
        ResolverLab lab = lab(server)) {
      assertThat(lab.endpoints("a.test", 443, true).addresses()).hasSize(2);
      assertThat(lab.endpoints("b.test", 80, false).addresses()).hasSize(2);
    }
  }

  @Test
  void withoutAdditionalTypesNoHttpsRecordIsAskedFor() throws Exception {
    try (RawNameServer server = RawNameServer.answering(BuiltInResolverTest::good);
        ResolverLab lab =
            new ResolverLab(
                HostResolverConfig.builder()
                    .enableBuiltInResolver(true)
                    .enableAdditionalDnsQueryTypes(false)
                    .enableHappyEyeballs(false)
                    .nameServers(server.address())
                    .build())) {
      assertThat(lab.endpoints("a.test", 443, true).race()).isFalse();
      assertThat(server.asked).containsExactlyInAnyOrder("a.test/1", "a.test/28");
    }
  }
}
