package dev.valence.net.dns;

/**
 * Where answers may come from (Electron's {@code source}). Literals, local names, host rules and
 * the cache answer whatever the source is.
 */
public enum HostResolverSource {
  /** The resolver chooses. The default. */
  ANY("any"),
  /** The operating system (getaddrinfo). */
  SYSTEM("system"),
  /** DNS: over HTTPS where it is configured, else asked of name servers by Valence itself. */
  DNS("dns"),
  /** Multicast DNS (RFC 6762), for names below {@code local}. */
  MDNS("mdns"),
  /** Nothing outside this program is asked. */
  LOCAL_ONLY("localOnly");

  private final String wireName;

  HostResolverSource(String wireName) {
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
  public static HostResolverSource ofWireName(String name) {
    for (HostResolverSource value : values()) {
      if (value.wireName.equals(name)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "source should be any, system, dns, mdns or localOnly, not " + OptionText.quoted(name));
  }
}
