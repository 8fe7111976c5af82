package dev.valence.net.internal.cache;

import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;

/** Writes one body into the cache. Confined to the network thread. */
public interface CacheWriter {
  /** The entry being written; others find it already. */
  CacheEntry entry();

  /**
   * Takes the next bytes, at once; the disk follows.
   *
   * @param chunk owned by the writer from here on
   * @return false when so much waits for the disk that the source should pause until {@code
   *     whenDrained}
   */
  boolean write(ByteBuf chunk);

  /** Runs once when a full queue has been written. */
  void whenDrained(Runnable task);

  /** The body is whole. From now on the entry survives a kill of the process. */
  void complete();

  /**
   * The body broke off.
   *
   * @param keep whether what is there is of use to continue later; otherwise the entry is doomed
   */
  void abandon(NetException reason, boolean keep);
}
