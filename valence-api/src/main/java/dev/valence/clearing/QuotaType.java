package dev.valence.clearing;

/** Kinds of quota, by Electron's names in {@code clearStorageData}. */
public enum QuotaType {
  TEMPORARY("temporary");

  private final String wireName;

  QuotaType(String wireName) {
    this.wireName = wireName;
  }

  /** Electron's name. */
  public String wireName() {
    return wireName;
  }
}
