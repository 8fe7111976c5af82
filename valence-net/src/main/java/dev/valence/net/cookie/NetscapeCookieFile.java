package dev.valence.net.cookie;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The cookie file of Netscape, curl and wget: a cookie a line, seven fields between tabs (domain,
 * whether subdomains get it, path, secure, expiry in seconds since the epoch or 0 for a session
 * cookie, name, value). A domain may begin with {@code #HttpOnly_}; other lines that begin with
 * {@code #} are comments.
 *
 * <p>The format has no place for {@code SameSite}, priority and partitions.
 */
public final class NetscapeCookieFile {
  private static final String HTTP_ONLY = "#HttpOnly_";
  private static final int FIELDS = 7;

  private NetscapeCookieFile() {}

  /**
   * Reads the text of a file.
   *
   * @throws CookieFileException when a line is no cookie, or one that may not be stored ({@link
   *     ImportRules}); it names the first such line
   */
  public static List<Cookie> parse(String text) throws CookieFileException {
    List<Cookie> cookies = new ArrayList<>();
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      String content = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
      boolean comment = content.startsWith("#") && !content.startsWith(HTTP_ONLY);
      if (!content.isBlank() && !comment) {
        cookies.add(parseLine(content, number));
      }
    }
    return cookies;
  }

  private static Cookie parseLine(String line, int number) throws CookieFileException {
    boolean httpOnly = line.startsWith(HTTP_ONLY);
    String[] fields = (httpOnly ? line.substring(HTTP_ONLY.length()) : line).split("\t", -1);
    // Tools that trim lines drop the last tab of an empty value.
    if (fields.length != FIELDS && fields.length != FIELDS - 1) {
      throw new CookieFileException(
          number, "expected 7 fields between tabs, found " + fields.length, null);
    }
    String host = CookieMatcher.withoutDot(fields[0].toLowerCase(Locale.ROOT));
    boolean subdomains = flag(fields[1], "the second field", number);
    boolean secure = flag(fields[3], "the fourth field", number);
    long expiry = seconds(fields[4], number);
    Cookie cookie =
        Cookie.builder(
                fields[5],
                fields.length == FIELDS ? fields[6] : "",
                subdomains ? "." + host : host,
                fields[2])
            .secure(secure)
            .httpOnly(httpOnly)
            .sourceScheme(secure ? CookieSourceScheme.SECURE : CookieSourceScheme.UNSET)
            .expirationDate(expiry == 0 ? null : Instant.ofEpochSecond(expiry))
            .build();
    try {
      ImportRules.requireStorable(cookie);
    } catch (CookieException e) {
      throw new CookieFileException(number, String.valueOf(e.getMessage()), e);
    }
    return cookie;
  }

  private static boolean flag(String field, String which, int number) throws CookieFileException {
    if (field.equalsIgnoreCase("TRUE")) {
      return true;
    }
    if (field.equalsIgnoreCase("FALSE")) {
      return false;
    }
    throw new CookieFileException(number, which + " is neither TRUE nor FALSE", null);
  }

  private static long seconds(String field, int number) throws CookieFileException {
    try {
      long seconds = Long.parseLong(field);
      if (seconds >= 0 && seconds <= Instant.MAX.getEpochSecond()) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      throw new CookieFileException(number, "the expiry is not a number", e);
    }
    throw new CookieFileException(number, "the expiry is out of range", null);
  }

  /**
   * Writes cookies as the text of a file. Partitioned cookies are left out, since the file would
   * turn them into ordinary ones; a comment at the end counts them.
   */
  public static String format(Collection<Cookie> cookies) {
    StringBuilder text = new StringBuilder("# Netscape HTTP Cookie File\n\n");
    int leftOut = 0;
    for (Cookie cookie : cookies) {
      if (cookie.partitionKey() == null) {
        append(text, cookie);
      } else {
        leftOut++;
      }
    }
    if (leftOut > 0) {
      text.append("# Left out: ").append(leftOut).append(" partitioned cookies\n");
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Cookie cookie) {
    Instant expiry = cookie.expirationDate();
    text.append(cookie.httpOnly() ? HTTP_ONLY : "")
        .append(cookie.domain())
        .append(cookie.hostOnly() ? "\tFALSE\t" : "\tTRUE\t")
        .append(cookie.path())
        .append(cookie.secure() ? "\tTRUE\t" : "\tFALSE\t")
        // Zero would make a session cookie of one whose time was over in 1970.
        .append(expiry == null ? 0 : Math.max(1, expiry.getEpochSecond()))
        .append('\t')
        .append(cookie.name())
        .append('\t')
        .append(cookie.value())
        .append('\n');
  }
}
