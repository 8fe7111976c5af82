package dev.valence.net.internal.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the user's Internet settings of Windows by its program {@code reg}. */
final class WindowsSettings implements SettingsReader {
  private static final String KEY =
      "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings";

  private final Map<String, String> environment;
  private final SettingsProgram programs;

  WindowsSettings(Map<String, String> environment) {
    this.environment = environment;
    this.programs = new SettingsProgram(environment, SettingsProgram.LIMIT);
  }

  @Override
  public @Nullable SystemProxies read() throws IOException {
    try {
      // By its full path: Windows looks into the working folder first.
      Path reg = Path.of(root(), "System32", "reg.exe");
      SettingsProgram.Output settings = programs.run(reg, "query", KEY);
      if (settings.code() != 0) {
        throw new IOException(reg + " ended with exit code " + settings.code());
      }
      // The value is missing for a user who never opened the settings: exit code 1.
      SettingsProgram.Output connections =
          programs.run(reg, "query", KEY + "\\Connections", "/v", "DefaultConnectionSettings");
      return WindowsProxies.parse(
          settings.text(), connections.code() == 0 ? connections.text() : "");
    } catch (IOException e) {
      throw new IOException(
          "The proxies of " + WindowsProxies.ORIGIN + " cannot be read: " + e.getMessage(), e);
    }
  }

  private String root() {
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (variable.getKey().equalsIgnoreCase("SystemRoot")) {
        return variable.getValue();
      }
    }
    return "C:\\Windows";
  }
}
