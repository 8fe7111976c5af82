package dev.valence.clearing;

/** How data that an origin stored within pages of another one is matched. */
public enum OriginMatchingMode {
  /** Data of the origin in its own pages, and that of others in them. */
  THIRD_PARTIES_INCLUDED("third-parties-included"),
  /** Data of the origin, in whoever's pages. */
  ORIGIN_IN_ALL_CONTEXTS("origin-in-all-contexts");

  private final String wireName;

  OriginMatchingMode(String wireName) {
    this.wireName = wireName;
  }

  /** Electron's name. */
  public String wireName() {
    return wireName;
  }
}
