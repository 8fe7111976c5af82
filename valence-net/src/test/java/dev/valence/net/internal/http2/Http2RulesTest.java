package dev.valence.net.internal.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.net.NetError;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.HeaderStrings;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.AsciiString;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules that need no connection. */
class Http2RulesTest {
  @ParameterizedTest
  @CsvSource({
    "NO_ERROR, HTTP2_PROTOCOL_ERROR, HTTP2_SERVER_REFUSED_STREAM",
    "PROTOCOL_ERROR, HTTP2_PROTOCOL_ERROR, HTTP2_PROTOCOL_ERROR",
    "INTERNAL_ERROR, HTTP2_PROTOCOL_ERROR, HTTP2_PROTOCOL_ERROR",
    "FLOW_CONTROL_ERROR, HTTP2_PROTOCOL_ERROR, HTTP2_PROTOCOL_ERROR",
    "STREAM_CLOSED, HTTP2_PROTOCOL_ERROR, HTTP2_PROTOCOL_ERROR",
    "FRAME_SIZE_ERROR, HTTP2_PROTOCOL_ERROR, HTTP2_PROTOCOL_ERROR",
    "REFUSED_STREAM, HTTP2_SERVER_REFUSED_STREAM, HTTP2_PROTOCOL_ERROR",
    "CANCEL, HTTP2_PROTOCOL_ERROR, HTTP2_PROTOCOL_ERROR",
    "COMPRESSION_ERROR, HTTP2_PROTOCOL_ERROR, HTTP2_PROTOCOL_ERROR",
    "ENHANCE_YOUR_CALM, HTTP2_PROTOCOL_ERROR, HTTP2_PROTOCOL_ERROR",
    "INADEQUATE_SECURITY, HTTP2_PROTOCOL_ERROR, HTTP2_PROTOCOL_ERROR",
    "HTTP_1_1_REQUIRED, HTTP_1_1_REQUIRED, HTTP_1_1_REQUIRED"
  })
  void codesOfTheServerAreChromiumsErrors(Http2Error code, NetError reset, NetError goAway) {
    assertThat(Http2Errors.streamReset(code.code()).error()).isEqualTo(reset);
    assertThat(Http2Errors.goneAway(code.code()).error()).isEqualTo(goAway);
    assertThat(Http2Errors.streamReset(code.code()).detail()).contains(code.name());
  }

  @ParameterizedTest
  @CsvSource({
    "PROTOCOL_ERROR, HTTP2_PROTOCOL_ERROR",
    "FLOW_CONTROL_ERROR, HTTP2_FLOW_CONTROL_ERROR",
    "FRAME_SIZE_ERROR, HTTP2_FRAME_SIZE_ERROR",
    "COMPRESSION_ERROR, HTTP2_COMPRESSION_ERROR",
    "STREAM_CLOSED, HTTP2_STREAM_CLOSED",
    "ENHANCE_YOUR_CALM, HTTP2_PROTOCOL_ERROR"
  })
  void violationsAreChromiumsErrors(Http2Error code, NetError expected) {
    Http2Exception violation = Http2Exception.connectionError(code, "what it did");
    assertThat(Http2Errors.found(violation).error()).isEqualTo(expected);
    assertThat(Http2Errors.found(violation).detail()).isEqualTo("what it did");
  }

  @Test
  void unknownCodesAreNamedByTheirNumber() {
    assertThat(Http2Errors.streamReset(4711).error()).isEqualTo(NetError.HTTP2_PROTOCOL_ERROR);
    assertThat(Http2Errors.goneAway(4711).detail()).contains("4711");
  }

