package dev.valence.net.internal.dns.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResolvConfTest {
  private static final String TEXT =
      """
      # comment
      ; comment
      nameserver 192.0.2.1
      nameserver   2001:db8::1
      nameserver nonsense
      nameserver 192.0.2.2
      nameserver 192.0.2.3
      search first.Example. second.example
      options timeout:2 ndots:2 rotate
      """;

  @Test
  void serversSuffixesAndOptionsAreRead() {
    ResolvConf settings = ResolvConf.parse(TEXT);
    assertThat(settings.servers().toString())
        .isEqualTo("[/192.0.2.1:53, /[2001:db8:0:0:0:0:0:1]:53, /192.0.2.2:53]");
    assertThat(settings.search()).containsExactly("first.example", "second.example");
    assertThat(settings.ndots()).isEqualTo(2);
  }

  @Test
  void withoutServersThisMachineIsAsked() {
    assertThat(ResolvConf.parse("").servers().toString()).isEqualTo("[/127.0.0.1:53]");
    assertThat(ResolvConf.parse("options ndots:x ndots:99").ndots()).isEqualTo(15);
  }

  @ParameterizedTest
  @CsvSource({
    "host, host.first.example host.second.example host",
    "a.b, a.b.first.example a.b.second.example a.b",
    "a.b.c, a.b.c a.b.c.first.example a.b.c.second.example",
    "host., host.",
  })
  void namesThatAreNotFullyQualifiedAreSearchedFor(String host, String names) {
    assertThat(ResolvConf.parse(TEXT).candidates(host)).isEqualTo(List.of(names.split(" ")));
  }
}
