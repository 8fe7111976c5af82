package dev.valence.net.internal.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §7.1. */
class ChunkSizeTest {
  private static long parse(String line) throws NetException {
    ByteBuf in = Unpooled.copiedBuffer("##" + line, StandardCharsets.ISO_8859_1);
    return ChunkSize.parse(in, 2, in.writerIndex() - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "5, 5",
    "a, 10",
    "A, 10",
    "fF, 255",
    "00000000000000000000000001, 1",
    "7fffffffffffffff, 9223372036854775807",
    "'1 ', 1",
    "'1 \t ', 1",
    "1;, 1",
    "1;name, 1",
    "'1 ; name = value', 1",
    "'1;name=\"a;b\"', 1",
  })
  void sizes(String line, long size) throws Exception {
    assertThat(parse(line + "\r\n")).isEqualTo(size);
    assertThat(parse(line + "\n")).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " 5",
        "-5",
        "+5",
        "0x5",
        "5h",
        "g",
        ";5",
        "5 5",
        "5,5",
        "\u00b2",
        "8000000000000000",
        "ffffffffffffffff",
        "10000000000000000",
        "5\r",
        "5;a\rb",
        "5\0"
      })
  void whatIsNoSizeIsRefused(String line) {
    assertThat(catchThrowableOfType(NetException.class, () -> parse(line + "\r\n")).error())
        .isEqualTo(NetError.INVALID_CHUNKED_ENCODING);
  }
}
