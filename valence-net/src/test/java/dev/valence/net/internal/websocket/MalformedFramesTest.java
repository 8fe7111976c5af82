package dev.valence.net.internal.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.NetError;
import dev.valence.net.websocket.WebSocketSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each violation of RFC 6455 and RFC 7692 by a server has its close code and its error. */
class MalformedFramesTest {
  /** Messages of at most 1,000 bytes, frames of at most 2,000. */
  private static final WebSocketSettings LIMITS =
      new WebSocketSettings(1000, 2000, Duration.ofSeconds(1), Duration.ZERO, null);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "RSV1 without an extension          | plain   | c100                 | 1002",
        "RSV2                               | deflate | a100                 | 1002",
        "RSV3                               | deflate | 9100                 | 1002",
        "RSV1 on a continuation             | deflate | 410100 c000          | 1002",
        "RSV1 on a ping                     | deflate | c900                 | 1002",
        "RSV1 on a close frame              | deflate | c800                 | 1002",
        "opcode 3                           | plain   | 8300                 | 1002",
        "opcode 7                           | plain   | 8700                 | 1002",
        "opcode 11                          | plain   | 8b00                 | 1002",
        "opcode 15                          | plain   | 8f00                 | 1002",
        "a ping in fragments                | plain   | 0900                 | 1002",
        "a pong in fragments                | plain   | 0a00                 | 1002",
        "a close frame in fragments         | plain   | 0800                 | 1002",
        "a ping of 126 bytes                | plain   | 897e007e             | 1002",
        "a close frame of 126 bytes         | plain   | 887e007e             | 1002",
        "a ping with a length of 8 bytes    | plain   | 897f0000000000000001 | 1002",
        "a masked frame                     | plain   | 818000000000         | 1002",
        "a masked ping                      | plain   | 898000000000         | 1002",
        "125 bytes with a length of 2 bytes | plain   | 827e007d             | 1002",
        "65535 with a length of 8 bytes     | plain   | 827f000000000000ffff | 1002",
        "a length beyond 63 bits            | plain   | 817f8000000000000000 | 1002",
        "a continuation of nothing          | plain   | 8000                 | 1002",
        "a continuation after the end       | plain   | 8100 8000            | 1002",
        "a message within a message         | plain   | 0100 8100            | 1002",
        "binary within text                 | plain   | 0100 8200            | 1002",
        "half a close code                  | plain   | 880103               | 1002",
        "close code 0                       | plain   | 88020000             | 1002",
        "close code 999                     | plain   | 880203e7             | 1002",
        "close code 1004                    | plain   | 880203ec             | 1002",
        "close code 1005                    | plain   | 880203ed             | 1002",
        "close code 1006                    | plain   | 880203ee             | 1002",
        "close code 1015                    | plain   | 880203f7             | 1002",
        "close code 2999                    | plain   | 88020bb7             | 1002",
        "close code 5000                    | plain   | 88021388             | 1002",
        "a reason that is not UTF-8         | plain   | 880303e8ff           | 1007",
        "a reason cut within a character    | plain   | 880403e8e282         | 1007",
        "text that is not UTF-8             | plain   | 8101ff               | 1007",
        "text cut within a character        | plain   | 8102e282             | 1007",
        "a surrogate as UTF-8               | plain   | 8103eda080           | 1007",
        "not UTF-8 across fragments         | plain   | 0101e2 800128        | 1007",
        "not UTF-8 in a first fragment      | plain   | 0101ff               | 1007",
        "compressed text that is not UTF-8  | deflate | c103fa0f00           | 1007",
        "what is not deflate                | deflate | c102ffff             | 1002",
        "a wrong stored length              | deflate | c10500010000ff       | 1002",
        "a reference to before the start    | deflate | c103020200           | 1002",
        "a message that is too long         | plain   | 827e03e9             | 1009",
        "a frame that is too long           | plain   | 827e07d1             | 1009",
        "a frame of all there can be        | plain   | 827f7fffffffffffffff | 1009",
      })
  void eachViolationHasItsCode(String what, String extension, String hex, int code)
      throws Exception {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    DeflateAgreement compression =
        extension.equals("deflate") ? new DeflateAgreement(false, 15, false) : null;
    List<byte[]> single = new ArrayList<>();
    for (byte one : bytes) {
      single.add(new byte[] {one});
    }
    for (List<byte[]> pieces : List.of(List.of(bytes), single)) {
      PlayedBytes played = PlayedBytes.of(pieces, LIMITS, compression);
      played.check();
      assertThat(played.goodbye()).as(what).isEqualTo(code);
      assertThat(played.error())
          .isEqualTo(code == 1009 ? NetError.MSG_TOO_BIG : NetError.WS_PROTOCOL_ERROR);
    }
  }
}
