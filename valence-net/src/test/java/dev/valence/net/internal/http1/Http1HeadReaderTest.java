package dev.valence.net.internal.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.valence.net.HttpVersion;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.internal.exchange.HeaderStrings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §4 and §5: status lines and header fields. */
class Http1HeadReaderTest {
  private static ResponseHead read(String head) throws NetException {
    ByteBuf in = Unpooled.copiedBuffer(head, StandardCharsets.ISO_8859_1);
    ResponseHead result = new Http1HeadReader(new HeaderStrings()).readHead(in, in.writerIndex());
    assertThat(in.isReadable()).isFalse();
    return result;
  }

  private static ResponseHead withFields(String fields) throws NetException {
    return read("HTTP/1.1 200 OK\r\n" + fields + "\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK, HTTP_1_1, 200, OK",
    "HTTP/1.1 200, HTTP_1_1, 200, ''",
    "'HTTP/1.1 200 ', HTTP_1_1, 200, ''",
    "'HTTP/1.1 200  OK', HTTP_1_1, 200, ' OK'",
    "HTTP/1.0 404 Not Found, HTTP_1_0, 404, Not Found",
    "HTTP/1.2 200 OK, HTTP_1_1, 200, OK",
    "HTTP/1.1 999 Odd, HTTP_1_1, 999, Odd",
    "HTTP/1.1 100 Continue, HTTP_1_1, 100, Continue",
    "HTTP/1.1 200 Größe, HTTP_1_1, 200, Größe",
    "'HTTP/1.1 200 a\tb', HTTP_1_1, 200, 'a\tb'",
  })
  void statusLines(String line, HttpVersion version, int status, String reason) throws Exception {
    assertThat(read(line + "\r\n\r\n"))
        .satisfies(
            head -> {
              assertThat(head.version()).isEqualTo(version);
              assertThat(head.status()).isEqualTo(status);
              assertThat(head.reason()).isEqualTo(reason);
            });
    assertThat(read(line + "\n\n").reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1",
        "HTTP/1.1 ",
        "HTTP/1.1 20",
        "HTTP/1.1 2000 OK",
        "HTTP/1.1 20x OK",
        "HTTP/1.1 -20 OK",
        "HTTP/1.1 099 Low",
        "HTTP/1.1 000 Zero",
        "HTTP/1.1  200 OK",
        "HTTP/1.1\t200 OK",
        "HTTP/1.1 200\tOK",
        "HTTP/1.x 200 OK",
        "HTTP/1. 200 OK",
        "HTTP/11 200 OK",
        "HTTP/1.10 200 OK",
        "HTTP/2 200 OK",
        "HTTP/0.9 200 OK",
        "http/1.1 200 OK",
        "ICY 200 OK",
        "HTTP/1.1 200 O\rK",
        "HTTP/1.1 200 O\0K",
      })
  void badStatusLines(String line) {
    assertThat(catchThrowableOfType(NetException.class, () -> read(line + "\r\n\r\n")).error())
        .isEqualTo(NetError.INVALID_HTTP_RESPONSE);
  }

  @Test
  void fieldsKeepOrderCaseAndRepeats() throws Exception {
    assertThat(
            withFields("B: 1\r\na:2\r\nB:   3  \r\nEmpty:\r\nBlank:  \t \r\n")
                .headers()
                .toRawList())
        .containsExactly("B", "1", "a", "2", "B", "3", "Empty", "", "Blank", "");
  }

  @Test
  void aValueIsBytesAsLatin1() throws Exception {
    assertThat(withFields("X: caf\u00c3\u00a9 \u0001\u007f\u00ff\r\n").headers().get("x"))
        .isEqualTo("caf\u00c3\u00a9 \u0001\u007f\u00ff");
  }

  @Test
  void aValueMayHoldColonsAndTabs() throws Exception {
    assertThat(withFields("X: a:b\t:c\r\n").headers().get("x")).isEqualTo("a:b\t:c");
  }

  @Test
  void foldedLinesGoOnWithTheValueBefore() throws Exception {
    assertThat(withFields("X: a\r\n b\r\n\t c \r\nY: d\r\n").headers().toRawList())
        .containsExactly("X", "a b c", "Y", "d");
    assertThat(withFields("X:\r\n b\r\n").headers().get("x")).isEqualTo("b");
  }

  @Test
  void aFoldedLineWithoutAFieldBeforeIsPassedOver() throws Exception {
    assertThat(withFields(" folded: yes\r\nX: 1\r\n").headers().toRawList())
        .containsExactly("X", "1");
  }

  @Test
  void whatFollowsALineThatIsPassedOverBelongsToIt() throws Exception {
    assertThat(withFields("X: 1\r\nb@d: 2\r\n more\r\nY: 3\r\n").headers().toRawList())
        .containsExactly("X", "1", "Y", "3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no colon here",
        ": no name",
        "two words: x",
        "b@d: x",
        "b(d): x",
        "\"quoted\": x",
        "caf\u00e9: x",
        "nul\0name: x",
        "cr\rname: x",
        " : x",
      })
  void linesWithoutAUsableNameArePassedOver(String line) throws Exception {
    assertThat(withFields("A: 1\r\n" + line.stripLeading() + "\r\nZ: 2\r\n").headers().toRawList())
        .containsExactly("A", "1", "Z", "2");
  }

  @Test
  void blanksBeforeTheColonAreNoneOfTheName() throws Exception {
    // As Chromium's HttpUtil::HeadersIterator: a length said this way must not be overlooked.
    assertThat(withFields("Content-Length : 5\r\nX\t:y\r\n").headers().toRawList())
        .containsExactly("Content-Length", "5", "X", "y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: a\rb", "X: a\0b", "X: \r", "X: a\r\n b\rc", "X: a\r\n \0"})
  void crOrNulInsideALineIsRefused(String line) {
    assertThat(catchThrowableOfType(NetException.class, () -> withFields(line + "\r\n")).error())
        .isEqualTo(NetError.INVALID_HTTP_RESPONSE);
  }

  @Test
  void anHonestNumberOfFieldsIsRead() throws Exception {
    assertThat(withFields("a: b\r\n".repeat(4096)).headers().size()).isEqualTo(4096);
    assertThat(
            catchThrowableOfType(NetException.class, () -> withFields("a: b\r\n".repeat(4097)))
                .error())
        .isEqualTo(NetError.RESPONSE_HEADERS_TOO_BIG);
  }

  @Test
  void foldedLinesCountAsLines() {
    assertThat(
            catchThrowableOfType(
                    NetException.class, () -> withFields("X: 0\r\n" + " y\r\n".repeat(4096)))
                .error())
        .isEqualTo(NetError.RESPONSE_HEADERS_TOO_BIG);
  }
}
