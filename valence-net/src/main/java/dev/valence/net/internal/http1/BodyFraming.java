package dev.valence.net.internal.http1;

import dev.valence.net.HttpVersion;
import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;

/**
 * How a response's body ends (RFC 9112 §6.3), and whether its connection may carry another request.
 *
 * @param kind what ends it
 * @param length the bytes of a {@link Kind#FIXED} body
 * @param keepAlive whether the connection persists after it
 */
public record BodyFraming(Kind kind, long length, boolean keepAlive) {
  /** What ends a body. */
  public enum Kind {
    /** An interim response: another head follows. */
    INTERIM,
    NONE,
    FIXED,
    CHUNKED,
    UNTIL_CLOSE,
    /** The connection speaks another protocol from here on. */
    UPGRADED
  }

  /**
   * Decides.
   *
   * @throws NetException for lengths that contradict each other or are no numbers
   */
  static BodyFraming of(ResponseHead head, String method) throws NetException {
    int status = head.status();
    if (status == 101) {
      return new BodyFraming(Kind.UPGRADED, 0, false);
    }
    if (status < 200) {
      return new BodyFraming(Kind.INTERIM, 0, true);
    }
    if (status < 300 && method.equals("CONNECT")) {
      // RFC 9112 §6.3, rule 2: what follows is the tunnel, whatever the fields say.
      return new BodyFraming(Kind.NONE, 0, true);
    }
    HeaderList headers = head.headers();
    boolean keepAlive = keepAlive(head);
    long length = contentLength(headers);
    // Chromium's list: 205 is in it, other than RFC 9110 says.
    if (method.equals("HEAD") || status == 204 || status == 205 || status == 304) {
      return new BodyFraming(Kind.NONE, 0, keepAlive);
    }
    if (head.version() == HttpVersion.HTTP_1_1 && headers.contains("transfer-encoding")) {
      if (isChunkedLast(headers)) {
        return new BodyFraming(Kind.CHUNKED, -1, keepAlive);
      }
      return new BodyFraming(Kind.UNTIL_CLOSE, -1, false);
    }
    if (length >= 0) {
      return new BodyFraming(Kind.FIXED, length, keepAlive);
    }
    return new BodyFraming(Kind.UNTIL_CLOSE, -1, false);
  }

  private static boolean keepAlive(ResponseHead head) {
    HeaderList headers = head.headers();
    boolean persistent = head.version() == HttpVersion.HTTP_1_1;
    for (int at = headers.indexOf("connection", 0);
        at >= 0;
        at = headers.indexOf("connection", at + 1)) {
      String value = headers.value(at);
      if (hasToken(value, "close")) {
        return false;
      }
      persistent |= hasToken(value, "keep-alive");
    }
    return persistent;
  }

  /** Whether the comma separated list has this member, in any case (RFC 9110 §5.6.1). */
  private static boolean hasToken(String list, String token) {
    for (int start = 0; start <= list.length(); ) {
      int comma = list.indexOf(',', start);
      int end = comma < 0 ? list.length() : comma;
      if (list.substring(start, end).trim().equalsIgnoreCase(token)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  private static boolean isChunkedLast(HeaderList headers) {
    String last = "";
    for (String value : headers.getAll("transfer-encoding")) {
      last = value;
    }
    int comma = last.lastIndexOf(',');
    return last.substring(comma + 1).trim().equalsIgnoreCase("chunked");
  }

  /** A list of equal lengths counts as one (RFC 9112 §6.3, rule 5). */
  private static long contentLength(HeaderList headers) throws NetException {
    long length = -1;
    for (int at = headers.indexOf("content-length", 0);
        at >= 0;
        at = headers.indexOf("content-length", at + 1)) {
      String value = headers.value(at);
      int start = 0;
      for (int comma = value.indexOf(','); comma >= 0; comma = value.indexOf(',', start)) {
        length = sameLength(length, value.substring(start, comma).trim());
        start = comma + 1;
      }
      length = sameLength(length, start == 0 ? value : value.substring(start).trim());
    }
    return length;
  }

  private static long sameLength(long before, String value) throws NetException {
    long length = parseLength(value);
    if (before >= 0 && length != before) {
      throw new NetException(NetError.RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH);
    }
    return length;
  }

  private static long parseLength(String value) throws NetException {
    long length = 0;
    int digits = value.length();
    for (int i = 0; i < digits; i++) {
      char c = value.charAt(i);
      if (c < '0' || c > '9' || length > (Long.MAX_VALUE - (c - '0')) / 10) {
        digits = 0;
        break;
      }
      length = length * 10 + (c - '0');
    }
    if (digits == 0) {
      String shown = value.length() > 40 ? value.substring(0, 40) + "…" : value;
      throw new NetException(
          NetError.INVALID_HTTP_RESPONSE, "Content-Length is no number: " + shown, null);
    }
    return length;
  }
}
