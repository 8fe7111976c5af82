package dev.valence.net.cookie;

/** Why a cookie appeared or went; the causes of Electron's {@code changed} event. */
public enum CookieChangeCause {
  /** A cookie that was not there, or one with a new value after {@link #OVERWRITE}. */
  INSERTED("inserted", false),
  /** Stored again with nothing changed, after {@link #OVERWRITE}. */
  INSERTED_NO_CHANGE_OVERWRITE("inserted-no-change-overwrite", false),
  /** Stored again with the same value but other attributes, after {@link #OVERWRITE}. */
  INSERTED_NO_VALUE_CHANGE_OVERWRITE("inserted-no-value-change-overwrite", false),
  /** Removed by a caller. */
  EXPLICIT("explicit", true),
  /** Removed because the same cookie is stored anew. */
  OVERWRITE("overwrite", true),
  /** Removed because its time was over. */
  EXPIRED("expired", true),
  /** Removed to stay within the store's limits. */
  EVICTED("evicted", true),
  /** Removed because the same cookie was set with a time already over. */
  EXPIRED_OVERWRITE("expired-overwrite", true);

  private final String wireName;
  private final boolean removal;

  CookieChangeCause(String wireName, boolean removal) {
    this.wireName = wireName;
    this.removal = removal;
  }

  /** Electron's string. */
  public String wireName() {
    return wireName;
  }

  /** Whether the cookie left the store. */
  public boolean isRemoval() {
    return removal;
  }
}
