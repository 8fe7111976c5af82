package dev.valence.net.http;

/**
 * What a request does with a redirect (Fetch §2.2.5 "redirect mode"; Electron's {@code redirect}).
 */
public enum RedirectMode {
  /** Goes on to the target by itself. The default. */
  FOLLOW("follow"),
  /** Fails the request. */
  ERROR("error"),
  /** Cancels the request unless the program says at once that it should go on. */
  MANUAL("manual");

  private final String wireName;

  RedirectMode(String wireName) {
    this.wireName = wireName;
  }

  /** Electron's name. */
  public String wireName() {
    return wireName;
  }

  /**
   * The mode with Electron's name {@code name}.
   *
   * @throws IllegalArgumentException with Electron's words and the value, for any other name
   */
  public static RedirectMode ofWireName(String name) {
    for (RedirectMode mode : values()) {
      if (mode.wireName.equals(name)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "redirect mode should be one of follow, error or manual, not " + Escaped.of(name));
  }
}
