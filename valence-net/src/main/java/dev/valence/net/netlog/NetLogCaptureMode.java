package dev.valence.net.netlog;

/** How much a net log tells (Electron's {@code captureMode}). */
public enum NetLogCaptureMode {
  /** Metadata of requests, without credentials and cookies. */
  DEFAULT("default"),
  /** Credentials and cookies, too. */
  INCLUDE_SENSITIVE("includeSensitive"),
  /** All bytes on sockets, too. */
  EVERYTHING("everything");

  private final String wireName;

  NetLogCaptureMode(String wireName) {
    this.wireName = wireName;
  }

  /** Electron's name. */
  public String wireName() {
    return wireName;
  }

  /**
   * The mode that Electron calls so.
   *
   * @throws IllegalArgumentException "Invalid value for captureMode"
   */
  public static NetLogCaptureMode ofWireName(String name) {
    for (NetLogCaptureMode mode : values()) {
      if (mode.wireName.equals(name)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "Invalid value for captureMode: "
            + name
            + "; it is default, includeSensitive or everything");
  }

  public boolean includesSensitive() {
    return this != DEFAULT;
  }

  public boolean includesSocketBytes() {
    return this == EVERYTHING;
  }
}
