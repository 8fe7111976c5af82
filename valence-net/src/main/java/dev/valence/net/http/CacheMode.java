package dev.valence.net.http;

/** How a request uses the HTTP cache (Fetch §2.2.5 "cache mode"; Electron's {@code cache}). */
public enum CacheMode {
  /** Fresh entries are used, stale ones checked with the server. */
  DEFAULT("default"),
  /** The cache is neither read nor written. */
  NO_STORE("no-store"),
  /** The cache is not read, but written. */
  RELOAD("reload"),
  /** Every entry is checked with the server before it is used. */
  NO_CACHE("no-cache"),
  /** Any entry is used, stale or not; the server is asked where there is none. */
  FORCE_CACHE("force-cache"),
  /** Any entry is used, stale or not; the request fails where there is none. */
  ONLY_IF_CACHED("only-if-cached");

  private final String wireName;

  CacheMode(String wireName) {
    this.wireName = wireName;
  }

  /** Electron's name. */
  public String wireName() {
    return wireName;
  }

  /**
   * The mode with Electron's name {@code name}.
   *
   * @throws IllegalArgumentException naming the value, for any other name
   */
  public static CacheMode ofWireName(String name) {
    return WireNames.find(values(), CacheMode::wireName, name, "cache");
  }
}
