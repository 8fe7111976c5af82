package dev.valence.net.internal.dns.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.internal.dns.DnsBytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DnsMessageTest {
  private static byte[] query(String name, int type) {
    return DnsQuery.of(77, DnsName.bytes(name), type, DnsQuery.Extras.EDNS).bytes();
  }

  @Test
  void aQueryIsReadBackAndItsAnswerIsRecognised() throws Exception {
    DnsQuery query = DnsQuery.of(77, DnsName.bytes("A.test."), 1, DnsQuery.Extras.EDNS_PADDED);
    assertThat(query.bytes().length % 128).isZero();
    DnsMessage answer =
        DnsMessage.read(DnsBytes.answerTo(query.bytes()).a("a.test", "10.0.0.1", 5).bytes());
    assertThat(query.isAnsweredBy(answer)).isTrue();
    assertThat(answer.answers().get(0).name()).isEqualTo("a.test");
    assertThat(DnsAnswer.of(answer, "a.test", 1).addresses()).hasSize(1);
    DnsQuery other = DnsQuery.of(77, DnsName.bytes("a.test"), 1, DnsQuery.Extras.NOTHING);
    assertThat(other.isAnsweredBy(answer)).isFalse();
    assertThat(other.isAnsweredButForCaseBy(answer)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..b", ".a", "a b", "é.test", "a\\b"})
  void whatIsNoNameIsNotAskedFor(String name) {
    assertThat(DnsName.bytes(name)).isNull();
  }

  @Test
  void namesAndLabelsAreBounded() {
    assertThat(DnsName.bytes("a".repeat(63) + ".test")).isNotNull();
    assertThat(DnsName.bytes("a".repeat(64) + ".test")).isNull();
    assertThat(DnsName.bytes("a.".repeat(126) + "a")).hasSize(255);
    assertThat(DnsName.bytes("a.".repeat(127) + "a")).isNull();
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "c00c, 12", // to itself
    "c00e0000, 12", // forward
    "80, 12", // a label type that is not known
    "05616263, 12", // cut short
    "c0, 12", // half a pointer
  })
  void namesThatLeadNowhereAreRefused(String hex, int start) {
    byte[] message = new byte[start + hex.length() / 2];
    byte[] bytes = HexFormat.of().parseHex(hex);
    System.arraycopy(bytes, 0, message, start, bytes.length);
    assertThatThrownBy(() -> DnsName.read(message, start, message.length, true))
        .isInstanceOf(DnsFormatException.class);
  }

  @Test
  void strangeBytesInNamesAreEscaped() throws Exception {
    byte[] name = {5, 'A', '.', 0, '\\', (byte) 200, 0};
    assertThat(DnsName.read(name, 0, name.length, true).name()).isEqualTo("a\\046\\000\\092\\200");
  }

  @Test
  void noBytesMakeTheReaderDoAnythingButRefuse() {
    Random random = new Random(1);
    byte[] seed =
        DnsBytes.answerTo(query("a.test", 65))
            .cname("a.test", "b.test", 5)
            .a("b.test", "10.0.0.1", 5)
            .record(
                DnsBytes.name("b.test"),
                65,
                9,
                DnsBytes.join(
                    DnsBytes.u16(1),
                    DnsBytes.name("c.test"),
                    DnsBytes.param(1, DnsBytes.alpn("h2", "http/1.1")),
                    DnsBytes.param(3, DnsBytes.u16(443)),
                    DnsBytes.param(4, new byte[8])))
            .soa("test", 9, 9)
            .bytes();
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = seed.clone();
      for (int flips = random.nextInt(6); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(8) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
      }
      try {
        DnsMessage message = DnsMessage.read(bytes);
        DnsAnswer.of(message, "a.test", random.nextBoolean() ? 65 : 1);
        read++;
      } catch (DnsFormatException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void anHttpsRecordIsRead() throws Exception {
    HttpsRecord record =
        HttpsRecord.read(
            DnsBytes.join(
                DnsBytes.u16(16),
                DnsBytes.name("svc.Example"),
                DnsBytes.param(0, DnsBytes.join(DnsBytes.u16(1), DnsBytes.u16(4))),
                DnsBytes.param(1, DnsBytes.alpn("h2", "h3")),
                DnsBytes.param(2, new byte[0]),
                DnsBytes.param(3, DnsBytes.u16(8443)),
                DnsBytes.param(4, new byte[] {10, 0, 0, 1, 10, 0, 0, 2}),
                DnsBytes.param(5, new byte[] {1, 2, 3}),
                DnsBytes.param(6, new byte[16]),
                DnsBytes.param(65_000, new byte[9])));
    assertThat(record.target()).isEqualTo("svc.example");
    assertThat(record.priority()).isEqualTo(16);
    assertThat(record.alpn()).containsExactly("h2", "h3");
    assertThat(record.defaultAlpn()).isFalse();
    assertThat(record.port()).isEqualTo(8443);
    assertThat(record.hints()).hasSize(3);
    assertThat(record.isUsable()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "0001", // no target
        "000100 0003", // half a parameter
        "000100 0003 0003 010203", // a port of three bytes
        "000100 0003 0002 01bb 0001 0003 026832", // not ascending
        "000100 0003 0002 01bb 0003 0002 01bb", // twice
        "000100 0001 0000", // no protocol
        "000100 0001 0001 00", // an empty protocol
        "000100 0001 0003 056832", // a protocol cut short
        "000100 0002 0000", // no-default-alpn alone
        "000100 0001 0003 026832 0002 0001 00", // no-default-alpn with a value
        "000100 0004 0000", // no hint
        "000100 0004 0003 0a0000", // a hint cut short
        "000100 0006 0004 0a000001", // a hint of the wrong length
        "000100 0000 0000", // no mandatory key
        "000100 0000 0002 0001", // a mandatory key that is not there
        "000100 0000 0004 0003 0003 0003 0002 01bb", // a mandatory key twice
        "000100 0000 0002 0000 0003 0002 01bb", // mandatory itself mandatory
        "0001c000", // a pointer
        "000100 0003 ffff 01", // a length that lies
      })
  void aMalformedHttpsRecordIsRefused(String hex) {
    byte[] data = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> HttpsRecord.read(data)).isInstanceOf(DnsFormatException.class);
  }
}
