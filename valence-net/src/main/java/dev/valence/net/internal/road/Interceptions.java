package dev.valence.net.internal.road;

import dev.valence.net.NetError;
import dev.valence.net.NetException;
import dev.valence.net.NetworkRequest;
import dev.valence.net.interception.Interception;
import dev.valence.net.interception.InterceptionSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who watches the requests of a road, and which of them wait for an answer. Confined to the network
 * thread, but for {@link #source}.
 */
final class Interceptions {
  private final Set<Transaction> waiting = Collections.newSetFromMap(new IdentityHashMap<>());
  private volatile @Nullable InterceptionSource source;

  /** From now on new hops are watched by whom this names; null for nobody. Any thread. */
  void source(@Nullable InterceptionSource now) {
    source = now;
  }

  /** Whether anybody would watch a request that does not need the network. Any thread. */
  boolean mayWatch(NetworkRequest request) {
    InterceptionSource present = source;
    return present != null && present.mayWatch(request);
  }

  /** What watches the request from its hop on; null for nothing. */
  @Nullable Intercepted open(Transaction transaction) {
    InterceptionSource present = source;
    if (present == null) {
      return null;
    }
    Intercepted request = new Intercepted(transaction, this);
    Interception interception = present.open(request);
    if (interception == null) {
      return null;
    }
    request.watchedBy(interception);
    return request;
  }

  void waits(Transaction transaction) {
    waiting.add(transaction);
  }

  void waitsNoMore(Transaction transaction) {
    waiting.remove(transaction);
  }

  /** Whoever still waits will have no answer. */
  void shutDown() {
    for (Transaction each : new ArrayList<>(waiting)) {
      each.fail(
          new NetException(
              NetError.CONTEXT_SHUT_DOWN, "the session ended before its listener answered", null));
    }
  }
}
