package dev.valence.net.internal.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9112: whole responses, however the network cuts them. */
class Http1ResponseParserTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

  private static Arguments given(String wire, String expected) {
    return Arguments.of(wire, expected);
  }

  static Stream<Arguments> responses() {
    return Stream.of(
        // Framing, RFC 9112 §6.3.
        given(OK + "Content-Length: 5\r\n\r\nhello", "200 FIXED:5 keep | hello | end"),
        given(OK + "Content-Length: 0\r\n\r\n", "200 FIXED:0 keep | end"),
        given(OK + "Content-Length: 5\r\n\r\nhello!!", "200 FIXED:5 keep | hello | end | left 2"),
        given(
            OK + "Content-Length: 5\r\n\r\nhel",
            "200 FIXED:5 keep | hel | CONTENT_LENGTH_MISMATCH"),
        given(OK + "\r\nuntil the end", "200 UNTIL_CLOSE close | until the end | end"),
        given(OK + "\r\n", "200 UNTIL_CLOSE close | end"),
        given("HTTP/1.1 204 No Content\r\n\r\n", "204 NONE keep | end"),
        given(
            "HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\nabc",
            "204 NONE keep | end | left 3"),
        given("HTTP/1.1 205 Reset Content\r\n\r\n", "205 NONE keep | end"),
        given("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", "304 NONE keep | end"),
        // Persistence, RFC 9112 §9.3.
        given(
            OK + "Connection: close\r\nContent-Length: 1\r\n\r\nx", "200 FIXED:1 close | x | end"),
        given(
            OK + "Connection: Close\r\nContent-Length: 1\r\n\r\nx", "200 FIXED:1 close | x | end"),
        given(
            OK + "Connection: keep-alive, close\r\nContent-Length: 1\r\n\r\nx",
            "200 FIXED:1 close | x | end"),
        given("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", "200 FIXED:1 close | x | end"),
        given(
            "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\nx",
            "200 FIXED:1 keep | x | end"),
        // HTTP/1.0 knows no transfer coding: what looks like one is the body.
        given(
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "200 UNTIL_CLOSE close | 0\r\n\r\n | end"),
        // Chunks, RFC 9112 §7.1.
        given(CHUNKED + "5\r\nhello\r\n0\r\n\r\n", "200 CHUNKED keep | hello | end"),
        given(CHUNKED + "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n", "200 CHUNKED keep | hello! | end"),
        given(CHUNKED + "0\r\n\r\n", "200 CHUNKED keep | end"),
        given(CHUNKED + "0\r\n\r\nmore", "200 CHUNKED keep | end | left 4"),
        given(
            CHUNKED + "5;name=value;q=\"x\"\r\nhello\r\n0;last\r\n\r\n",
            "200 CHUNKED keep | hello | end"),
        given(CHUNKED + "5\nhello\n0\n\n", "200 CHUNKED keep | hello | end"),
        given(
            CHUNKED + "5\r\nhello\r\n0\r\nX-A: 1\r\nX-B: 2\r\n\r\n",
            "200 CHUNKED keep | hello | end [X-A, 1, X-B, 2]"),
        given(CHUNKED + "5\r\nhello\r\n", "200 CHUNKED keep | hello | INCOMPLETE_CHUNKED_ENCODING"),
        given(CHUNKED + "5\r\nhel", "200 CHUNKED keep | hel | INCOMPLETE_CHUNKED_ENCODING"),
        given(CHUNKED + "5", "200 CHUNKED keep | INCOMPLETE_CHUNKED_ENCODING"),
        given(CHUNKED, "200 CHUNKED keep | INCOMPLETE_CHUNKED_ENCODING"),
        given(CHUNKED + "0\r\n", "200 CHUNKED keep | INCOMPLETE_CHUNKED_ENCODING"),
        given(CHUNKED + "0\r\nX-A: 1\r\n", "200 CHUNKED keep | INCOMPLETE_CHUNKED_ENCODING"),
        given(CHUNKED + "5\r\nhello6\r\n", "200 CHUNKED keep | hello | INVALID_CHUNKED_ENCODING"),
        given(CHUNKED + "5\r\nhello\rx", "200 CHUNKED keep | hello | INVALID_CHUNKED_ENCODING"),
        given(CHUNKED + "\r\n", "200 CHUNKED keep | INVALID_CHUNKED_ENCODING"),
        given(CHUNKED + "xyz\r\n", "200 CHUNKED keep | INVALID_CHUNKED_ENCODING"),
        given(
            OK + "Transfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
            "200 CHUNKED keep | x | end"),
        given(
            OK + "Transfer-Encoding: gzip\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",
            "200 CHUNKED keep | end"),
        // Chunked that is not the last coding: only the end of the connection ends it.
        given(
            OK + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
            "200 UNTIL_CLOSE close | 0\r\n\r\n | end"),
        // A length beside a transfer coding counts for nothing.
        given(
            OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
            "200 CHUNKED keep | x | end"),
        // Content-Length, RFC 9110 §8.6.
        given(
            OK + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi", "200 FIXED:2 keep | hi | end"),
        given(OK + "Content-Length: 2, 2\r\n\r\nhi", "200 FIXED:2 keep | hi | end"),
        given(
            OK + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi",
            "RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH"),
        given(OK + "Content-Length: 2, 3\r\n\r\nhi", "RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH"),
        given(OK + "Content-Length: -1\r\n\r\n", "INVALID_HTTP_RESPONSE"),
        given(OK + "Content-Length: +2\r\n\r\nhi", "INVALID_HTTP_RESPONSE"),
        given(OK + "Content-Length: 0x2\r\n\r\nhi", "INVALID_HTTP_RESPONSE"),
        given(OK + "Content-Length: 2 3\r\n\r\nhi", "INVALID_HTTP_RESPONSE"),
        given(OK + "Content-Length: 2,\r\n\r\nhi", "INVALID_HTTP_RESPONSE"),
        given(OK + "Content-Length:\r\n\r\nhi", "INVALID_HTTP_RESPONSE"),
        given(OK + "Content-Length: 9223372036854775808\r\n\r\n", "INVALID_HTTP_RESPONSE"),
        given(OK + "Content-Length: 99999999999999999999\r\n\r\n", "INVALID_HTTP_RESPONSE"),
        given(
            OK + "Content-Length: 9223372036854775807\r\n\r\nx",
            "200 FIXED:9223372036854775807 keep | x | CONTENT_LENGTH_MISMATCH"),
        given(
            OK + "Content-Length: 0000000000000000000002\r\n\r\nhi", "200 FIXED:2 keep | hi | end"),
        // Interim responses, RFC 9110 §15.2.
        given(
            "HTTP/1.1 100 Continue\r\n\r\n" + OK + "Content-Length: 1\r\n\r\nx",
            "100 | 200 FIXED:1 keep | x | end"),
        given(
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 P\r\n\r\n"
                + OK
                + "Content-Length: 1\r\n\r\nx",
            "103 | 102 | 200 FIXED:1 keep | x | end"),
        given("HTTP/1.1 100 Continue\r\n\r\n", "100 | RESPONSE_HEADERS_TRUNCATED"),
        // The beginning.
        given("", "EMPTY_RESPONSE"),
        given("HTTP/1.1 200 OK\r\nA: b\r\n", "RESPONSE_HEADERS_TRUNCATED"),
        given("HTT", "RESPONSE_HEADERS_TRUNCATED"),
        given("\r\n\r\n" + OK + "Content-Length: 1\r\n\r\nx", "200 FIXED:1 keep | x | end"),
        given("\n".repeat(9) + OK + "Content-Length: 1\r\n\r\nx", "INVALID_HTTP_RESPONSE"),
        given("<html>HTTP/0.9</html>", "INVALID_HTTP_RESPONSE"),
        given("SSH-2.0-OpenSSH_9.2\r\n", "INVALID_HTTP_RESPONSE"),
        given("http/1.1 200 OK\r\n\r\n", "INVALID_HTTP_RESPONSE"),
        given(" HTTP/1.1 200 OK\r\n\r\n", "INVALID_HTTP_RESPONSE"),
        given("HTTP/2.0 200 OK\r\n\r\n", "INVALID_HTTP_RESPONSE"),
        given("\u0015\u0003\u0003\u0000\u0002\u0002\u0050", "INVALID_HTTP_RESPONSE"),
        // Lines that end with LF alone (RFC 9112 §2.2).
        given("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", "200 FIXED:5 keep | hello | end"));
  }

  @ParameterizedTest
  @MethodSource("responses")
  void aResponseInOnePiece(String wire, String expected) {
    assertThat(ParserRun.whole(wire)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("responses")
  void aResponseByteByByte(String wire, String expected) {
    ParserRun run = ParserRun.forGet();
    for (int i = 0; i < wire.length(); i++) {
      run.feed(wire.substring(i, i + 1));
    }

    assertThat(run.close()).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("responses")
  void aResponseCutInTwoAtEveryPosition(String wire, String expected) {
    for (int cut = 1; cut < wire.length(); cut++) {
      ParserRun run = ParserRun.forGet();
      run.feed(wire.substring(0, cut)).feed(wire.substring(cut));

      assertThat(run.close()).as("cut at %d", cut).isEqualTo(expected);
    }
  }

  @Test
  void theAnswerToHeadHasNoBodyWhateverItsHeadersSay() {
    assertThat(ParserRun.forHead().feed(OK + "Content-Length: 500\r\n\r\n").close())
        .isEqualTo("200 NONE keep | end");
    assertThat(ParserRun.forHead().feed(CHUNKED).close()).isEqualTo("200 NONE keep | end");
    assertThat(ParserRun.forHead().feed(OK + "\r\n").close()).isEqualTo("200 NONE keep | end");
    assertThat(ParserRun.forHead().feed(OK + "Content-Length: 4\r\n\r\nbody").close())
        .isEqualTo("200 NONE keep | end | left 4");
  }

  @Test
  void anEndlessHeadIsGivenUpInBoundedMemory() {
    ParserRun run = ParserRun.forGet().feed(OK);
    String line = "X-Filler: " + "f".repeat(1000) + "\r\n";
    for (int i = 0; i < 1000 && !run.isBroken(); i++) {
      run.feed(line);
    }

    assertThat(run.told()).isEqualTo("RESPONSE_HEADERS_TOO_BIG");
    assertThat(run.mostPending()).isLessThan(Http1ResponseParser.MAX_HEAD_BYTES + 2000);
  }

  @Test
  void anEndlessHeaderLineIsGivenUpInBoundedMemory() {
    ParserRun run = ParserRun.forGet().feed(OK + "X: ");
    for (int i = 0; i < 1000 && !run.isBroken(); i++) {
      run.feed("y".repeat(1000));
    }

    assertThat(run.told()).isEqualTo("RESPONSE_HEADERS_TOO_BIG");
    assertThat(run.mostPending()).isLessThan(Http1ResponseParser.MAX_HEAD_BYTES + 2000);
  }

  @Test
  void aHeadOfTheLargestSizeIsRead() {
    String most = OK + "Content-Length: 1\r\nX: ";
    String head = most + "y".repeat(Http1ResponseParser.MAX_HEAD_BYTES - most.length() - 4);

    assertThat(ParserRun.whole(head + "\r\n\r\nx")).isEqualTo("200 FIXED:1 keep | x | end");
    assertThat(ParserRun.whole(head + "y\r\n\r\nx")).isEqualTo("RESPONSE_HEADERS_TOO_BIG");
  }

  @Test
  void tooManyFieldsAreNoHonestHead() {
    assertThat(ParserRun.whole(OK + "a:\r\n".repeat(4097) + "\r\n"))
        .isEqualTo("RESPONSE_HEADERS_TOO_BIG");
  }

  @Test
  void endlessEmptyLinesAreGivenUp() {
    ParserRun run = ParserRun.forGet();
    for (int i = 0; i < 100 && !run.isBroken(); i++) {
      run.feed("\r\n");
    }

    assertThat(run.told()).isEqualTo("INVALID_HTTP_RESPONSE");
  }

  @Test
  void anEndlessChunkExtensionIsGivenUpInBoundedMemory() {
    ParserRun run = ParserRun.forGet().feed(CHUNKED + "5;");
    for (int i = 0; i < 1000 && !run.isBroken(); i++) {
      run.feed("e".repeat(1000));
    }

    assertThat(run.told()).isEqualTo("200 CHUNKED keep | INVALID_CHUNKED_ENCODING");
    assertThat(run.mostPending()).isLessThan(Http1ResponseParser.MAX_CHUNK_LINE_BYTES + 2000);
  }

  @Test
  void endlessTrailersAreGivenUpInBoundedMemory() {
    ParserRun run = ParserRun.forGet().feed(CHUNKED + "0\r\n");
    for (int i = 0; i < 1000 && !run.isBroken(); i++) {
      run.feed("X-Filler: " + "f".repeat(1000) + "\r\n");
    }

    assertThat(run.told()).isEqualTo("200 CHUNKED keep | RESPONSE_HEADERS_TOO_BIG");
    assertThat(run.mostPending()).isLessThan(Http1ResponseParser.MAX_HEAD_BYTES + 2000);
  }

  @Test
  void aLargeHeadByteByByteTakesLinearTime() {
    ParserRun run = ParserRun.forGet();
    String head = OK + "Content-Length: 0\r\nX: " + "y".repeat(20_000) + "\r\n\r\n";
    for (int i = 0; i < head.length(); i++) {
      run.feed(head.substring(i, i + 1));
    }

    assertThat(run.close()).isEqualTo("200 FIXED:0 keep | end");
  }
}
