package dev.valence.internal.download.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The user's folder for downloads. */
public final class DownloadsFolder {
  private static final Pattern ENTRY =
      Pattern.compile("(?m)^\\s*XDG_DOWNLOAD_DIR\\s*=\\s*\"(.*)\"\\s*$");

  private DownloadsFolder() {}

  /** That of whoever runs this process. */
  public static Path ofUser() {
    Path home = Path.of(System.getProperty("user.home", ".")).toAbsolutePath();
    String config = System.getenv("XDG_CONFIG_HOME");
    Path settings =
        (config == null || config.isEmpty() ? home.resolve(".config") : Path.of(config))
            .resolve("user-dirs.dirs");
    String text = null;
    try {
      text = Files.exists(settings) ? Files.readString(settings, StandardCharsets.UTF_8) : null;
    } catch (IOException unreadable) {
      // As if it were not there.
      text = null;
    }
    return of(home, text);
  }

  /**
   * The folder.
   *
   * @param userDirs the text of {@code user-dirs.dirs} (xdg-user-dirs); null where there is none
   */
  static Path of(Path home, @Nullable String userDirs) {
    Matcher entry = ENTRY.matcher(userDirs == null ? "" : userDirs);
    if (entry.find()) {
      String value = entry.group(1);
      if (value.startsWith("$HOME/")) {
        return home.resolve(value.substring("$HOME/".length())).normalize();
      }
      if (value.startsWith("/")) {
        return Path.of(value).normalize();
      }
    }
    return home.resolve("Downloads");
  }
}
