package dev.valence.net.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.site.PublicSuffixList;
import dev.valence.net.site.Site;
import dev.valence.net.url.Url;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a Set-Cookie line means for the URL that sent it. */
class CookieFactoryTest {
  private static final long NOW = Cookie.micros(ManualClock.START);

  private final CookieFactory factory =
      new CookieFactory(PublicSuffixList.bundled(), Set.of("http", "https", "ws", "wss", "app"));

  private SetCookieResult set(String url, String line) {
    return factory.fromHeader(CookieAccess.ofHost(Url.parse(url)), line, NOW, NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "refused",
      value = {
        "http://www.example.com/|''|www.example.com",
        "http://www.example.com/|example.com|.example.com",
        "http://www.example.com/|.example.com|.example.com",
        "http://www.example.com/|www.example.com|.www.example.com",
        "http://www.example.com/|EXAMPLE.com|.example.com",
        "http://www.example.com/|com|refused",
        "http://www.example.com/|.com|refused",
        "http://www.example.com/|a.www.example.com|refused",
        "http://www.example.com/|ww.example.com|refused",
        "http://www.example.com/|other.com|refused",
        "http://www.example.com/|..example.com|refused",
        "http://www.example.com/|.|refused",
        "http://www.example.com/|example.com.|refused",
        "http://www.example.com/|exampl%65.com|refused",
        "http://myexample.com/|example.com|refused",
        "http://www.example.co.uk/|co.uk|refused",
        "http://www.example.co.uk/|example.co.uk|.example.co.uk",
        "http://co.uk/|co.uk|co.uk",
        "http://a.github.io/|github.io|refused",
        "http://a.github.io/|a.github.io|.a.github.io",
        "http://127.0.0.1/|127.0.0.1|127.0.0.1",
        "http://127.0.0.1/|.127.0.0.1|127.0.0.1",
        "http://127.0.0.1/|0.0.1|refused",
        "http://[::1]/|[::1]|[::1]",
        "http://localhost/|localhost|localhost",
        "http://a.localhost/|localhost|refused",
        "http://intranet/|intranet|intranet",
        "app://fake-host/|''|fake-host",
      })
  void domainAttribute(String url, String attribute, String expected) {
    SetCookieResult result = set(url, "a=b; Domain=" + attribute);
    if (expected == null) {
      assertThat(result.inclusion()).isEqualTo(CookieInclusion.EXCLUDE_INVALID_DOMAIN);
    } else {
      assertThat(result.cookie().domain()).isEqualTo(expected);
      assertThat(result.cookie().hostOnly()).isEqualTo(!expected.startsWith("."));
    }
  }

  @Test
  void aDomainOutsideAsciiIsRefused() {
    assertThat(set("http://example.com/", "a=b; Domain=\u00e4.example.com").inclusion())
        .isEqualTo(CookieInclusion.EXCLUDE_DOMAIN_NON_ASCII);
  }

  @ParameterizedTest
  @CsvSource({
    "http://x.org/,/",
    "http://x.org/a,/",
    "http://x.org/a/,/a",
    "http://x.org/a/b?c/d,/a",
  })
  void theDefaultPathIsTheFolder(String url, String path) {
    assertThat(set(url, "a=b").cookie().path()).isEqualTo(path);
    assertThat(set(url, "a=b; path=relative").cookie().path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://x.org/|__Secure-a=b; Secure|INCLUDE",
        "https://x.org/|__Secure-a=b|EXCLUDE_INVALID_PREFIX",
        "https://x.org/|__SECURE-a=b|EXCLUDE_INVALID_PREFIX",
        "https://x.org/|__Host-a=b; Secure; Path=/|INCLUDE",
        "https://x.org/|__Host-a=b; Secure|INCLUDE",
        "https://x.org/d/|__Host-a=b; Secure|EXCLUDE_INVALID_PREFIX",
        "https://x.org/|__host-a=b; Path=/|EXCLUDE_INVALID_PREFIX",
        "https://x.org/|__Host-a=b; Secure; Path=/; Domain=x.org|EXCLUDE_INVALID_PREFIX",
        "https://x.org/|__Host-a=b; Secure; Path=/; Domain=|INCLUDE",
        "http://x.org/|__Secure-a=b; Secure|EXCLUDE_INVALID_PREFIX",
        "https://x.org/|=__Host-a=b; Secure; Path=/|EXCLUDE_INVALID_PREFIX",
        "https://x.org/|__secure-a|EXCLUDE_INVALID_PREFIX",
        "https://x.org/|=  __Secure-a|EXCLUDE_INVALID_PREFIX",
      })
  void prefixes(String url, String line, CookieInclusion expected) {
    assertThat(set(url, line).inclusion()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://x.org/|a=b; Secure|EXCLUDE_SECURE_ONLY",
        "https://x.org/|a=b; Secure|INCLUDE",
        "wss://x.org/|a=b; Secure|INCLUDE",
        "http://localhost/|a=b; Secure|INCLUDE",
        "http://x.localhost/|a=b; Secure|INCLUDE",
        "http://127.9.9.9/|a=b; Secure|INCLUDE",
        "http://[::1]/|a=b; Secure|INCLUDE",
        "http://127.example.com/|a=b; Secure|EXCLUDE_SECURE_ONLY",
        "https://x.org/|a=b; SameSite=None|EXCLUDE_SAMESITE_NONE_INSECURE",
        "https://x.org/|a=b; SameSite=None; Secure|INCLUDE",
        "https://x.org/|a=b; Partitioned|EXCLUDE_INVALID_PARTITIONED",
        "https://x.org/|a=b; Partitioned; Secure|INCLUDE",
        "http://x.org/|a=b; Partitioned; Secure|EXCLUDE_INVALID_PARTITIONED",
        "ftp://x.org/|a=b|EXCLUDE_NONCOOKIEABLE_SCHEME",
        "data:,x|a=b|EXCLUDE_NONCOOKIEABLE_SCHEME",
      })
  void secureSameSiteAndPartitioned(String url, String line, CookieInclusion expected) {
    assertThat(set(url, line).inclusion()).isEqualTo(expected);
  }

  @Test
  void aPartitionedCookieTakesThePartitionOfTheAccess() {
    CookiePartitionKey partition = new CookiePartitionKey("https://top.org", true);
    CookieAccess frame =
        CookieAccess.of(
            Url.parse("https://x.org/"),
            Site.of(Url.parse("https://top.org/")),
            null,
            "GET",
            false,
            partition);
    String line = "a=b; Secure; SameSite=None";
    assertThat(factory.fromHeader(frame, line + "; Partitioned", NOW, NOW).cookie().partitionKey())
        .isEqualTo(partition);
    assertThat(factory.fromHeader(frame, line, NOW, NOW).cookie().partitionKey()).isNull();
    assertThat(set("https://www.x.org/", line + "; Partitioned").cookie().partitionKey())
        .isEqualTo(new CookiePartitionKey("https://x.org", false));
  }

  @Test
  void fromAnotherSiteOnlySameSiteNoneIsStored() {
    CookieAccess frame =
        CookieAccess.of(
            Url.parse("https://x.org/"),
            Site.of(Url.parse("https://top.org/")),
            null,
            "GET",
            false,
            null);
    assertThat(factory.fromHeader(frame, "a=b", NOW, NOW).inclusion())
        .isEqualTo(CookieInclusion.EXCLUDE_SAMESITE_UNSPECIFIED_TREATED_AS_LAX);
    assertThat(factory.fromHeader(frame, "a=b; SameSite=Lax", NOW, NOW).inclusion())
        .isEqualTo(CookieInclusion.EXCLUDE_SAMESITE_LAX);
    assertThat(factory.fromHeader(frame, "a=b; SameSite=Strict", NOW, NOW).inclusion())
        .isEqualTo(CookieInclusion.EXCLUDE_SAMESITE_STRICT);
    assertThat(factory.fromHeader(frame, "a=b; SameSite=None; Secure", NOW, NOW).inclusion())
        .isEqualTo(CookieInclusion.INCLUDE);
  }
}
