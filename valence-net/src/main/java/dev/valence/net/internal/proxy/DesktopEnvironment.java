package dev.valence.net.internal.proxy;

import java.util.Map;

/**
 * Whose settings of proxies count on a desktop of Linux or BSD; told by the environment (Chromium's
 * {@code base/nix/xdg_util.cc}). A pure function.
 */
enum DesktopEnvironment {
  /** GNOME and all that keep their proxies where GNOME does. */
  GNOME,
  KDE3,
  KDE4,
  /** KDE Plasma 5 and later. */
  KDE,
  /** None, or one without settings of proxies. */
  OTHER;

  static DesktopEnvironment of(Map<String, String> environment) {
    for (String name : environment.getOrDefault("XDG_CURRENT_DESKTOP", "").split(":", -1)) {
      switch (name.strip()) {
        case "Unity", "Deepin", "GNOME", "X-Cinnamon", "Pantheon", "UKUI" -> {
          return GNOME;
        }
        case "KDE" -> {
          String version = environment.getOrDefault("KDE_SESSION_VERSION", "");
          return version.equals("5") || version.equals("6") ? KDE : KDE4;
        }
        case "XFCE", "LXQt" -> {
          return OTHER;
        }
        default -> {
          // Such as "ubuntu" in ubuntu:GNOME: the next name tells.
        }
      }
    }
    boolean versioned = environment.containsKey("KDE_SESSION_VERSION");
    String session = environment.getOrDefault("DESKTOP_SESSION", "");
    switch (session) {
      case "deepin", "gnome", "mate", "ukui" -> {
        return GNOME;
      }
      case "kde4", "kde-plasma" -> {
        return KDE4;
      }
      case "kde" -> {
        return versioned ? KDE4 : KDE3;
      }
      default -> {
        if (session.contains("xfce") || session.equals("xubuntu")) {
          return OTHER;
        }
      }
    }
    if (environment.containsKey("GNOME_DESKTOP_SESSION_ID")) {
      return GNOME;
    }
    if (environment.containsKey("KDE_FULL_SESSION")) {
      return versioned ? KDE4 : KDE3;
    }
    return OTHER;
  }
}
