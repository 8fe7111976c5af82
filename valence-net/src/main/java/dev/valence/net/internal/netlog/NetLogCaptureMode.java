package dev.valence.net.internal.netlog;

/** How much a log tells. */
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

  public boolean includesSensitive() {
    return this != DEFAULT;
  }

  public boolean includesSocketBytes() {
    return this == EVERYTHING;
  }
}
