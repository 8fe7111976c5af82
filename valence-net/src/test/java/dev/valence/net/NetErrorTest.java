package dev.valence.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetErrorTest {
  @Test
  void everyErrorIsFoundByItsNumberAndItsThreeSpellings() {
    for (NetError error : NetError.values()) {
      assertThat(NetError.ofCode(error.code())).isSameAs(error);
      assertThat(NetError.ofName(error.text())).isSameAs(error);
      assertThat(NetError.ofName("ERR_" + error.name())).isSameAs(error);
      assertThat(NetError.ofName(error.name())).isSameAs(error);
    }
  }

  @Test
  void numbersAreNegativeUniqueAndInChromiumsOrder() {
    Set<Integer> seen = new HashSet<>();
    int last = 0;
    for (NetError error : NetError.values()) {
      assertThat(error.code()).as(error.name()).isLessThan(last);
      assertThat(seen.add(error.code())).isTrue();
      last = error.code();
    }
  }

  @Test
  void wellKnownNumbersAreChromiums() {
    assertThat(NetError.CONNECTION_REFUSED.code()).isEqualTo(-102);
    assertThat(NetError.CONNECTION_REFUSED.text()).isEqualTo("net::ERR_CONNECTION_REFUSED");
    assertThat(NetError.EMPTY_RESPONSE.code()).isEqualTo(-324);
    assertThat(NetError.UNSAFE_REDIRECT.code()).isEqualTo(-311);
    assertThat(NetError.CERT_AUTHORITY_INVALID.code()).isEqualTo(-202);
    assertThat(NetError.INCOMPLETE_CHUNKED_ENCODING.code()).isEqualTo(-355);
    assertThat(NetError.DNS_TIMED_OUT.code()).isEqualTo(-803);
  }

  @Test
  void unknownNumbersAndNamesHaveNoError() {
    assertThat(NetError.ofCode(0)).isNull();
    assertThat(NetError.ofCode(-99999)).isNull();
    assertThat(NetError.ofCode(-220)).isNull();
    assertThat(NetError.ofName("")).isNull();
    assertThat(NetError.ofName("net::ERR_NO_SUCH_THING")).isNull();
  }

  @Test
  void certificateErrorsAreTheTwoHundredsAndBrokenPins() {
    EnumSet<NetError> found = EnumSet.noneOf(NetError.class);
    for (NetError error : NetError.values()) {
      if (error.isCertificateError()) {
        found.add(error);
      }
    }
    assertThat(found)
        .hasSize(17)
        .contains(
            NetError.CERT_COMMON_NAME_INVALID,
            NetError.CERT_SELF_SIGNED_LOCAL_NETWORK,
            NetError.CERTIFICATE_TRANSPARENCY_REQUIRED,
            NetError.SSL_PINNED_KEY_NOT_IN_CERT_CHAIN)
        .doesNotContain(NetError.INVALID_URL, NetError.SSL_PROTOCOL_ERROR);
  }
}
