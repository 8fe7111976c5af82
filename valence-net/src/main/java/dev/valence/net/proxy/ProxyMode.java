package dev.valence.net.proxy;

/** Where a session has its proxies from. */
public enum ProxyMode {
  /** No proxies. */
  DIRECT("direct"),
  /** WPAD: the script at {@code http://wpad/wpad.dat}; without one no proxies. */
  AUTO_DETECT("auto_detect"),
  /** The script {@link ProxyConfig#pacScript}. */
  PAC_SCRIPT("pac_script"),
  /** The rules {@link ProxyConfig#proxyRules}. */
  FIXED_SERVERS("fixed_servers"),
  /**
   * The settings of the operating system; what a session has before any {@code setProxy}. On Linux
   * those of the desktop that the environment names (GNOME and its relatives by {@code gsettings},
   * KDE by its file {@code kioslaverc}), as in Chromium; on Windows the user's Internet settings,
   * on macOS those that {@code scutil --proxy} prints. Where they cannot be read, on Windows and
   * macOS also where they have no proxy, the variables {@code http_proxy}, {@code https_proxy},
   * {@code all_proxy}, {@code no_proxy} and {@code auto_proxy} count. They are read again after ten
   * seconds and by {@code forceReloadProxyConfig}.
   */
  SYSTEM("system");

  private final String wireName;

  ProxyMode(String wireName) {
    this.wireName = wireName;
  }

  /** Electron's word for it. */
  public String wireName() {
    return wireName;
  }

  /**
   * By Electron's word.
   *
   * @throws IllegalArgumentException "Invalid mode, must be one of …"
   */
  public static ProxyMode of(String wireName) {
    for (ProxyMode mode : values()) {
      if (mode.wireName.equals(wireName)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "Invalid mode, must be one of direct, auto_detect, pac_script, fixed_servers or system");
  }
}
