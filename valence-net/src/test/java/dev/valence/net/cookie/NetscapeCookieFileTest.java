package dev.valence.net.cookie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetscapeCookieFileTest {
  private static final Instant LATER = Instant.ofEpochSecond(1_900_000_000);

  @Test
  void readsWhatCurlWrites() throws CookieFileException {
    List<Cookie> cookies =
        NetscapeCookieFile.parse(
            """
            # Netscape HTTP Cookie File
            # https://curl.se/docs/http-cookies.html

            .example.com\tTRUE\t/\tTRUE\t1900000000\ta\tb c
            #HttpOnly_www.example.com\tFALSE\t/p\tFALSE\t0\ts\t
            127.0.0.1\tFALSE\t/\tFALSE\t0\t\tnameless\r
            Example.ORG\tTRUE\t/\tFALSE\t0\ttrimmed
            """);
    assertThat(cookies)
        .containsExactly(
            Cookie.builder("a", "b c", ".example.com", "/")
                .secure(true)
                .sourceScheme(CookieSourceScheme.SECURE)
                .expirationDate(LATER)
                .build(),
            Cookie.builder("s", "", "www.example.com", "/p").httpOnly(true).build(),
            Cookie.builder("", "nameless", "127.0.0.1", "/").build(),
            Cookie.builder("trimmed", "", ".example.org", "/").build());
  }

  @Test
  void whatIsWrittenIsReadAgain() throws CookieFileException {
    List<Cookie> cookies =
        List.of(
            Cookie.builder("a", "\"b=c\"", ".example.com", "/")
                .secure(true)
                .sourceScheme(CookieSourceScheme.SECURE)
                .httpOnly(true)
                .expirationDate(LATER)
                .build(),
            Cookie.builder("#odd", "\u00e4", "localhost", "/").build(),
            Cookie.builder("", "v", "example.com", "/a/b").build());
    assertThat(NetscapeCookieFile.parse(NetscapeCookieFile.format(cookies))).isEqualTo(cookies);
  }

  @Test
  void partitionedCookiesAreLeftOutAndCounted() throws CookieFileException {
    Cookie partitioned =
        Cookie.builder("a", "b", "example.com", "/")
            .secure(true)
            .partitionKey(new CookiePartitionKey("https://top.org", true))
            .build();
    String text = NetscapeCookieFile.format(List.of(partitioned));
    assertThat(text).endsWith("# Left out: 1 partitioned cookies\n");
    assertThat(NetscapeCookieFile.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x.org FALSE / FALSE 0 a|expected 7 fields between tabs, found 1",
        "x.org~FALSE~/~FALSE~0|expected 7 fields between tabs, found 5",
        "x.org~FALSE~/~FALSE~0~a~b~c|expected 7 fields between tabs, found 8",
        "x.org~YES~/~FALSE~0~a~b|the second field is neither TRUE nor FALSE",
        "x.org~TRUE~/~1~0~a~b|the fourth field is neither TRUE nor FALSE",
        "x.org~TRUE~/~TRUE~soon~a~b|the expiry is not a number",
        "x.org~TRUE~/~TRUE~-1~a~b|the expiry is out of range",
        "x.org~TRUE~p~TRUE~0~a~b|Failed to set cookie - The cookie was malformed and could not be"
            + " stored",
        ".com~TRUE~/~TRUE~0~a~b|Failed to set cookie - The cookie was set with an invalid Domain"
            + " attribute.",
        "no host~FALSE~/~TRUE~0~a~b|Failed to set cookie - The cookie was set with an invalid"
            + " Domain attribute.",
        "x.org~FALSE~/~FALSE~0~a~b;c|Failed to set cookie - The cookie contains ASCII control"
            + " characters",
        "x.org~FALSE~/~FALSE~0~~|Failed to set cookie - The cookie contains no content or only"
            + " whitespace.",
        "x.org~TRUE~/~TRUE~0~__Host-a~b|Failed to set cookie - The cookie was set with an invalid"
            + " __Host- or __Secure- prefix.",
      })
  void aBadLineIsNamed(String line, String problem) {
    String text = "# comment\nx.org\tFALSE\t/\tFALSE\t0\tgood\t1\n\n" + line.replace('~', '\t');
    assertThatThrownBy(() -> NetscapeCookieFile.parse(text))
        .isInstanceOf(CookieFileException.class)
        .hasMessage("Line 4: " + problem)
        .satisfies(e -> assertThat(((CookieFileException) e).line()).isEqualTo(4));
  }
}
