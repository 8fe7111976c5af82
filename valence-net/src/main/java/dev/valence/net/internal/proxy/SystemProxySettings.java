package dev.valence.net.internal.proxy;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the proxies of the system. */
interface SystemProxySettings {
  /** Where it can be had at once; null where {@link #read} has to be called. */
  @Nullable SystemProxies readNow();

  /** Whether it can change while the program runs. */
  boolean mayChange();

  /** Reads on a thread of the executor, and answers there. */
  void read(Executor blocking, Consumer<SystemProxies> answer);
}
