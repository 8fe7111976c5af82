package dev.valence.net.internal.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the network settings of macOS by its program {@code scutil}. */
final class MacSettings implements SettingsReader {
  private static final Path SCUTIL = Path.of("/usr/sbin/scutil");

  private final SettingsProgram programs;

  MacSettings(Map<String, String> environment) {
    this.programs = new SettingsProgram(environment, SettingsProgram.LIMIT);
  }

  @Override
  public @Nullable SystemProxies read() throws IOException {
    try {
      SettingsProgram.Output output = programs.run(SCUTIL, "--proxy");
      if (output.code() != 0) {
        throw new IOException(SCUTIL + " ended with exit code " + output.code());
      }
      return MacProxies.parse(output.text());
    } catch (IOException e) {
      throw new IOException(
          "The proxies of " + MacProxies.ORIGIN + " cannot be read: " + e.getMessage(), e);
    }
  }
}
