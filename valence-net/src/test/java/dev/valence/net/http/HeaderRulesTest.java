package dev.valence.net.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {
  @Test
  void exactlyTheTokenCharactersOfRfc9110MakeAToken() {
    String allowed =
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (int c = 0; c < 0x180; c++) {
      String text = String.valueOf((char) c);
      assertThat(HeaderRules.isToken(text)).as("U+%04X", c).isEqualTo(allowed.contains(text));
      assertThat(HeaderRules.isToken("a" + text)).isEqualTo(allowed.contains(text));
    }
    assertThat(HeaderRules.isToken("")).isFalse();
  }

  @Test
  void aBadNameIsRefusedAndShownEscaped() {
    assertThatThrownBy(() -> HeaderRules.checkName("a\r\nb"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid header name: 'a\\r\\nb'");
    assertThatThrownBy(() -> HeaderRules.checkName("")).hasMessage("Invalid header name: ''");
    assertThat(HeaderRules.checkName("X-Header-Name")).isEqualTo("X-Header-Name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "a\r\nSet-Cookie: x", "\0"})
  void valuesThatWouldEndTheFieldAreRefused(String value) {
    assertThat(HeaderRules.isValidValue(value)).isFalse();
    assertThatThrownBy(() -> HeaderRules.checkValue("X-A", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid value for header 'X-A': '")
        .hasMessageNotContainingAny("\r", "\n", "\0");
  }

  @Test
  void aLongBadValueIsShortenedInTheMessage() {
    assertThatThrownBy(() -> HeaderRules.checkValue("X-A", "v".repeat(5000) + "\nx"))
        .hasMessage(
            "Invalid value for header 'X-A': '" + "v".repeat(60) + "' and 4942 more characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Cookie", "authorization", "Proxy-Authorization", "COOKIE2", "set-cookie"})
  void aBadSecretIsNeverShown(String name) {
    assertThatThrownBy(() -> HeaderRules.checkValue(name, "hush\npass"))
        .hasMessageStartingWith("Invalid value for header '" + name + "'")
        .hasMessageNotContainingAny("hush", "pass");
  }

  @Test
  void valuesAreTrimmedAtBothEndsOnly() {
    assertThat(HeaderRules.checkValue("X-A", " \t\r\n a b\tc \n")).isEqualTo("a b\tc");
    assertThat(HeaderRules.checkValue("X-A", " \r\n ")).isEmpty();
    assertThat(HeaderRules.normalizeValue("\u00a0x\u00a0")).isEqualTo("\u00a0x\u00a0");
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length, 5",
    "Host, example.com",
    "Trailer, x",
    "Te, trailers",
    "Upgrade, h2c",
    "Cookie2, x",
    "Keep-Alive, timeout=5",
    "Transfer-Encoding, chunked",
    "transfer-encoding, gzip",
    "Connection, upgrade",
    "Connection, Upgrade",
    "connection, 'keep-alive, Upgrade'",
    "Proxy-Authorization, Basic x",
    "Proxy-Connection, close",
    "X-HTTP-Method-Override, 'POST, trace'",
    "X-Method-Override, CONNECT",
  })
  void restrictedRequestHeadersAreRefused(String name, String value) {
    assertThat(HeaderRules.isRestricted(name, value)).isTrue();
    assertThatThrownBy(() -> HeaderRules.checkRequestHeader(name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "Connection, close",
    "Connection, keep-alive",
    "Cookie, a=b",
    "Referer, http://x/",
    "Accept-Encoding, gzip",
    "Date, x",
    "X-Proxy-Thing, x",
    "X-HTTP-Method, PATCH",
    "Sec-Fetch-Mode, cors",
    "Content-Type, text/plain",
  })
  void allOthersMayBeSet(String name, String value) {
    assertThat(HeaderRules.isRestricted(name, value)).isFalse();
    assertThat(HeaderRules.checkRequestHeader(name, value)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "get, GET",
    "Post, POST",
    "dELETE, DELETE",
    "head, HEAD",
    "options, OPTIONS",
    "put, PUT",
    "patch, patch",
    "PATCH, PATCH",
    "query, query",
    "x-Own, x-Own",
    "connect, connect"
  })
  void sixMethodsAreWrittenInCapitals(String given, String sent) {
    assertThat(HeaderRules.normalizeMethod(given)).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET ", " GET", "G\r\nET", "GE:T", "GÉT", "a b"})
  void aMethodIsAToken(String method) {
    assertThatThrownBy(() -> HeaderRules.normalizeMethod(method))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid HTTP method: '")
        .hasMessageNotContainingAny("\r", "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT", "trace", "Track"})
  void fetchRefusesThreeMethods(String method) {
    assertThatThrownBy(() -> HeaderRules.checkFetchMethod(method))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + method + "' HTTP method is unsupported.");
    assertThat(HeaderRules.checkFetchMethod("pUt")).isEqualTo("PUT");
  }
}
