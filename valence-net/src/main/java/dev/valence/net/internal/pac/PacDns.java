package dev.valence.net.internal.pac;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Looks names up for scripts, as the session does. */
@FunctionalInterface
public interface PacDns {
  /** The addresses of a host, in order; fails where there are none. Cancelling gives it up. */
  CompletableFuture<List<InetAddress>> resolve(String host);
}
