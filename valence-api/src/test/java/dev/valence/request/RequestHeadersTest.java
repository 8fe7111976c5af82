package dev.valence.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Valence;
import dev.valence.testkit.RecordedRequest;
import dev.valence.testkit.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadersTest {
  private final Valence valence = Valence.builder().build();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        TestServer.start(
            exchange ->
                exchange.reply(200).header("content-type", "mime/test; charset=test").text("x"));
  }

  @AfterEach
  void close() {
    valence.close();
    server.close();
  }

  private ClientRequest request() {
    return valence.net().request(server.url("/"));
  }

  private ClientRequest request(RequestOptions.Builder options) {
    return valence.net().request(options.url(server.url("/")).build());
  }

  private RecordedRequest send(ClientRequest request) throws Exception {
    RequestProbe probe = RequestProbe.of(request);
    request.end();
    assertThat(probe.response().statusCode()).isEqualTo(200);
    return server.takeRequest();
  }

  @Test
  void n019_headersAreFoundWhateverTheirCase() throws Exception {
    ClientRequest request = request();
    request.setHeader("Some-Header", "Value");
    assertThat(request.getHeader("Some-Header")).isEqualTo("Value");
    assertThat(request.getHeader("some-header")).isEqualTo("Value");
    request.write("");
    assertThat(request.getHeader("Some-Header")).isEqualTo("Value");
    assertThat(request.getHeader("some-header")).isEqualTo("Value");
    assertThat(send(request).header("some-header")).isEqualTo("Value");
  }

  @Test
  void n021_theCaseOfANameIsKept() throws Exception {
    ClientRequest request = request();
    request.setHeader("X-Header-Name", "Value");
    request.write("");
    assertThat(send(request).headers().names()).contains("X-Header-Name");
  }

  @Test
  void n022_theFirstWriteFreezesTheHeaders() throws Exception {
    ClientRequest request = request();
    request.write("");
    assertThatThrownBy(() -> request.setHeader("Some-Header", "Value"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Can't set headers after they are sent");
    assertThat(request.getHeader("Some-Header")).isNull();
    assertThat(send(request).header("some-header")).isNull();
  }

  @Test
  void n023_removedHeadersAreNotSent() throws Exception {
    ClientRequest request = request();
    request.setHeader("Some-Header", "Value");
    assertThat(request.getHeader("Some-Header")).isEqualTo("Value");
    request.removeHeader("some-HEADER");
    assertThat(request.getHeader("Some-Header")).isNull();
    request.write("");
    assertThat(send(request).header("some-header")).isNull();
  }

  @Test
  void n025_headersGoInTheOrderOfSetting() throws Exception {
    ClientRequest request = request();
    request.setHeader("X-Header-200", "2");
    request.setHeader("X-Header-100", "1");
    assertThat(send(request).headers().names()).containsSubsequence("X-Header-200", "X-Header-100");
  }

  @Test
  void n026_getHeaderNeedsAName() {
    assertThatThrownBy(() -> request().getHeader(null))
        .hasMessageContaining("`name` is required for getHeader(name)");
  }

  @Test
  void n027_removeHeaderNeedsAName() {
    assertThatThrownBy(() -> request().removeHeader(null))
        .hasMessageContaining("`name` is required for removeHeader(name)");
  }

  @Test
  void n029_responseHeadersKeepTheirParameters() throws Exception {
    RequestProbe probe = RequestProbe.of(request());
    probe.request().end();
    assertThat(probe.response().headers().get("content-type")).isEqualTo("mime/test; charset=test");
  }

  @Test
  void n033_anOriginHeaderActsLikeTheOption() throws Exception {
    ClientRequest request = request();
    request.setHeader("Origin", server.origin());
    assertThat(send(request).header("sec-fetch-site")).isEqualTo("same-origin");
  }

  @Test
  void n034_anotherOriginIsCrossSite() throws Exception {
    assertThat(
            send(request(RequestOptions.builder().origin("https://not-exists.com")))
                .header("sec-fetch-site"))
        .isEqualTo("cross-site");
  }

  @Test
  void n035_n037_n042_metadataOfAPlainRequest() throws Exception {
    RecordedRequest seen = send(request());
    assertThat(seen.header("sec-fetch-user")).isNull();
    assertThat(seen.header("sec-fetch-mode")).isEqualTo("no-cors");
    assertThat(seen.header("sec-fetch-dest")).isEqualTo("empty");
  }

  @ParameterizedTest
  @CsvSource({"n038,navigate", "n039,cors", "n041,same-origin"})
  void n038_fetchModeIsPassedOn(String row, String mode) throws Exception {
    ClientRequest request = request(RequestOptions.builder().origin(server.origin()));
    request.setHeader("sec-fetch-mode", mode);
    assertThat(send(request).header("sec-fetch-mode")).as(row).isEqualTo(mode);
  }

  @ParameterizedTest
  @CsvSource({
    "n043,empty",
    "n045,audioworklet",
    "n046,document",
    "n047,embed",
    "n049,frame",
    "n050,iframe",
    "n051,image",
    "n053,object",
    "n054,paintworklet",
    "n055,report",
    "n057,serviceworker",
    "n058,style",
    "n059,track",
    "n061,worker",
    "n062,xslt"
  })
  void n043_fetchDestinationIsPassedOn(String row, String destination) throws Exception {
    ClientRequest request = request(RequestOptions.builder().origin(server.origin()));
    request.setHeader("sec-fetch-dest", destination);
    assertThat(send(request).header("sec-fetch-dest")).as(row).isEqualTo(destination);
  }

  @Test
  void n167_s015_aNullValueIsRefused() {
    String text = "`value` required in setHeader(\"foo\", value)";
    assertThatThrownBy(() -> request().setHeader("foo", null)).hasMessage(text);
    assertThatThrownBy(() -> RequestOptions.builder().header("foo", (String) null))
        .hasMessage(text);
    Map<String, String> map = new java.util.HashMap<>();
    map.put("foo", null);
    assertThatThrownBy(() -> RequestOptions.builder().headers(map)).hasMessage(text);
  }

  @Test
  void n250_headersOfTheOptionsAreSent() throws Exception {
    RecordedRequest seen =
        send(
            request(
                RequestOptions.builder()
                    .header("One", "1")
                    .header("Many", List.of("a", "b"))
                    .headers(Map.of("Three", "3"))));
    assertThat(seen.header("one")).isEqualTo("1");
    assertThat(seen.headers().all("many")).containsExactly("a", "b");
    assertThat(seen.header("three")).isEqualTo("3");
  }

  @Test
  void n278_chunkedEncodingIsReadAndWritten() {
    ClientRequest request = request();
    assertThat(request.chunkedEncoding()).isFalse();
    request.chunkedEncoding(true);
    assertThat(request.chunkedEncoding()).isTrue();
    assertThatThrownBy(() -> request.chunkedEncoding(false))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void n279_chunkedEncodingIsFrozenByTheFirstWrite() {
    ClientRequest request = request();
    request.write("x");
    assertThatThrownBy(() -> request.chunkedEncoding(true))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void n281_otherValuesAreSentAsText() throws Exception {
    ClientRequest request = request();
    request.setHeader("X-Number", 42);
    assertThat(send(request).header("x-number")).isEqualTo("42");
  }

  @Test
  void n282_n293_headersAreFrozenByTheFirstWrite() {
    ClientRequest request = request();
    request.setHeader("A", "1");
    request.write("");
    assertThatThrownBy(() -> request.setHeader("A", "2")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> request.removeHeader("A"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Can't remove headers after they are sent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length",
        "Trailer",
        "Te",
        "Upgrade",
        "Keep-Alive",
        "Transfer-Encoding",
        "Host",
        "Cookie2"
      })
  void n283_n285_n286_n287_n289_n290_restrictedHeadersAreRefused(String name) throws Exception {
    ClientRequest request = request();
    assertThatThrownBy(() -> request.setHeader(name, "77"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
    assertThatThrownBy(() -> RequestOptions.builder().header(name, "77"))
        .isInstanceOf(IllegalArgumentException.class);
    String sent = send(request).header(name);
    assertThat(sent).isNotEqualTo("77");
  }

  @Test
  void n291_connectionUpgradeIsRefused() throws Exception {
    ClientRequest request = request();
    assertThatThrownBy(() -> request.setHeader("Connection", "upgrade"))
        .isInstanceOf(IllegalArgumentException.class);
    request.setHeader("Connection", "close");
    assertThat(send(request).headers().all("connection")).doesNotContain("upgrade");
  }

  @Test
  void namesAndValuesThatBreakTheWireAreRefused() {
    ClientRequest request = request();
    assertThatThrownBy(() -> request.setHeader("a b", "x"))
        .hasMessage("Invalid header name: 'a b'");
    assertThatThrownBy(() -> request.setHeader("a", "x\r\ny: z"))
        .hasMessageContaining("Invalid value for header 'a'");
    assertThatThrownBy(() -> request.setHeader(null, "x"))
        .hasMessage("`name` should be a string in setHeader(name, value)");
  }
}
