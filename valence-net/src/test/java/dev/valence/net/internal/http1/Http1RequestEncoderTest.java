package dev.valence.net.internal.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.RequestBody;
import dev.valence.net.TestBody;
import dev.valence.net.Timeouts;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.OutgoingRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §3, §7.1. */
class Http1RequestEncoderTest {
  private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

  private static OutgoingRequest request(
      String method, RequestBody body, boolean chunked, String... fields) {
    return new OutgoingRequest(
        method,
        "http",
        "host.example:8080",
        "/path?q=1",
        HeaderList.of(fields),
        body,
        chunked,
        Timeouts.DEFAULT);
  }

  private static String text(ByteBuf written) {
    String text = written.toString(StandardCharsets.ISO_8859_1);
    written.release();
    return text;
  }

  private static String head(OutgoingRequest request) throws NetException {
    return text(Http1RequestEncoder.head(request, ALLOCATOR));
  }

  @Test
  void hostComesFirstThenConnectionThenFieldsAsGiven() throws Exception {
    assertThat(head(request("GET", null, false, "X-B", "2", "x-a", "1", "X-B", "3")))
        .isEqualTo(
            "GET /path?q=1 HTTP/1.1\r\nHost: host.example:8080\r\nConnection: keep-alive\r\n"
                + "X-B: 2\r\nx-a: 1\r\nX-B: 3\r\n\r\n");
  }

  @Test
  void aGivenConnectionFieldReplacesOurs() throws Exception {
    assertThat(head(request("GET", null, false, "Connection", "close")))
        .isEqualTo(
            "GET /path?q=1 HTTP/1.1\r\nHost: host.example:8080\r\nConnection: close\r\n\r\n");
  }

  @Test
  void aBodyStatesItsLengthOrGoesInChunks() throws Exception {
    assertThat(head(request("PUT", TestBody.of("12345"), false))).contains("Content-Length: 5\r\n");
    assertThat(head(request("PUT", TestBody.of("12345"), true)))
        .contains("Transfer-Encoding: chunked\r\n")
        .doesNotContain("Content-Length");
    assertThat(head(request("PUT", TestBody.of("12345").withLength(-1), false)))
        .contains("Transfer-Encoding: chunked\r\n");
    assertThat(head(request("GET", TestBody.of(""), false))).contains("Content-Length: 0\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH"})
  void methodsThatMeanABodySayThatThereIsNone(String method) throws Exception {
    assertThat(head(request(method, null, false))).contains("Content-Length: 0\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "DELETE", "OPTIONS", "PROPFIND"})
  void otherMethodsSayNothingOfABody(String method) throws Exception {
    assertThat(head(request(method, null, false)))
        .startsWith(method + " ")
        .doesNotContain("Content-Length", "Transfer-Encoding");
  }

  @Test
  void charsAreBytes() throws Exception {
    assertThat(head(request("GET", null, false, "X", "\u00ff\t\u0080")))
        .contains("X: \u00ff\t\u0080");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "\u010a", "\u010d", "\u0100", "\ud83d\ude00"})
  void nothingGetsPastTheEndOfAField(String text) {
    assertThat(
            catchThrowableOfType(
                    NetException.class, () -> head(request("GET", null, false, "X", text)))
                .error())
        .isEqualTo(NetError.INVALID_ARGUMENT);
    assertThat(
            catchThrowableOfType(
                    NetException.class, () -> head(request("GET", null, false, text, "x")))
                .error())
        .isEqualTo(NetError.INVALID_ARGUMENT);
  }

  @Test
  void theFailureDoesNotRepeatTheValue() {
    NetException failure =
        catchThrowableOfType(
            NetException.class,
            () -> head(request("GET", null, false, "Authorization", "secret\n")));

    assertThat(failure.toString()).contains("Authorization").doesNotContain("secret");
  }

  @Test
  void chunksAndTheLastChunk() throws Exception {
    assertThat(text(Http1RequestEncoder.chunkStart(0x1f, ALLOCATOR))).isEqualTo("1f\r\n");
    assertThat(text(Http1RequestEncoder.chunkStart(Integer.MAX_VALUE, ALLOCATOR)))
        .isEqualTo("7fffffff\r\n");
    assertThat(text(Http1RequestEncoder.chunkEnd(ALLOCATOR))).isEqualTo("\r\n");
    assertThat(text(Http1RequestEncoder.lastChunk(new HeaderList(), ALLOCATOR)))
        .isEqualTo("0\r\n\r\n");
    assertThat(text(Http1RequestEncoder.lastChunk(HeaderList.of("X-End", "1"), ALLOCATOR)))
        .isEqualTo("0\r\nX-End: 1\r\n\r\n");
  }
}
