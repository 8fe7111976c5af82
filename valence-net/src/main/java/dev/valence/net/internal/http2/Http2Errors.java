package dev.valence.net.internal.http2;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2's error codes (RFC 9113 §7) as Chromium's network errors ({@code
 * SpdySession::OnRstStream}, {@code SpdySession::OnGoAway}, {@code MapFramerErrorToNetError}). Pure
 * functions.
 */
final class Http2Errors {
  private Http2Errors() {}

  /** An error of the server's that this side found. */
  static NetException found(Http2Exception violation) {
    NetError error =
        violation instanceof Http2Exception.HeaderListSizeException
            ? NetError.RESPONSE_HEADERS_TOO_BIG
            : found(violation.error());
    return new NetException(error, violation.getMessage(), violation);
  }

  private static NetError found(Http2Error code) {
    return switch (code) {
      case FLOW_CONTROL_ERROR -> NetError.HTTP2_FLOW_CONTROL_ERROR;
      case FRAME_SIZE_ERROR -> NetError.HTTP2_FRAME_SIZE_ERROR;
      case COMPRESSION_ERROR -> NetError.HTTP2_COMPRESSION_ERROR;
      case STREAM_CLOSED -> NetError.HTTP2_STREAM_CLOSED;
      case REFUSED_STREAM -> NetError.HTTP2_SERVER_REFUSED_STREAM;
      default -> NetError.HTTP2_PROTOCOL_ERROR;
    };
  }

  /**
   * The server reset one stream. NO_ERROR is no failure once the head has come; that is for the
   * caller to know.
   */
  static NetException streamReset(long code) {
    NetError error =
        switch (knownCode(code)) {
          case REFUSED_STREAM -> NetError.HTTP2_SERVER_REFUSED_STREAM;
          case HTTP_1_1_REQUIRED -> NetError.HTTP_1_1_REQUIRED;
          default -> NetError.HTTP2_PROTOCOL_ERROR;
        };
    return new NetException(error, "the server reset the stream with " + name(code), null);
  }

  /** The server goes away, and this is what the streams hear that it will not serve. */
  static NetException goneAway(long code) {
    NetError error =
        switch (knownCode(code)) {
          case NO_ERROR -> NetError.HTTP2_SERVER_REFUSED_STREAM;
          case HTTP_1_1_REQUIRED -> NetError.HTTP_1_1_REQUIRED;
          default -> NetError.HTTP2_PROTOCOL_ERROR;
        };
    return new NetException(error, "the server sent GOAWAY with " + name(code), null);
  }

  private static Http2Error knownCode(long code) {
    Http2Error known = Http2Error.valueOf(code);
    return known == null ? Http2Error.PROTOCOL_ERROR : known;
  }

  private static String name(long code) {
    @Nullable Http2Error known = Http2Error.valueOf(code);
    return known == null ? "the unknown code " + code : known.name();
  }
}
