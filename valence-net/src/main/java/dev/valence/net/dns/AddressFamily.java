package dev.valence.net.dns;

/** The kind of an address (Electron's {@code family}). */
public enum AddressFamily {
  /** IPv4. */
  IPV4("ipv4"),
  /** IPv6. */
  IPV6("ipv6"),
  /** Neither. */
  UNSPEC("unspec");

  private final String wireName;

  AddressFamily(String wireName) {
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
  public static AddressFamily ofWireName(String name) {
    for (AddressFamily value : values()) {
      if (value.wireName.equals(name)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "family should be ipv4, ipv6 or unspec, not " + OptionText.quoted(name));
  }
}
