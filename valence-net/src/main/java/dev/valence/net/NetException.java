package dev.valence.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A network failure. The message is exactly Chromium's text for the error, such as {@code
 * net::ERR_CONNECTION_REFUSED}; {@link #detail()} says what was tried and what to do next, and
 * {@link #toString()} gives both.
 */
public class NetException extends IOException {
  private static final long serialVersionUID = 1L;

  private final NetError error;
  private final @Nullable String detail;

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
    super(error.text(), cause);
    this.error = error;
    this.detail = detail;
  }

  /** Which failure it is. */
  public NetError error() {
    return error;
  }

  /** What was tried and what to do next, where there is more to say than the error's name. */
  public @Nullable String detail() {
    return detail;
  }

  /** Chromium's number for the failure, below zero. */
  public int code() {
    return error.code();
  }

  @Override
  public String toString() {
    return detail == null ? super.toString() : super.toString() + " (" + detail + ")";
  }
}
