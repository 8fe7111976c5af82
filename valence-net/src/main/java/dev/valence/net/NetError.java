package dev.valence.net;

/** Chromium's network errors. */
public enum NetError {
  FAILED(-2),
  ABORTED(-3);

  private final int code;

  NetError(int code) {
    this.code = code;
  }

  /** Chromium's number, below zero. */
  public int code() {
    return code;
  }

  /** Chromium's text, such as {@code net::ERR_FAILED}. */
  public String text() {
    return "net::ERR_" + name();
  }
}
