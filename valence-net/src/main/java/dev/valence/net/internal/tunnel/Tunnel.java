package dev.valence.net.internal.tunnel;

import dev.valence.net.NetException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a proxy, on a connection that stands, for a way to an origin. Confined to the network
 * thread.
 */
public interface Tunnel {
  /** Hears what becomes of it: one of the {@code on…} methods, once, but not after a cancel. */
  interface Outcome {
    /** What goes over the channel from now on goes to the origin. Reading is off. */
    void onOpen();

    /**
     * The proxy wants a login on another connection: the same is to be begun on a new one. The
     * channel is of no more use.
     */
    void onReconnect();

    /** The channel is of no more use. */
    void onFailed(NetException error, Leg leg);

    /** Who logs in, if need be; null for nobody. */
    @Nullable TunnelLogin login();
  }

  /** Begins. */
  void open();

  /** Gives up; no outcome follows. The channel is the caller's to close. */
  void cancel();
}
