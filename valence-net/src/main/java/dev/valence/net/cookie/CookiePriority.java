package dev.valence.net.cookie;

/** Chromium's {@code Priority} attribute: which cookies of a site are evicted first. */
public enum CookiePriority {
  LOW("low"),
  /** The default. */
  MEDIUM("medium"),
  HIGH("high");

  private final String wireName;

  CookiePriority(String wireName) {
    this.wireName = wireName;
  }

  /** The attribute's value in lower case. */
  public String wireName() {
    return wireName;
  }
}
