package dev.valence.net.cookie;

import dev.valence.net.site.PublicSuffixList;
import dev.valence.net.url.Url;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes cookies from what servers and callers say (Chromium's {@code CanonicalCookie::Create} and
 * {@code CreateSanitizedCookie}). Pure: the store is not looked at.
 */
final class CookieFactory {
  private final PublicSuffixList suffixes;
  private final Set<String> cookieableSchemes;

  /**
   * @param cookieableSchemes the schemes whose URLs may have cookies, in lower case
   */
  CookieFactory(PublicSuffixList suffixes, Set<String> cookieableSchemes) {
    this.suffixes = suffixes;
    this.cookieableSchemes = Set.copyOf(cookieableSchemes);
  }

  /**
   * The cookie of one {@code Set-Cookie} line, or why there is none.
   *
   * @param serverMicros the response's {@code Date}, or {@code nowMicros}
   */
  SetCookieResult fromHeader(CookieAccess access, String line, long nowMicros, long serverMicros) {
    ParsedSetCookie parsed = SetCookieParser.parse(line);
    if (!parsed.inclusion().isIncluded()) {
      return new SetCookieResult("", parsed.inclusion(), null);
    }
    Url url = access.url();
    UrlCookieScope scope = access.scope();
    CookieInclusion refused = refusal(url);
    if (refused != null) {
      return new SetCookieResult(parsed.name(), refused, null);
    }
    CookieDomain domain = CookieDomain.of(url, parsed.domain(), suffixes);
    if (!domain.inclusion().isIncluded()) {
      return new SetCookieResult(parsed.name(), domain.inclusion(), null);
    }
    String path = CookiePath.of(parsed.path(), scope.path());
    if (!CookiePrefix.isKept(
        parsed.name(),
        parsed.value(),
        parsed.secure(),
        scope.isCryptographic(),
        isDomainGiven(url, parsed.domain()),
        path)) {
      return new SetCookieResult(parsed.name(), CookieInclusion.EXCLUDE_INVALID_PREFIX, null);
    }
    if (parsed.partitioned() && !(parsed.secure() && scope.maySeeSecure())) {
      return new SetCookieResult(parsed.name(), CookieInclusion.EXCLUDE_INVALID_PARTITIONED, null);
    }
    Cookie cookie =
        Cookie.builder(parsed.name(), parsed.value(), domain.domain(), path)
            .secure(parsed.secure())
            .httpOnly(parsed.httpOnly())
            .sameSite(parsed.sameSite())
            .priority(parsed.priority())
            .partitionKey(parsed.partitioned() ? access.partitionKey() : null)
            .sourceScheme(sourceScheme(parsed.secure(), scope))
            .expiryMicros(CookieExpiry.of(parsed, nowMicros, serverMicros))
            .build();
    CookieInclusion permitted = CookieMatcher.forStoring(cookie, scope, access.storing(), true);
    return new SetCookieResult(cookie.name(), permitted, cookie);
  }

  /**
   * The cookie that a caller wants to set.
   *
   * @throws CookieException with Electron's text when it may not be stored
   */
  Cookie fromDetails(CookieDetails details, long nowMicros) {
    if (details.url() == null) {
      throw CookieException.missingUrl();
    }
    Url url = Url.tryParse(details.url());
    if (url == null) {
      throw CookieException.notStored(CookieInclusion.EXCLUDE_INVALID_DOMAIN);
    }
    require(checkText(details));
    CookieInclusion refused = refusal(url);
    require(refused == null ? CookieInclusion.INCLUDE : refused);
    CookieDomain domain = CookieDomain.of(url, details.domain(), suffixes);
    require(domain.inclusion());
    UrlCookieScope scope = UrlCookieScope.of(url);
    String path = pathOf(details, scope);
    boolean kept =
        CookiePrefix.isKept(
            details.name(),
            details.value(),
            details.secure(),
            scope.isCryptographic(),
            isDomainGiven(url, details.domain()),
            path);
    require(kept ? CookieInclusion.INCLUDE : CookieInclusion.EXCLUDE_INVALID_PREFIX);
    Cookie cookie =
        Cookie.builder(details.name(), details.value(), domain.domain(), path)
            .secure(details.secure())
            .httpOnly(details.httpOnly())
            .sameSite(details.sameSite())
            .sourceScheme(sourceScheme(details.secure(), scope))
            .expiryMicros(CookieExpiry.of(details.expirationDate(), nowMicros))
            .build();
    // The host application may set any SameSite cookie, and HttpOnly ones when it says so.
    require(
        CookieMatcher.forStoring(
            cookie, scope, SameSiteContext.SAME_SITE_STRICT, details.httpOnly()));
    return cookie;
  }

  private static CookieInclusion checkText(CookieDetails details) {
    String path = details.path();
    if (!CookieText.isTrimmed(details.name())
        || !CookieText.isTrimmed(details.value())
        || !CookieText.isTrimmed(path)
        || path.indexOf(';') >= 0
        || CookieText.hasControl(path)) {
      return CookieInclusion.EXCLUDE_DISALLOWED_CHARACTER;
    }
    CookieInclusion pair = CookieText.checkNameValue(details.name(), details.value());
    if (!pair.isIncluded()) {
      return pair;
    }
    if (!CookieText.isTrimmed(details.domain()) || CookieText.hasControl(details.domain())) {
      return CookieInclusion.EXCLUDE_INVALID_DOMAIN;
    }
    return CookieText.exceeds(details.domain(), "", CookieText.MAX_ATTRIBUTE_BYTES)
        ? CookieInclusion.EXCLUDE_ATTRIBUTE_VALUE_EXCEEDS_MAX_SIZE
        : CookieInclusion.INCLUDE;
  }

  /** A path that was asked for must begin with a slash; it is percent-encoded like a URL's. */
  private static String pathOf(CookieDetails details, UrlCookieScope scope) {
    String asked = details.path();
    if (asked.isEmpty()) {
      return CookiePath.of(null, scope.path());
    }
    Url encoded =
        asked.startsWith("/")
            ? Url.tryParse("http://path" + asked.replace("?", "%3F").replace("#", "%23"))
            : null;
    if (encoded == null) {
      throw CookieException.notStored(CookieInclusion.EXCLUDE_FAILURE_TO_STORE);
    }
    if (CookieText.exceeds(encoded.path(), "", CookieText.MAX_ATTRIBUTE_BYTES)) {
      throw CookieException.notStored(CookieInclusion.EXCLUDE_ATTRIBUTE_VALUE_EXCEEDS_MAX_SIZE);
    }
    return encoded.path();
  }

  private @Nullable CookieInclusion refusal(Url url) {
    return cookieableSchemes.contains(url.scheme())
        ? null
        : CookieInclusion.EXCLUDE_NONCOOKIEABLE_SCHEME;
  }

  /** An address that names itself makes a host cookie, so {@code __Host-} may do it. */
  private static boolean isDomainGiven(Url url, @Nullable String attribute) {
    return attribute != null
        && !attribute.isEmpty()
        && !(url.isHostAnIpAddress() && attribute.equals(url.host()));
  }

  private static CookieSourceScheme sourceScheme(boolean secure, UrlCookieScope scope) {
    return secure || scope.isCryptographic()
        ? CookieSourceScheme.SECURE
        : CookieSourceScheme.NON_SECURE;
  }

  private static void require(CookieInclusion inclusion) {
    if (!inclusion.isIncluded()) {
      throw CookieException.notStored(inclusion);
    }
  }
}
