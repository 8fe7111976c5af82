package dev.valence.net.internal.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the proxies of KDE out of its files {@code kioslaverc}: those of the system first, then the
 * user's, which wins.
 */
final class KdeSettings implements SettingsReader {
  private static final int MAX_BYTES = 256 * 1024;

  private final DesktopEnvironment version;
  private final Map<String, String> environment;

  KdeSettings(DesktopEnvironment version, Map<String, String> environment) {
    this.version = version;
    this.environment = environment;
  }

  @Override
  public @Nullable SystemProxies read() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path folder : folders()) {
      String text = text(folder.resolve("kioslaverc"));
      if (text != null) {
        texts.add(text);
      }
    }
    return KdeProxies.parse(texts, environment);
  }

  /** Where the files lie; a later one wins. */
  List<Path> folders() throws IOException {
    try {
      String kdeHome = variable("KDEHOME");
      if (kdeHome != null) {
        return List.of(config(Path.of(kdeHome)));
      }
      String home = variable("HOME");
      if (home == null) {
        throw new IOException("The proxies of KDE cannot be read: the variable HOME is not set");
      }
      return switch (version) {
        case KDE3 -> List.of(config(Path.of(home, ".kde")));
        case KDE4 -> List.of(newer(config(Path.of(home, ".kde")), config(Path.of(home, ".kde4"))));
        default -> folders(home);
      };
    } catch (InvalidPathException e) {
      throw new IOException("The proxies of KDE cannot be read: " + e.getMessage(), e);
    }
  }

  private List<Path> folders(String home) {
    List<Path> folders = new ArrayList<>();
    String shared = variable("XDG_CONFIG_DIRS");
    for (String folder : (shared == null ? "/etc/xdg" : shared).split(":", -1)) {
      // The XDG Base Directory Specification has relative paths ignored.
      if (folder.startsWith("/")) {
        folders.add(Path.of(folder));
      }
    }
    Collections.reverse(folders);
    String own = variable("XDG_CONFIG_HOME");
    folders.add(own != null && own.startsWith("/") ? Path.of(own) : Path.of(home, ".config"));
    return folders;
  }

  private static Path config(Path kdeHome) {
    return kdeHome.resolve("share").resolve("config");
  }

  /** Distributions with KDE 4 use either folder; the one changed last is in use. */
  private static Path newer(Path kde, Path kde4) {
    FileTime other = modified(kde4);
    FileTime first = modified(kde);
    return other != null && (first == null || other.compareTo(first) >= 0) ? kde4 : kde;
  }

  private static @Nullable FileTime modified(Path folder) {
    try {
      return Files.getLastModifiedTime(folder);
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(file + " has more than " + MAX_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException none) {
      return null;
    } catch (IOException e) {
      throw new IOException("The proxies of KDE cannot be read: " + e.getMessage(), e);
    }
  }

  private @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
