package dev.valence.clearing;

/** Kinds of data, by Electron's names in {@code clearData}. */
public enum DataType {
  BACKGROUND_FETCH("backgroundFetch"),
  /**
   * The HTTP cache, cache storage, shaders; also what was learned of hosts (HSTS), as in Chromium.
   */
  CACHE("cache"),
  /** Cookies; also remembered logins, as in Chromium. */
  COOKIES("cookies"),
  DOWNLOADS("downloads"),
  FILE_SYSTEMS("fileSystems"),
  INDEXED_DB("indexedDB"),
  LOCAL_STORAGE("localStorage"),
  SERVICE_WORKERS("serviceWorkers"),
  WEB_SQL("webSQL");

  private final String wireName;

  DataType(String wireName) {
    this.wireName = wireName;
  }

  /** Electron's name. */
  public String wireName() {
    return wireName;
  }
}