  @Test
  void aMeterAllowsSoManyInAPeriod() {
    long[] clock = {0};
    FloodMeter meter = new FloodMeter(3, Duration.ofNanos(10), () -> clock[0]);
    assertThat(allowed(meter, 3)).isEqualTo(3);
    assertThat(meter.allows()).isFalse();
    clock[0] = 10;
    assertThat(allowed(meter, 3)).isEqualTo(3);
    clock[0] = 19;
    assertThat(meter.allows()).isFalse();
    clock[0] = 20;
    assertThat(meter.allows()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 200, 5, 5",
    "GET, 200, 0, 0",
    "GET, 200, 007, 7",
    "GET, 200, , -1",
    "HEAD, 200, 5, 0",
    "HEAD, 200, , 0",
    "GET, 204, 5, 0",
    "GET, 205, , 0",
    "GET, 304, 5, 0",
    "GET, 200, 9223372036854775799, 9223372036854775799"
  })
  void aResponseHasTheLengthItStates(String method, int status, String stated, long expected)
      throws Http2Exception {
    HeaderList headers =
        stated == null ? new HeaderList() : HeaderList.of("content-length", stated);
    assertThat(ResponseLength.of(1, status, headers, method)).isEqualTo(expected);
  }

  @Test
  void theSameLengthTwiceIsOneLength() throws Http2Exception {
    HeaderList headers = HeaderList.of("content-length", "5", "content-length", "5");
    assertThat(ResponseLength.of(1, 200, headers, "GET")).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"''", "' 5'", "+5", "-5", "0x5", "5;", "99999999999999999999", "5.0", "'5, 5'"})
  void aLengthThatIsNoNumberIsRefused(String stated) {
    assertThatThrownBy(
            () -> ResponseLength.of(1, 200, HeaderList.of("content-length", stated), "GET"))
        .isInstanceOf(Http2Exception.StreamException.class);
  }

  @Test
  void receivedFieldsKeepOrderRepeatsAndBytes() {
    ReceivedFields fields = new ReceivedFields(new HeaderStrings(), 4);
    add(fields, ":status", "200");
    add(fields, "set-cookie", "a=1");
    add(fields, "x", "caf\u00e9");
    add(fields, "set-cookie", "b=2");
    assertThat(fields.statusCode()).isEqualTo(200);
    assertThat(fields.list().toRawList())
        .containsExactly("set-cookie", "a=1", "x", "caf\u00e9", "set-cookie", "b=2");
    assertThat(fields.size()).isEqualTo(4);
  }

  @Test
  void refusalsNameTheFieldWithoutItsValue() {
    ReceivedFields fields = new ReceivedFields(new HeaderStrings(), 4);
    assertThatThrownBy(() -> add(fields, "x-secret", "token\r\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x-secret")
        .hasMessageNotContaining("token");
    assertThatThrownBy(() -> add(fields, "Bad\u0007" + "n".repeat(1000), ""))
        .hasMessageMatching("bad field name: Bad\\?n{36}…");
  }

  @Test
  void stringsThatComeAgainAreTheSame() {
    HeaderStrings strings = new HeaderStrings();
    assertThat(strings.of(new AsciiString("text/html")))
        .isSameAs(strings.of(new AsciiString("text/html")));
    assertThat(strings.of(new AsciiString("caf\u00e9"))).isEqualTo("caf\u00e9");
    assertThat(strings.of(AsciiString.EMPTY_STRING)).isEmpty();
    assertThat(strings.of(new AsciiString("x".repeat(200)))).hasSize(200);
    AsciiString part = new AsciiString("abcdef").subSequence(2, 4, false);
    assertThat(strings.of(part)).isEqualTo("cd");
  }

  @Test
  void textsThatComeAgainAreTheSame() {
    WireTexts texts = new WireTexts();
    assertThat(texts.name("User-Agent").toString()).isEqualTo("user-agent");
    assertThat((Object) texts.name("User-Agent")).isSameAs(texts.name("User-Agent"));
    assertThat(texts.value("caf\u00e9").array()).endsWith((byte) 0xe9);
    for (int i = 0; i < 5000; i++) {
      assertThat(texts.value("v" + i).toString()).isEqualTo("v" + i);
      assertThat(texts.name("N" + i).toString()).isEqualTo("n" + i);
    }
  }

  private static int allowed(FloodMeter meter, int events) {
    int allowed = 0;
    for (int i = 0; i < events; i++) {
      allowed += meter.allows() ? 1 : 0;
    }
    return allowed;
  }

  private static void add(ReceivedFields fields, String name, String value) {
    fields.add(new AsciiString(name), new AsciiString(value));
  }
}
