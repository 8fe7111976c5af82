package dev.valence.net.url;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.url.FormUrlEncoded.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FormUrlEncodedTest {
  @Test
  void parsesPairsInOrder() {
    assertThat(FormUrlEncoded.parse("a=1&b=2&a=3"))
        .containsExactly(new Pair("a", "1"), new Pair("b", "2"), new Pair("a", "3"));
  }

  @Test
  void parsesOddPieces() {
    assertThat(FormUrlEncoded.parse("")).isEmpty();
    assertThat(FormUrlEncoded.parse("&&")).isEmpty();
    assertThat(FormUrlEncoded.parse("&a&=b&=&c=d=e&"))
        .containsExactly(
            new Pair("a", ""), new Pair("", "b"), new Pair("", ""), new Pair("c", "d=e"));
  }

  @Test
  void decodes() {
    assertThat(FormUrlEncoded.parse("a+b=%E2%82%AC+%2B&c=%zz%4&d=%FF&e=\uD800"))
        .containsExactly(
            new Pair("a b", "€ +"),
            new Pair("c", "%zz%4"),
            new Pair("d", "\uFFFD"),
            new Pair("e", "\uFFFD"));
  }

  @Test
  void serialises() {
    List<Pair> pairs =
        List.of(new Pair("a b", "€&=+~*-._x"), new Pair("", ""), new Pair("n", "'()!"));
    assertThat(FormUrlEncoded.serialise(pairs))
        .isEqualTo("a+b=%E2%82%AC%26%3D%2B%7E*-._x&=&n=%27%28%29%21");
    assertThat(FormUrlEncoded.parse(FormUrlEncoded.serialise(pairs))).isEqualTo(pairs);
  }
}
