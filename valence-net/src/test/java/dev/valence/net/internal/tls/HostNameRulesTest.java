package dev.valence.net.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.internal.dns.LocalNames;
import dev.valence.net.site.PublicSuffixList;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostNameRulesTest {
  private static final PublicSuffixList REGISTRIES = PublicSuffixList.bundled();

  // Rows after the tables of Chromium's X509CertificateNameVerifyTest, written anew.
  @ParameterizedTest(name = "{1} for {0}: {2}")
  @CsvSource({
    "foo.com, foo.com, true",
    "foo.com, FOO.com, true",
    "FOO.com, foo.com, true",
    "foo.com., foo.com, true",
    "foo.com, foo.com., true",
    "foo.com, bar.foo.com, false",
    "bar.foo.com, foo.com, false",
    "*.foo.com, bar.foo.com, true",
    "*.foo.com, foo.com, false",
    "*.foo.com, .foo.com, false",
    "*.foo.com, a.bar.foo.com, false",
    "*.foo.com, bar.foo.com., true",
    "*.com, foo.com, false",
    "*.co.uk, foo.co.uk, false",
    "*.foo.co.uk, a.foo.co.uk, true",
    "*.appspot.com, a.appspot.com, true",
    "*.github.io, a.github.io, true",
    "*.foo.ck, a.foo.ck, false",
    "*.bar.foo.ck, a.bar.foo.ck, true",
    "*.foo.ck, foo.ck, false",
    "*.ck, foo.ck, false",
    "*.s3.amazonaws.com, bucket.s3.amazonaws.com, true",
    "*.test, foo.test, false",
    "*, com, false",
    "*, foo.com, false",
    "*., foo.com, false",
    "b*.foo.com, bar.foo.com, false",
    "*r.foo.com, bar.foo.com, false",
    "w*w.foo.com, www.foo.com, false",
    "*.*.foo.com, a.b.foo.com, false",
    "bar.*.com, bar.foo.com, false",
    "bar.foo.*, bar.foo.com, false",
    "*.foo.com, xn--bar.foo.com, true",
    "xn--*.foo.com, xn--bar.foo.com, false",
    "xn--bcher-kva.foo.com, xn--bcher-kva.foo.com, true",
    "localhost, localhost, true",
    "*, localhost, false",
    "under_score.foo.com, under_score.foo.com, true",
    "127.0.0.1, 127.0.0.1, false",
    "*.0.0.1, 127.0.0.1, false",
    "*.2.3, 1.2.3, false",
    "'', foo.com, false",
  })
  void dnsNames(String presented, String host, boolean expected) {
    HostNameRules.Names names = new HostNameRules.Names(List.of(presented), List.of());
    assertThat(HostNameRules.matches(names, host, REGISTRIES::isRegistrySuffix))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{1} for {0}: {2}")
  @CsvSource({
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.2, 127.0.0.1, false",
    "::1, [::1], true",
    "::1, ::1, true",
    "2001:db8::1, [2001:db8:0:0::1], true",
    "::1, localhost, false",
    "10.0.0.1, 10.0.0.1.example, false",
  })
  void addresses(String presented, String host, boolean expected) {
    HostNameRules.Names names =
        new HostNameRules.Names(List.of(), List.of(LocalNames.literal(presented)));
    assertThat(HostNameRules.matches(names, host, REGISTRIES::isRegistrySuffix))
        .isEqualTo(expected);
  }

  @Test
  void namesAreReadFromTheAlternativesOnly() {
    X509Certificate certificate =
        CertificateLab.certificate("CN=common.test")
            .dns("a.test", "*.b.test", "under_score.test")
            .ip("10.1.2.3", "2001:db8::7")
            .issue()
            .certificate();
    HostNameRules.Names names = HostNameRules.namesOf(certificate);
    assertThat(names.dnsNames()).containsExactly("a.test", "*.b.test", "under_score.test");
    assertThat(names.addresses())
        .isEqualTo(Stream.of("10.1.2.3", "2001:db8::7").map(LocalNames::literal).toList());
    assertThat(HostNameRules.matches(certificate, "common.test", REGISTRIES::isRegistrySuffix))
        .isFalse();
  }

  @Test
  void aCertificateWithoutAlternativesIsForNobody() {
    X509Certificate certificate = CertificateLab.certificate("CN=foo.com").issue().certificate();
    assertThat(HostNameRules.matches(certificate, "foo.com", REGISTRIES::isRegistrySuffix))
        .isFalse();
  }
}
