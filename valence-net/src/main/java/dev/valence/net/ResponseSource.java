package dev.valence.net;

/** Where a response comes from. */
public enum ResponseSource {
  /** From the server. */
  NETWORK("network"),
  /** From the HTTP cache; the server was not asked. */
  CACHE("cache"),
  /** From the HTTP cache; the server was asked, and said that it still holds (304). */
  REVALIDATED("revalidated");

  private final String wireName;

  ResponseSource(String wireName) {
    this.wireName = wireName;
  }

  /** The name in the output of the command line and in logs. */
  public String wireName() {
    return wireName;
  }

  /** Whether the body comes out of the cache (Electron's {@code fromCache}). */
  public boolean isFromCache() {
    return this != NETWORK;
  }
}
