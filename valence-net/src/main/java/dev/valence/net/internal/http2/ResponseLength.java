package dev.valence.net.internal.http2;

import static io.netty.handler.codec.http2.Http2Exception.streamError;

import dev.valence.net.http.HeaderList;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/** How many bytes of DATA a response must have (RFC 9113 §8.1.1). */
final class ResponseLength {
  private static final int LONGEST_SHOWN = 40;

  private ResponseLength() {}

  /**
   * The bytes, or -1 where any number is right.
   *
   * @throws Http2Exception when lengths are stated that contradict each other or are no numbers
   */
  static long of(int streamId, int status, HeaderList headers, String method)
      throws Http2Exception {
    long length = -1;
    for (int at = headers.indexOf("content-length", 0);
        at >= 0;
        at = headers.indexOf("content-length", at + 1)) {
      long stated = parse(streamId, headers.value(at));
      if (length >= 0 && stated != length) {
        throw streamError(
            streamId, Http2Error.PROTOCOL_ERROR, "content-length %d and %d", length, stated);
      }
      length = stated;
    }
    // RFC 9110 §6.4.1: these have no body, whatever length they state.
    boolean bodiless = method.equals("HEAD") || status == 204 || status == 205 || status == 304;
    return bodiless ? 0 : length;
  }

  private static long parse(int streamId, String value) throws Http2Exception {
    long length = 0;
    boolean good = !value.isEmpty();
    for (int i = 0; good && i < value.length(); i++) {
      char c = value.charAt(i);
      good = c >= '0' && c <= '9' && length <= (Long.MAX_VALUE - 9) / 10;
      length = length * 10 + (c - '0');
    }
    if (!good) {
      String shown =
          value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "…" : value;
      throw streamError(
          streamId, Http2Error.PROTOCOL_ERROR, "content-length is no number: %s", shown);
    }
    return length;
  }
}
