package dev.valence.net.internal.cache.store;

import dev.valence.net.NetException;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The store behind a stored response: hears what becomes of it. All on the network thread. */
public interface Keeper {
  /** Takes what was read. */
  @FunctionalInterface
  interface Read {
    /**
     * Exactly one of both is there.
     *
     * @param bytes owned by the taker; from the offset that was asked for on
     */
    void done(@Nullable ByteBuf bytes, @Nullable NetException failure);
  }

  /** Somebody reads it. */
  void used(StoredResponse response);

  /** Bytes were appended. */
  void grew(StoredResponse response);

  /** Another head lies over the body. */
  void headChanged(StoredResponse response);

  /** The writer is done, one way or the other. */
  void ended(StoredResponse response);

  /** Nobody may find it any more. */
  void doom(StoredResponse response);

  /** Neither a handle nor a body nor a writer is left. */
  void unused(StoredResponse response);

  /** Whether the writer should pause. */
  boolean isFull(StoredResponse response);

  /** How many bytes can be read that do not lie in memory. */
  long readable(StoredResponse response);

  /** Reads bytes that do not lie in memory. */
  void read(StoredResponse response, long from, long to, Read answer);
}
