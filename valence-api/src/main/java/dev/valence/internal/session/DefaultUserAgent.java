package dev.valence.internal.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;

/** What Valence calls itself: {@code Mozilla/5.0 (X11; Linux x86_64) Valence/0.1.0}. */
public final class DefaultUserAgent {
  private DefaultUserAgent() {}

  /** The value of {@code User-Agent} unless the program sets one. */
  public static String value() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""), version());
  }

  static String of(String os, String arch, String version) {
    String name = os.toLowerCase(Locale.ROOT);
    String platform;
    if (name.startsWith("windows")) {
      platform = "Windows NT 10.0; Win64; x64";
    } else if (name.startsWith("mac")) {
      platform = "Macintosh; Intel Mac OS X 10_15_7";
    } else {
      String machine = arch.equals("amd64") ? "x86_64" : arch;
      platform = "X11; " + (os.isEmpty() ? "Linux" : os) + " " + machine;
    }
    return "Mozilla/5.0 (" + platform + ") Valence/" + version;
  }

  private static String version() {
    try (InputStream in =
        DefaultUserAgent.class.getResourceAsStream("/dev/valence/version.properties")) {
      if (in == null) {
        throw new IllegalStateException("version.properties is missing from the jar");
      }
      Properties properties = new Properties();
      properties.load(in);
      String version = properties.getProperty("version", "");
      int snapshot = version.indexOf("-SNAPSHOT");
      return snapshot < 0 ? version : version.substring(0, snapshot);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
