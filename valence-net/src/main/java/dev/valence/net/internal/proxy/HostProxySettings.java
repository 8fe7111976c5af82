package dev.valence.net.internal.proxy;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of the machine this program runs on: first the settings of its desktop or system, and
 * where these say nothing or cannot be read, its environment variables. So Chromium does on Linux
 * ({@code proxy_config_service_linux.cc}), as terminals set variables that are wrong for a desktop
 * with a script; on Windows and macOS Chromium does not look at variables.
 */
final class HostProxySettings implements SystemProxySettings {
  static final HostProxySettings INSTANCE = of(System.getenv(), System.getProperty("os.name", ""));

  private final Map<String, String> environment;
  private final @Nullable SettingsReader reader;

  /**
   * Settings.
   *
   * @param reader null where there is nothing but the environment, which cannot change
   */
  HostProxySettings(Map<String, String> environment, @Nullable SettingsReader reader) {
    this.environment = Map.copyOf(environment);
    this.reader = reader;
  }

  /**
   * By the environment of a program.
   *
   * @param osName as in the system property {@code os.name}
   */
  static HostProxySettings of(Map<String, String> environment, String osName) {
    return new HostProxySettings(environment, reader(environment, osName));
  }

  private static @Nullable SettingsReader reader(Map<String, String> environment, String osName) {
    String system = osName.toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return new WindowsSettings(environment);
    }
    if (system.startsWith("mac")) {
      return new MacSettings(environment);
    }
    DesktopEnvironment desktop = DesktopEnvironment.of(environment);
    return switch (desktop) {
      case GNOME -> new GnomeSettings(environment);
      case KDE3, KDE4, KDE -> new KdeSettings(desktop, environment);
      case OTHER -> null;
    };
  }

  @Override
  public @Nullable SystemProxies readNow() {
    return reader == null ? fromEnvironment(null) : null;
  }

  @Override
  public boolean mayChange() {
    return reader != null;
  }

  @Override
  public void read(Executor blocking, Consumer<SystemProxies> answer) {
    blocking.execute(() -> answer.accept(read()));
  }

  private SystemProxies read() {
    SettingsReader from = reader;
    if (from == null) {
      return fromEnvironment(null);
    }
    try {
      SystemProxies read = from.read();
      if (read == null) {
        return fromEnvironment(null);
      }
      return read.isEmpty() && read.problem() != null ? fromEnvironment(read.problem()) : read;
    } catch (IOException | RuntimeException e) {
      return fromEnvironment(String.valueOf(e.getMessage()));
    }
  }

  private SystemProxies fromEnvironment(@Nullable String problem) {
    SystemProxies read = EnvironmentProxies.read(environment);
    return read != null ? read.orProblem(problem) : SystemProxies.none("no settings", problem);
  }
}
