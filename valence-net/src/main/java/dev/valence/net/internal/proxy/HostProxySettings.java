package dev.valence.net.internal.proxy;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of the machine this program runs on: its environment variables. They cannot change
 * while it runs.
 */
final class HostProxySettings implements SystemProxySettings {
  static final HostProxySettings INSTANCE = new HostProxySettings(System.getenv());

  private final Map<String, String> environment;

  HostProxySettings(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable SystemProxies readNow() {
    SystemProxies read = EnvironmentProxies.read(environment);
    return read != null ? read : SystemProxies.none("no settings", null);
  }

  @Override
  public boolean mayChange() {
    return false;
  }

  @Override
  public void read(Executor blocking, Consumer<SystemProxies> answer) {
    throw new IllegalStateException("the environment is read at once");
  }
}
