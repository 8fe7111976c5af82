package dev.valence.clearing;

/** Kinds of storage, by Electron's names in {@code clearStorageData}. */
public enum StorageType {
  COOKIES("cookies"),
  FILE_SYSTEM("filesystem"),
  INDEXED_DB("indexdb"),
  LOCAL_STORAGE("localstorage"),
  SHADER_CACHE("shadercache"),
  WEB_SQL("websql"),
  SERVICE_WORKERS("serviceworkers"),
  CACHE_STORAGE("cachestorage");

  private final String wireName;

  StorageType(String wireName) {
    this.wireName = wireName;
  }

  /** Electron's name. */
  public String wireName() {
    return wireName;
  }
}
