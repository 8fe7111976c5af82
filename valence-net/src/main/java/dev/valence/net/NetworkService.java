package dev.valence.net;

import dev.valence.net.internal.netlog.NetLogFile;
import dev.valence.net.internal.pool.Platform;
import dev.valence.net.internal.proxy.ProxyResolver;
import dev.valence.net.netlog.NetLogCaptureMode;
import dev.valence.net.netlog.NetLogRecording;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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
    return newContext(config, null);
  }

  /**
   * The network of a new session.
   *
   * @param proxies finds its proxies; null for none
   */
  NetworkContext newContext(NetworkContextConfig config, @Nullable ProxyResolver proxies) {
    return new NetworkContext(this, platform.nextLoop(), config, proxies);
  }

  /**
   * Records what all contexts do into a file in Chromium's NetLog format. Blocks for the disk.
   *
   * @param path replaced when it is there; its folder must be
   * @param maxBytes the recording ends before the file is larger; -1 for no limit
   * @param covered runs, on any thread, once connections that stand are recorded, too
   * @throws NetException when the file cannot be made
   */
  public NetLogRecording startNetLog(
      Path path, NetLogCaptureMode mode, long maxBytes, Runnable covered) throws NetException {
    NetLogFile file = NetLogFile.start(platform.netLog(), path, mode, maxBytes);
    file.listen(covered);
    return file;
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
