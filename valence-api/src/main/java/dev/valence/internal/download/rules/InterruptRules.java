package dev.valence.internal.download.rules;

import dev.valence.download.InterruptReason;
import dev.valence.net.NetError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;

/**
 * Which fault is which reason, and what can be done about it (Chromium's {@code download_utils}).
 */
public final class InterruptRules {
  private InterruptRules() {}

  /** The reason behind a status that brings no file. */
  public static InterruptReason ofStatus(int status) {
    return switch (status) {
      case 204, 205, 206, 404, 410 -> InterruptReason.SERVER_BAD_CONTENT;
      case 401, 407 -> InterruptReason.SERVER_UNAUTHORIZED;
      case 403, 451 -> InterruptReason.SERVER_FORBIDDEN;
      case 416 -> InterruptReason.SERVER_NO_RANGE;
      default -> InterruptReason.SERVER_FAILED;
    };
  }

  /** The reason behind a failure of the network. */
  public static InterruptReason ofNetwork(NetError error) {
    if (error.isCertificateError()) {
      return InterruptReason.SERVER_CERT_PROBLEM;
    }
    return switch (error) {
      case TIMED_OUT, CONNECTION_TIMED_OUT, DNS_TIMED_OUT -> InterruptReason.NETWORK_TIMEOUT;
      case CONNECTION_CLOSED,
          CONNECTION_RESET,
          CONNECTION_ABORTED,
          INTERNET_DISCONNECTED,
          NETWORK_CHANGED,
          EMPTY_RESPONSE,
          INCOMPLETE_CHUNKED_ENCODING,
          RESPONSE_HEADERS_TRUNCATED,
          HTTP2_RST_STREAM_NO_ERROR_RECEIVED,
          HTTP2_STREAM_CLOSED,
          HTTP2_PING_FAILED,
          HTTP2_SERVER_REFUSED_STREAM ->
          InterruptReason.NETWORK_DISCONNECTED;
      case CONNECTION_REFUSED, CONNECTION_FAILED -> InterruptReason.NETWORK_SERVER_DOWN;
      case CONTENT_LENGTH_MISMATCH -> InterruptReason.SERVER_CONTENT_LENGTH_MISMATCH;
      case NAME_NOT_RESOLVED, NAME_RESOLUTION_FAILED, ADDRESS_UNREACHABLE, ADDRESS_INVALID ->
          InterruptReason.SERVER_UNREACHABLE;
      case INVALID_URL,
          DISALLOWED_URL_SCHEME,
          UNKNOWN_URL_SCHEME,
          UNSAFE_PORT,
          UNSAFE_REDIRECT,
          INVALID_REDIRECT,
          TOO_MANY_REDIRECTS,
          BLOCKED_BY_CLIENT ->
          InterruptReason.NETWORK_INVALID_REQUEST;
      case CONTEXT_SHUT_DOWN -> InterruptReason.USER_SHUTDOWN;
      case ABORTED -> InterruptReason.USER_CANCELED;
      case FILE_NOT_FOUND -> InterruptReason.SERVER_BAD_CONTENT;
      case ACCESS_DENIED -> InterruptReason.SERVER_FORBIDDEN;
      default -> InterruptReason.NETWORK_FAILED;
    };
  }

  /** The reason behind a failure of the disk. */
  public static InterruptReason ofFile(Exception failure) {
    if (failure instanceof AccessDeniedException
        || failure instanceof ReadOnlyFileSystemException) {
      return InterruptReason.FILE_ACCESS_DENIED;
    }
    String told = failure instanceof FileSystemException file ? file.getReason() : null;
    if (told == null && failure instanceof IOException) {
      told = failure.getMessage();
    }
    String text = told == null ? "" : told.toLowerCase(Locale.ROOT);
    // Java has no types for these; the words are those of the systems.
    if (text.contains("no space left")
        || text.contains("not enough space")
        || text.contains("quota exceeded")) {
      return InterruptReason.FILE_NO_SPACE;
    }
    if (text.contains("file too large")) {
      return InterruptReason.FILE_TOO_LARGE;
    }
    if (text.contains("name too long")) {
      return InterruptReason.FILE_NAME_TOO_LONG;
    }
    if (text.contains("read-only") || text.contains("permission denied")) {
      return InterruptReason.FILE_ACCESS_DENIED;
    }
    if (text.contains("too many open files")) {
      return InterruptReason.FILE_TRANSIENT_ERROR;
    }
    return InterruptReason.FILE_FAILED;
  }

  /** Whether {@code resume} may help. */
  public static boolean canResume(InterruptReason reason) {
    return switch (reason) {
      case FILE_HASH_MISMATCH,
          NETWORK_INVALID_REQUEST,
          SERVER_BAD_CONTENT,
          SERVER_UNAUTHORIZED,
          SERVER_CERT_PROBLEM,
          SERVER_FORBIDDEN,
          USER_CANCELED ->
          false;
      default -> true;
    };
  }

  /** Whether the same again, a little later, may help. */
  public static boolean mayPass(InterruptReason reason) {
    return switch (reason) {
      case FILE_TRANSIENT_ERROR,
          FILE_TOO_SHORT,
          NETWORK_FAILED,
          NETWORK_TIMEOUT,
          NETWORK_DISCONNECTED,
          NETWORK_SERVER_DOWN,
          SERVER_NO_RANGE,
          SERVER_UNREACHABLE,
          SERVER_CONTENT_LENGTH_MISMATCH ->
          true;
      default -> false;
    };
  }

  /** As {@link #mayPass(InterruptReason)}, of a status. */
  public static boolean mayPass(int status) {
    return switch (status) {
      case 408, 425, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** Whether what was received may still be used. */
  public static boolean keepsBytes(InterruptReason reason) {
    return reason != InterruptReason.SERVER_NO_RANGE
        && reason != InterruptReason.FILE_TOO_SHORT
        && reason != InterruptReason.FILE_HASH_MISMATCH;
  }
}
