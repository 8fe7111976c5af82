package dev.valence.net.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalNamesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "10.1.2.3, 10.1.2.3",
    "[::1], 0:0:0:0:0:0:0:1",
    "::1, 0:0:0:0:0:0:0:1",
    "[2001:db8::5], 2001:db8:0:0:0:0:0:5",
    "[::ffff:10.0.0.1], 10.0.0.1",
  })
  void literalsNeedNoLookup(String host, String address) {
    List<InetAddress> addresses = LocalNames.resolve(host);
    assertThat(addresses).hasSize(1);
    assertThat(addresses.get(0).getHostAddress()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST", "localhost.", "a.localhost", "a.b.localhost."})
  void n227_localhostAndNamesBelowAreLoopbackWithIpv4First(String host) {
    assertThat(LocalNames.resolve(host))
        .extracting(InetAddress::getHostAddress)
        .containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "localhost2",
        "notlocalhost",
        "localhost.example",
        "localhost..",
        "example.com",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "[::1",
        "::g",
        "1.2.3.4."
      })
  void everythingElseNeedsALookup(String host) {
    assertThat(LocalNames.resolve(host)).isNull();
  }

  @Test
  void addressesCarryNoNameThatCouldBeLookedUpAgain() {
    assertThat(LocalNames.resolve("127.0.0.1").get(0).toString()).isEqualTo("/127.0.0.1");
  }
}
