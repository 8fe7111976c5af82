package dev.valence.net.dns;

/** Which kept answers may be given (Electron's {@code cacheUsage}). */
public enum HostCacheUsage {
  /** Fresh ones. The default. */
  ALLOWED("allowed"),
  /** Also those whose time to live is over. */
  STALE_ALLOWED("staleAllowed"),
  /** None; what comes is kept for others. */
  DISALLOWED("disallowed");

  private final String wireName;

  HostCacheUsage(String wireName) {
    this.wireName = wireName;
  }

  /** Electron's name. */
  public String wireName() {
    return wireName;
  }

  /**
   * The value with Electron's name.
   *
   * @throws IllegalArgumentException naming the value, for any other name
   */
  public static HostCacheUsage ofWireName(String name) {
    for (HostCacheUsage value : values()) {
      if (value.wireName.equals(name)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "cacheUsage should be allowed, staleAllowed or disallowed, not " + OptionText.quoted(name));
  }
}
