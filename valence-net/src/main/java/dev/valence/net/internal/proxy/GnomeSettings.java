package dev.valence.net.internal.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the proxies of GNOME by its program {@code gsettings}. */
final class GnomeSettings implements SettingsReader {
  private final SettingsProgram programs;

  GnomeSettings(Map<String, String> environment) {
    this(environment, SettingsProgram.LIMIT);
  }

  GnomeSettings(Map<String, String> environment, Duration limit) {
    this.programs = new SettingsProgram(environment, limit);
  }

  @Override
  public @Nullable SystemProxies read() throws IOException {
    try {
      Path gsettings = programs.find("gsettings");
      SettingsProgram.Output output =
          programs.run(gsettings, "list-recursively", GnomeProxies.SCHEMA);
      if (output.code() != 0) {
        throw new IOException(gsettings + " ended with exit code " + output.code());
      }
      return GnomeProxies.parse(output.text());
    } catch (IOException e) {
      throw new IOException(
          "The proxies of " + GnomeProxies.ORIGIN + " cannot be read: " + e.getMessage(), e);
    }
  }
}
