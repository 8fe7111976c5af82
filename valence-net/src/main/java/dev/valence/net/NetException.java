package dev.valence.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A network failure. The message starts with Chromium's text for the error, such as {@code net::ERR_CONNECTION_REFUSED}; what
 * follows it, if anything, says what was tried.
 */
public final class NetException extends IOException {
  private static final long serialVersionUID = 1L;

  private final NetError error;

  public NetException(NetError error) {
    this(error, null, null);
  }

  public NetException(NetError error, @Nullable Throwable cause) {
    this(error, null, cause);
  }

  /**
   * A failure with words of its own.
   *
   * @param detail what was tried and what to do next; never a secret
   */
  public NetException(NetError error, @Nullable String detail, @Nullable Throwable cause) {
    super(detail == null ? error.text() : error.text() + " (" + detail + ")", cause);
    this.error = error;
  }

  /** Which failure it is. */
  public NetError error() {
    return error;
  }

  /** Chromium's number for the failure, below zero. */
  public int code() {
    return error.code();
  }
}
