package dev.valence.net.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressOrderTest {
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "10.0.0.1, 10.0.0.1",
    "10.0.0.1 10.0.0.2, 10.0.0.1 10.0.0.2",
    "2001:db8::2 2001:db8::1, 2001:db8::2 2001:db8::1",
    "10.0.0.1 2001:db8::1, 2001:db8::1 10.0.0.1",
    "10.0.0.1 10.0.0.2 10.0.0.3 2001:db8::1, 2001:db8::1 10.0.0.1 10.0.0.2 10.0.0.3",
    "2001:db8::1 2001:db8::2 10.0.0.1, 2001:db8::1 10.0.0.1 2001:db8::2",
    "127.0.0.1 ::1, 127.0.0.1 ::1",
    "::1 127.0.0.1, 127.0.0.1 ::1",
    "127.0.0.1 2001:db8::1, 2001:db8::1 127.0.0.1",
  })
  void familiesTakeTurns(String given, String expected) {
    assertThat(AddressOrder.interleave(addresses(given))).isEqualTo(addresses(expected));
  }

  private static List<InetAddress> addresses(String text) {
    return Stream.of(text.split(" "))
        .filter(word -> !word.isEmpty())
        .map(LocalNames::literal)
        .toList();
  }
}
