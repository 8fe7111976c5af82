package dev.valence.net.internal.exchange;

import dev.valence.net.HttpVersion;
import dev.valence.net.NetException;
import io.netty.channel.Channel;

/** An open connection to a server. Confined to the network thread. */
public interface HttpConnection {
  /** Hears of the connection's state; the pool. */
  interface Owner {
    /** It can take an exchange, or one more than before. */
    void onAvailable(HttpConnection connection);

    /** It takes no more exchanges. Those that run may still end. */
    void onRetired(HttpConnection connection);
  }

  HttpVersion version();

  /** The channel it speaks over. */
  Channel channel();

  /** Names the owner. Called once, before the first exchange. */
  void owner(Owner owner);

  /** Whether an exchange can start now. */
  boolean isAvailable();

  /** Whether the server has said that it takes WebSockets as exchanges among others (RFC 8441). */
  default boolean takesWebSockets() {
    return false;
  }

  /** The exchanges that run. */
  int activeExchanges();

  /**
   * It is kept for a later exchange. From now on the server may close it at any moment, so that an
   * exchange that gets no byte says nothing about the server.
   */
  default void onKept() {}

  /**
   * Sends a request. Only while {@link #isAvailable()}.
   *
   * @return a handle to give it up
   */
  Exchange start(OutgoingRequest request, ExchangeListener listener);

  /** Closes; running exchanges fail with the reason. */
  void close(NetException reason);
}
