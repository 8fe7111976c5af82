package dev.valence.net;

import dev.valence.net.internal.pool.Platform;
import java.util.concurrent.TimeUnit;

/** The threads and look-ups that all sessions of one {@code Valence} share. */
public final class NetworkService implements AutoCloseable {
  private final Platform platform;

  private NetworkService(Platform platform) {
    this.platform = platform;
  }

  /**
   * Starts a service.
   *
   * @param hostRules Chromium's {@code --host-resolver-rules}, empty for none
   * @throws IllegalArgumentException for rules that cannot be read
   */
  public static NetworkService start(String hostRules) {
    return new NetworkService(Platform.start(hostRules));
  }

  /** The network of a new session. */
  public NetworkContext newContext(NetworkContextConfig config) {
    return new NetworkContext(this, platform.nextLoop(), config);
  }

  Platform platform() {
    return platform;
  }

  /** Ends the network threads. Contexts are closed before. Waits at most two seconds. */
  @Override
  public void close() {
    platform.close(2, TimeUnit.SECONDS);
  }
}
