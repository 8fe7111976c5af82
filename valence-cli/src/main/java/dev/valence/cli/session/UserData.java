package dev.valence.cli.session;

import dev.valence.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where persistent sessions are kept when nobody says otherwise: the place that the system has for
 * data of a user's programs.
 */
public final class UserData {
  private static final String FOLDER = "valence";

  private UserData() {}

  /**
   * The folder.
   *
   * @param given by the option; null for the default: {@code $XDG_DATA_HOME/valence}, else {@code
   *     ~/.local/share/valence}; {@code %LOCALAPPDATA%\valence} on Windows, {@code
   *     ~/Library/Application Support/valence} on macOS
   */
  public static Path folder(@Nullable Path given, Terminal terminal) {
    if (given != null) {
      return given.toAbsolutePath().normalize();
    }
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String home = terminal.environment("HOME");
    Path userHome = Path.of(home != null ? home : System.getProperty("user.home", "."));
    String local = terminal.environment("LOCALAPPDATA");
    if (os.startsWith("windows") && local != null) {
      return Path.of(local, FOLDER);
    }
    if (os.startsWith("mac")) {
      return userHome.resolve("Library/Application Support").resolve(FOLDER);
    }
    String xdg = terminal.environment("XDG_DATA_HOME");
    // A relative path is to be ignored, says the XDG specification.
    if (xdg != null && Path.of(xdg).isAbsolute()) {
      return Path.of(xdg, FOLDER);
    }
    return userHome.resolve(".local/share").resolve(FOLDER).toAbsolutePath();
  }
}
