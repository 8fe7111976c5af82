package dev.valence.net.cookie;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes a {@code Set-Cookie} line apart (RFC 6265bis §5.6, Chromium's {@code ParsedCookie}). What
 * the parts mean for a URL is {@link CookieFactory}'s.
 */
final class SetCookieParser {
  private @Nullable String domain;
  private @Nullable String path;
  private @Nullable String expires;
  private @Nullable String maxAge;
  private boolean secure;
  private boolean httpOnly;
  private boolean partitioned;
  private SameSite sameSite = SameSite.UNSPECIFIED;
  private CookiePriority priority = CookiePriority.MEDIUM;

  private SetCookieParser() {}

  /** The parts of the line, or the reason for which it is refused. */
  static ParsedSetCookie parse(String line) {
    return new SetCookieParser().read(line);
  }

  private ParsedSetCookie read(String line) {
    int end = endOfPair(line, 0);
    int equals = indexOfEquals(line, 0, end);
    String name = equals < 0 ? "" : CookieText.trim(line, 0, equals);
    String value = CookieText.trim(line, equals + 1, end);
    CookieInclusion pair = CookieText.checkNameValue(name, value);
    if (!pair.isIncluded()) {
      return ParsedSetCookie.refused(pair);
    }
    while (end < line.length()) {
      int start = end + 1;
      end = endOfPair(line, start);
      equals = indexOfEquals(line, start, end);
      int nameEnd = equals < 0 ? end : equals;
      String attribute = CookieText.trim(line, start, nameEnd);
      String attributeValue = equals < 0 ? "" : CookieText.trim(line, equals + 1, end);
      if (CookieText.hasControl(attribute) || CookieText.hasControl(attributeValue)) {
        return ParsedSetCookie.refused(CookieInclusion.EXCLUDE_DISALLOWED_CHARACTER);
      }
      // Too long an attribute is passed over; the cookie itself is kept (§5.6 step 6).
      if (!CookieText.exceeds(attributeValue, "", CookieText.MAX_ATTRIBUTE_BYTES)) {
        takeAttribute(attribute.toLowerCase(Locale.ROOT), attributeValue);
      }
    }
    return new ParsedSetCookie(
        CookieInclusion.INCLUDE,
        name,
        value,
        domain,
        path,
        expires,
        maxAge,
        secure,
        httpOnly,
        partitioned,
        sameSite,
        priority);
  }

  /** The last attribute of a name wins; unknown ones are passed over. */
  private void takeAttribute(String attribute, String value) {
    switch (attribute) {
      case "domain" -> domain = value;
      case "path" -> path = value;
      case "expires" -> expires = value;
      case "max-age" -> maxAge = value;
      case "secure" -> secure = true;
      case "httponly" -> httpOnly = true;
      case "partitioned" -> partitioned = true;
      case "samesite" -> sameSite = sameSiteOf(value);
      case "priority" -> priority = priorityOf(value);
      default -> {}
    }
  }

  private static SameSite sameSiteOf(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "none" -> SameSite.NO_RESTRICTION;
      case "lax" -> SameSite.LAX;
      case "strict" -> SameSite.STRICT;
      default -> SameSite.UNSPECIFIED;
    };
  }

  private static CookiePriority priorityOf(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "low" -> CookiePriority.LOW;
      case "high" -> CookiePriority.HIGH;
      default -> CookiePriority.MEDIUM;
    };
  }

  private static int endOfPair(String line, int from) {
    int semicolon = line.indexOf(';', from);
    return semicolon < 0 ? line.length() : semicolon;
  }

  private static int indexOfEquals(String line, int from, int end) {
    int equals = line.indexOf('=', from);
    return equals < end ? equals : -1;
  }
}
