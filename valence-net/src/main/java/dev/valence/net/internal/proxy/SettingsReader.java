package dev.valence.net.internal.proxy;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads proxies that are set outside of this program. */
interface SettingsReader {
  /**
   * Reads anew; blocks, for seconds at most. Any thread.
   *
   * @return null where the settings leave it to the environment
   * @throws IOException saying for people why they could not be read
   */
  @Nullable SystemProxies read() throws IOException;
}
