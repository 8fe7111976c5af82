package dev.valence.net.dns;

/** What DNS over HTTPS is used for (Electron's {@code secureDnsMode}). */
public enum SecureDnsMode {
  /** Nothing. */
  OFF("off"),
  /**
   * It is asked first, where servers are configured; what it cannot answer is asked in the clear.
   * The default.
   */
  AUTOMATIC("automatic"),
  /** Everything; nothing is ever asked in the clear but the addresses of its own servers. */
  SECURE("secure");

  private final String wireName;

  SecureDnsMode(String wireName) {
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
  public static SecureDnsMode ofWireName(String name) {
    for (SecureDnsMode value : values()) {
      if (value.wireName.equals(name)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "secureDnsMode should be off, automatic or secure, not " + OptionText.quoted(name));
  }
}
