package dev.valence.webrequest;

import dev.valence.net.http.HeaderList;
import dev.valence.net.http.HeaderRules;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answer of a listener of {@link WebRequest#onBeforeSendHeaders}. Immutable. */
public final class BeforeSendResponse {
  /** What frames the message on its connection: a listener could make two readers disagree. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "host",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final BeforeSendResponse PROCEED = new BeforeSendResponse(false, null);
  private static final BeforeSendResponse CANCEL = new BeforeSendResponse(true, null);

  private final boolean cancel;
  private final @Nullable HeaderList requestHeaders;

  private BeforeSendResponse(boolean cancel, @Nullable HeaderList requestHeaders) {
    this.cancel = cancel;
    this.requestHeaders = requestHeaders;
  }

  /** The request goes on as it is. */
  public static BeforeSendResponse proceed() {
    return PROCEED;
  }

  /** The request fails with {@code net::ERR_BLOCKED_BY_CLIENT}. */
  public static BeforeSendResponse cancel() {
    return CANCEL;
  }

  /**
   * The request goes on with exactly these header fields, in this order and case; what the
   * connection itself adds, and a login, comes on top. Of names that differ in case only, the last
   * counts.
   *
   * @throws IllegalArgumentException naming the field: for an invalid name or value, and for what
   *     belongs to the connection: {@code Connection}, {@code Content-Length}, {@code Host}, {@code
   *     Keep-Alive}, {@code TE}, {@code Trailer}, {@code Transfer-Encoding}, {@code Upgrade}
   */
  public static BeforeSendResponse requestHeaders(Map<String, String> headers) {
    HeaderList list = new HeaderList(headers.size() + 4);
    headers.forEach(
        (name, value) -> {
          HeaderRules.checkName(name);
          if (OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                "Header " + name + " is set by the network stack and cannot be given");
          }
          list.set(name, HeaderRules.checkValue(name, value));
        });
    return new BeforeSendResponse(false, list);
  }

  /** Whether the request is stopped. */
  public boolean isCancel() {
    return cancel;
  }

  /** A copy of the header fields that take the place of all; null where those stay. */
  public @Nullable HeaderList requestHeaders() {
    return requestHeaders == null ? null : requestHeaders.copy();
  }

  @Override
  public String toString() {
    return cancel ? "cancel" : requestHeaders == null ? "proceed" : "other request headers";
  }
}
