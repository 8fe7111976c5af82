package dev.valence.net.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8CheckTest {
  private static boolean isUtf8(byte[] bytes) {
    Utf8Check check = new Utf8Check();
    return check.accept(bytes, 0, bytes.length) && check.isComplete();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c080",
        "c1bf",
        "e08080",
        "e09fbf",
        "eda080",
        "edbfbf",
        "f0808080",
        "f08fbfbf",
        "f4908080",
        "f5808080",
        "ff",
        "80",
        "bf",
        "c3",
        "e282",
        "f09f98",
        "c328",
        "e28228",
        "61ff",
      })
  void whatIsNoUtf8IsRefused(String hex) {
    assertThat(isUtf8(HexFormat.of().parseHex(hex))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "abc", "aä€😀z", "\u0000\u007f\u0080\u07ff\u0800\uffff", "\ud7ff\ue000"})
  void textIsAccepted(String text) {
    assertThat(isUtf8(text.getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  @Test
  void itAgreesWithTheJdkHoweverTheBytesAreCut() {
    Random random = new Random(7);
    String alphabet = "abcdefghijkl äé€😀";
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = randomText(random, alphabet).getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Utf8Check check = new Utf8Check();
      boolean good = true;
      for (int from = 0; from < bytes.length && good; ) {
        int length = Math.min(bytes.length - from, 1 + random.nextInt(20));
        good = check.accept(bytes, from, length);
        from += length;
      }
      assertThat(good && check.isComplete()).isEqualTo(jdkSays(bytes));
    }
  }

  private static String randomText(Random random, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      int at = random.nextInt(alphabet.codePointCount(0, alphabet.length()));
      text.appendCodePoint(alphabet.codePointAt(alphabet.offsetByCodePoints(0, at)));
    }
    return text.toString();
  }

  private static boolean jdkSays(byte[] bytes) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
