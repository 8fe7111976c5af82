package dev.valence.net.dns;

/** Whether one look-up may use DNS over HTTPS (Electron's {@code secureDnsPolicy}). */
public enum SecureDnsPolicy {
  /** As the resolver is configured. The default. */
  ALLOW("allow"),
  /** Never. */
  DISABLE("disable");

  private final String wireName;

  SecureDnsPolicy(String wireName) {
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
  public static SecureDnsPolicy ofWireName(String name) {
    for (SecureDnsPolicy value : values()) {
      if (value.wireName.equals(name)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "secureDnsPolicy should be allow or disable, not " + OptionText.quoted(name));
  }
}
