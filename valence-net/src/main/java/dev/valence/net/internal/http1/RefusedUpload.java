package dev.valence.net.internal.http1;

import dev.valence.net.RequestBody;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.exchange.OutgoingRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server that asked for a login may have left the request's body unread. Squid then keeps
 * the connection and answers nothing more on it. A pure function.
 */
final class RefusedUpload {
  /** More than servers read along with a head. */
  private static final int LONG_BODY_BYTES = 16 * 1024;

  private RefusedUpload() {}

  /**
   * Decides. Within a login that belongs to the connection there is no choice: the next round has
   * to go the same way.
   */
  static boolean mayBeUnread(int status, OutgoingRequest request) {
    RequestBody body = request.body();
    if (body == null || (status != 401 && status != 407)) {
      return false;
    }
    boolean isLong = body.length() < 0 || body.length() > LONG_BODY_BYTES;
    HeaderList headers = request.headers();
    return isLong
        && !isConnectionLogin(headers.get("authorization"))
        && !isConnectionLogin(headers.get("proxy-authorization"));
  }

  private static boolean isConnectionLogin(@Nullable String credentials) {
    if (credentials == null) {
      return false;
    }
    String lower = credentials.toLowerCase(Locale.ROOT);
    return lower.startsWith("ntlm") || lower.startsWith("negotiate");
  }
}
