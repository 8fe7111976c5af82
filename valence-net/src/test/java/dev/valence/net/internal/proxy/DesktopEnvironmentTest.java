package dev.valence.net.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DesktopEnvironmentTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | OTHER",
        "XDG_CURRENT_DESKTOP=GNOME | GNOME",
        "XDG_CURRENT_DESKTOP=ubuntu:GNOME | GNOME",
        "XDG_CURRENT_DESKTOP=GNOME-Classic:GNOME | GNOME",
        "XDG_CURRENT_DESKTOP=X-Cinnamon | GNOME",
        "XDG_CURRENT_DESKTOP=Unity | GNOME",
        "XDG_CURRENT_DESKTOP=Pantheon | GNOME",
        "XDG_CURRENT_DESKTOP=Deepin | GNOME",
        "XDG_CURRENT_DESKTOP=UKUI | GNOME",
        "XDG_CURRENT_DESKTOP=KDE | KDE4",
        "XDG_CURRENT_DESKTOP=KDE KDE_SESSION_VERSION=4 | KDE4",
        "XDG_CURRENT_DESKTOP=KDE KDE_SESSION_VERSION=5 | KDE",
        "XDG_CURRENT_DESKTOP=KDE KDE_SESSION_VERSION=6 | KDE",
        "XDG_CURRENT_DESKTOP=XFCE DESKTOP_SESSION=gnome | OTHER",
        "XDG_CURRENT_DESKTOP=LXQt | OTHER",
        "XDG_CURRENT_DESKTOP=sway | OTHER",
        "XDG_CURRENT_DESKTOP=strange DESKTOP_SESSION=gnome | GNOME",
        "DESKTOP_SESSION=mate | GNOME",
        "DESKTOP_SESSION=deepin | GNOME",
        "DESKTOP_SESSION=kde-plasma | KDE4",
        "DESKTOP_SESSION=kde | KDE3",
        "DESKTOP_SESSION=kde KDE_SESSION_VERSION=4 | KDE4",
        "DESKTOP_SESSION=xfce4 GNOME_DESKTOP_SESSION_ID=1 | OTHER",
        "DESKTOP_SESSION=xubuntu | OTHER",
        "DESKTOP_SESSION=default GNOME_DESKTOP_SESSION_ID=this | GNOME",
        "KDE_FULL_SESSION=true | KDE3",
        "KDE_FULL_SESSION=true KDE_SESSION_VERSION=4 | KDE4",
      })
  void desktopsAreToldByTheEnvironment(String variables, DesktopEnvironment expected) {
    Map<String, String> environment = new TreeMap<>();
    for (String variable : variables.split(" ", -1)) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }

    assertThat(DesktopEnvironment.of(environment)).isEqualTo(expected);
  }
}
