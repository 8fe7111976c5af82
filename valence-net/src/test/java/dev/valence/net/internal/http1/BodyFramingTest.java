package dev.valence.net.internal.http1;

import static dev.valence.net.internal.http1.BodyFraming.Kind.CHUNKED;
import static dev.valence.net.internal.http1.BodyFraming.Kind.FIXED;
import static dev.valence.net.internal.http1.BodyFraming.Kind.INTERIM;
import static dev.valence.net.internal.http1.BodyFraming.Kind.NONE;
import static dev.valence.net.internal.http1.BodyFraming.Kind.UNTIL_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.valence.net.HttpVersion;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §6.3 and §9.3. Lengths and codings in whole responses: Http1ResponseParserTest. */
class BodyFramingTest {
  private static BodyFraming of(int status, String... fields) throws NetException {
    return BodyFraming.of(head(HttpVersion.HTTP_1_1, status, fields), "GET");
  }

  private static ResponseHead head(HttpVersion version, int status, String... fields) {
    return new ResponseHead(version, status, "", HeaderList.of(fields));
  }

  private static NetError failure(int status, String... fields) {
    return catchThrowableOfType(NetException.class, () -> of(status, fields)).error();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 102, 103, 199})
  void interimResponsesHaveNoBody(int status) throws Exception {
    assertThat(of(status, "Content-Length", "5")).isEqualTo(new BodyFraming(INTERIM, 0, true));
  }

  @Test
  void after101TheConnectionSpeaksAnotherProtocol() throws Exception {
    assertThat(of(101, "Upgrade", "websocket").kind()).isEqualTo(BodyFraming.Kind.UPGRADED);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205, 304})
  void someStatusesHaveNoBody(int status) throws Exception {
    assertThat(of(status, "Content-Length", "5", "Transfer-Encoding", "chunked").kind())
        .isEqualTo(NONE);
  }

  @Test
  void headHasNoBody() throws Exception {
    assertThat(
            BodyFraming.of(head(HttpVersion.HTTP_1_1, 200, "Transfer-Encoding", "chunked"), "HEAD"))
        .isEqualTo(new BodyFraming(NONE, 0, true));
  }

  @Test
  void theLastTransferCodingDecides() throws Exception {
    assertThat(of(200, "Transfer-Encoding", "chunked"))
        .isEqualTo(new BodyFraming(CHUNKED, -1, true));
    assertThat(of(200, "Transfer-Encoding", "gzip,\tCHUNKED ").kind()).isEqualTo(CHUNKED);
    assertThat(of(200, "Transfer-Encoding", "gzip", "Transfer-Encoding", "chunked").kind())
        .isEqualTo(CHUNKED);
    assertThat(of(200, "Transfer-Encoding", "chunked", "Transfer-Encoding", "gzip"))
        .isEqualTo(new BodyFraming(UNTIL_CLOSE, -1, false));
    assertThat(of(200, "Transfer-Encoding", "xchunked").kind()).isEqualTo(UNTIL_CLOSE);
    assertThat(of(200, "Transfer-Encoding", "chunked;q=1").kind()).isEqualTo(UNTIL_CLOSE);
    assertThat(of(200, "Transfer-Encoding", "").kind()).isEqualTo(UNTIL_CLOSE);
  }

  @Test
  void equalLengthsCountAsOne() throws Exception {
    assertThat(of(200, "Content-Length", "7")).isEqualTo(new BodyFraming(FIXED, 7, true));
    assertThat(of(200, "Content-Length", "7", "content-length", "07").length()).isEqualTo(7);
    assertThat(of(200, "Content-Length", "7,7 ,  7").length()).isEqualTo(7);
    assertThat(failure(200, "Content-Length", "7", "content-length", "8"))
        .isEqualTo(NetError.RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH);
    assertThat(failure(200, "Content-Length", "7,8"))
        .isEqualTo(NetError.RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "+1",
        "1.0",
        "1e3",
        "0x10",
        "1 2",
        "7,",
        ",7",
        "7,,7",
        "9223372036854775808",
        "18446744073709551616",
        "184467440737095516160000",
        "\u0661",
        "seven"
      })
  void whatIsNoLengthIsRefused(String length) {
    assertThat(failure(200, "Content-Length", length)).isEqualTo(NetError.INVALID_HTTP_RESPONSE);
  }

  @Test
  void aHugeBadLengthIsNotRepeatedInFull() {
    NetException failure =
        catchThrowableOfType(
            NetException.class, () -> of(200, "Content-Length", "x".repeat(10_000)));

    assertThat(failure.detail()).hasSizeLessThan(100);
  }

  @Test
  void theConnectionPersistsUnlessSomeoneSaysOtherwise() throws Exception {
    assertThat(of(200, "Content-Length", "1").keepAlive()).isTrue();
    assertThat(of(200, "Content-Length", "1", "Connection", "close").keepAlive()).isFalse();
    assertThat(of(200, "Content-Length", "1", "Connection", "x, Close").keepAlive()).isFalse();
    assertThat(of(200, "Content-Length", "1", "Connection", "x-disclosed").keepAlive()).isTrue();
    assertThat(
            of(200, "Content-Length", "1", "Connection", "keep-alive", "Connection", "close")
                .keepAlive())
        .isFalse();
    assertThat(of(200).keepAlive()).isFalse();
    HeaderList length = HeaderList.of("Content-Length", "1");
    assertThat(
            BodyFraming.of(new ResponseHead(HttpVersion.HTTP_1_0, 200, "", length), "GET")
                .keepAlive())
        .isFalse();
    length.add("Connection", "keep-alive");
    assertThat(
            BodyFraming.of(new ResponseHead(HttpVersion.HTTP_1_0, 200, "", length), "GET")
                .keepAlive())
        .isTrue();
  }
}
