package dev.valence.net.dns;

/** Which addresses to ask for (Electron's {@code queryType}). */
public enum DnsQueryType {
  /** IPv4 addresses. */
  A("A"),
  /** IPv6 addresses. */
  AAAA("AAAA");

  private final String wireName;

  DnsQueryType(String wireName) {
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
  public static DnsQueryType ofWireName(String name) {
    for (DnsQueryType value : values()) {
      if (value.wireName.equals(name)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "queryType should be A or AAAA, not " + OptionText.quoted(name));
  }
}
