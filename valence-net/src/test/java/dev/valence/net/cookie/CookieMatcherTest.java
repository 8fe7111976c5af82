package dev.valence.net.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.net.url.Url;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieMatcherTest {
  private static final long NOW = Cookie.micros(ManualClock.START);
  private static final long MINUTE = 60_000_000;

  @ParameterizedTest
  @CsvSource({
    "example.com,example.com,true",
    "example.com,www.example.com,false",
    ".example.com,example.com,true",
    ".example.com,www.example.com,true",
    ".example.com,a.b.example.com,true",
    ".example.com,myexample.com,false",
    ".example.com,example.org,false",
    ".www.example.com,example.com,false",
    ".example.com,.example.com,true",
    "'',example.com,false",
  })
  void domains(String domain, String host, boolean expected) {
    assertThat(CookieMatcher.domainMatches(domain, host)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/,/,true",
    "/,/a/b,true",
    "/a,/a,true",
    "/a,/a/,true",
    "/a,/a/b,true",
    "/a,/ab,false",
    "/a/,/a,false",
    "/a/,/a/b,true",
    "/A,/a,false",
  })
  void paths(String cookiePath, String requestPath, boolean expected) {
    assertThat(CookiePath.matches(cookiePath, requestPath)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // SameSite, context, minutes since creation, expected
    "STRICT,SAME_SITE_STRICT,0,INCLUDE",
    "STRICT,SAME_SITE_LAX,0,EXCLUDE_SAMESITE_STRICT",
    "LAX,SAME_SITE_LAX,0,INCLUDE",
    "LAX,SAME_SITE_LAX_METHOD_UNSAFE,0,EXCLUDE_SAMESITE_LAX",
    "LAX,CROSS_SITE,0,EXCLUDE_SAMESITE_LAX",
    "UNSPECIFIED,SAME_SITE_LAX,60,INCLUDE",
    "UNSPECIFIED,SAME_SITE_LAX_METHOD_UNSAFE,1,INCLUDE",
    "UNSPECIFIED,SAME_SITE_LAX_METHOD_UNSAFE,2,INCLUDE",
    "UNSPECIFIED,SAME_SITE_LAX_METHOD_UNSAFE,3,EXCLUDE_SAMESITE_UNSPECIFIED_TREATED_AS_LAX",
    "UNSPECIFIED,CROSS_SITE,0,EXCLUDE_SAMESITE_UNSPECIFIED_TREATED_AS_LAX",
    "NO_RESTRICTION,CROSS_SITE,60,INCLUDE",
  })
  void sameSite(SameSite sameSite, SameSiteContext context, int age, CookieInclusion expected) {
    Cookie cookie =
        Cookie.builder("a", "b", "x.org", "/")
            .secure(sameSite == SameSite.NO_RESTRICTION)
            .sameSite(sameSite)
            .creationMicros(NOW - age * MINUTE)
            .build();
    UrlCookieScope scope = UrlCookieScope.of(Url.parse("https://x.org/"));
    assertThat(CookieMatcher.forSending(cookie, scope, context, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "https://x.org/p/q,true,INCLUDE",
    "http://x.org/p/q,true,EXCLUDE_SECURE_ONLY",
    "http://x.org/p/q,false,INCLUDE",
    "https://x.org/other,true,EXCLUDE_NOT_ON_PATH",
    "https://www.x.org/p,true,EXCLUDE_DOMAIN_MISMATCH",
  })
  void secureHostAndPath(String url, boolean secure, CookieInclusion expected) {
    Cookie cookie = Cookie.builder("a", "b", "x.org", "/p").secure(secure).build();
    assertThat(
            CookieMatcher.forSending(
                cookie, UrlCookieScope.of(Url.parse(url)), SameSiteContext.SAME_SITE_STRICT, NOW))
        .isEqualTo(expected);
  }

  @Test
  void aCookieIsOverAtTheMomentOfItsExpiry() {
    Cookie cookie = Cookie.builder("a", "b", "x.org", "/").expiryMicros(NOW).build();
    UrlCookieScope scope = UrlCookieScope.of(Url.parse("https://x.org/"));
    assertThat(CookieMatcher.forSending(cookie, scope, SameSiteContext.SAME_SITE_STRICT, NOW))
        .isEqualTo(CookieInclusion.EXCLUDE_EXPIRED);
    assertThat(CookieMatcher.forSending(cookie, scope, SameSiteContext.SAME_SITE_STRICT, NOW - 1))
        .isEqualTo(CookieInclusion.INCLUDE);
  }

  @ParameterizedTest
  @CsvSource({
    // secure cookie's domain and path, the new one's domain and path
    "x.org,/,x.org,/,true",
    ".x.org,/,www.x.org,/,true",
    "www.x.org,/,.x.org,/,true",
    "www.x.org,/,other.x.org,/,false",
    "x.org,/login,x.org,/,false",
    "x.org,/login,x.org,/login/en,true",
    "x.org,/,x.org,/login,true",
  })
  void secureCookiesAreLeftAlone(
      String secureDomain, String securePath, String domain, String path, boolean expected) {
    Cookie stored = Cookie.builder("a", "1", secureDomain, securePath).secure(true).build();
    Cookie candidate = Cookie.builder("a", "2", domain, path).build();
    assertThat(CookieMatcher.wouldTouchSecure(candidate, stored)).isEqualTo(expected);
  }
}
