package dev.valence.net.cookie;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file of cookies has a line that is none; the message names the line, never its content. */
public final class CookieFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int line;

  /**
   * @param line the line's number, from 1
   * @param problem what is wrong with it, without any value of a cookie
   */
  public CookieFileException(int line, String problem, @Nullable Throwable cause) {
    super("Line " + line + ": " + problem, cause);
    this.line = line;
  }

  /** The line's number, from 1. */
  public int line() {
    return line;
  }
}
