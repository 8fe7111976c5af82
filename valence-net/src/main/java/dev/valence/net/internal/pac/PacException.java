package dev.valence.net.internal.pac;

import dev.valence.net.NetError;
import dev.valence.net.NetException;

/** A script that cannot be used or failed. */
public final class PacException extends Exception {
  private static final long serialVersionUID = 1L;

  private final NetError error;
  private final int line;

  /**
   * A failure.
   *
   * @param line of the script, from 1; 0 when it is not known
   */
  PacException(NetError error, int line, String message) {
    super(message, null, false, false);
    this.error = error;
    this.line = line;
  }

  /** PAC_SCRIPT_FAILED or PAC_SCRIPT_TERMINATED. */
  public NetError error() {
    return error;
  }

  public int line() {
    return line;
  }

  /** What went wrong, with the line. */
  public String text() {
    return (line > 0 ? "line " + line + ": " : "") + getMessage();
  }

  public NetException toNetException() {
    return new NetException(error, "the PAC script failed: " + text(), this);
  }
}
