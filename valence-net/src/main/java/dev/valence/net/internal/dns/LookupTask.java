package dev.valence.net.internal.dns;

import java.util.function.Consumer;

/** One way to find a host. Confined to the network thread. */
interface LookupTask {
  /**
   * Begins to look.
   *
   * @param done takes the answer, once, on the network thread, possibly before this returns
   * @return gives the look-up up; harmless after the answer
   */
  Runnable start(HostQuestion question, Consumer<HostAnswer> done);
}
