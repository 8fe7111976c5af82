package dev.valence.webrequest;

import dev.valence.net.http.HeaderRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The answer of a listener of {@link WebRequest#onHeadersReceived}. Immutable. */
public final class HeadersReceivedResponse {
  private static final HeadersReceivedResponse PROCEED =
      new HeadersReceivedResponse(false, null, null);
  private static final HeadersReceivedResponse CANCEL =
      new HeadersReceivedResponse(true, null, null);
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/[0-9](?:\\.[0-9])? ([1-9][0-9]{2})(?: ([^\\p{Cntrl}]*))?");

  private final boolean cancel;
  private final @Nullable Map<String, List<String>> responseHeaders;
  private final @Nullable String statusLine;

  private HeadersReceivedResponse(
      boolean cancel,
      @Nullable Map<String, List<String>> responseHeaders,
      @Nullable String statusLine) {
    this.cancel = cancel;
    this.responseHeaders = responseHeaders;
    this.statusLine = statusLine;
  }

  /** The response goes on as it is. */
  public static HeadersReceivedResponse proceed() {
    return PROCEED;
  }

  /** The request fails with {@code net::ERR_BLOCKED_BY_CLIENT}. */
  public static HeadersReceivedResponse cancel() {
    return CANCEL;
  }

  /**
   * The response goes on with exactly these header fields.
   *
   * @throws IllegalArgumentException naming the field, for an invalid name or value
   */
  public static HeadersReceivedResponse responseHeaders(Map<String, List<String>> headers) {
    return PROCEED.withResponseHeaders(headers);
  }

  /** As {@link #responseHeaders(Map)}, together with what was said before. */
  public HeadersReceivedResponse withResponseHeaders(Map<String, List<String>> headers) {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    headers.forEach(
        (name, values) -> {
          HeaderRules.checkName(name);
          List<String> checked = new ArrayList<>(values.size());
          for (String value : values) {
            if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0 || value.indexOf(0) >= 0) {
              throw new IllegalArgumentException(
                  "Invalid value for header " + name + ": it has a line break or a NUL");
            }
            checked.add(value);
          }
          copy.put(name, List.copyOf(checked));
        });
    return new HeadersReceivedResponse(false, copy, statusLine);
  }

  /**
   * The response gets this status line, such as {@code HTTP/1.1 404 Not Found}. (Electron takes it
   * together with response headers only.)
   *
   * @throws IllegalArgumentException when it is none, or its status is below 200
   */
  public HeadersReceivedResponse withStatusLine(String line) {
    Matcher parts = STATUS_LINE.matcher(line);
    if (!parts.matches() || parts.group(1).charAt(0) == '1') {
      throw new IllegalArgumentException(
          "a status line is such as 'HTTP/1.1 404 Not Found', with a status of 200 to 999, not "
              + line.replaceAll("\\p{Cntrl}", "?"));
    }
    return new HeadersReceivedResponse(false, responseHeaders, line);
  }

  /** Whether the request is stopped. */
  public boolean isCancel() {
    return cancel;
  }

  /** The header fields that take the place of all; null where those stay. */
  public @Nullable Map<String, List<String>> responseHeaders() {
    return responseHeaders;
  }

  /** The status line; null where it stays. */
  public @Nullable String statusLine() {
    return statusLine;
  }

  /** The status of the status line; 0 where that stays. */
  public int statusCode() {
    Matcher parts = STATUS_LINE.matcher(statusLine == null ? "" : statusLine);
    return parts.matches() ? Integer.parseInt(parts.group(1)) : 0;
  }

  /** The reason phrase of the status line; empty for none. */
  public String reason() {
    Matcher parts = STATUS_LINE.matcher(statusLine == null ? "" : statusLine);
    String reason = parts.matches() ? parts.group(2) : null;
    return reason == null ? "" : reason;
  }

  @Override
  public String toString() {
    if (cancel) {
      return "cancel";
    }
    return responseHeaders == null && statusLine == null ? "proceed" : "another head";
  }
}
