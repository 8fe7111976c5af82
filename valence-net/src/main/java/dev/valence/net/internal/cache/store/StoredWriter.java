package dev.valence.net.internal.cache.store;

import dev.valence.net.NetException;
import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheWriter;
import dev.valence.net.internal.cache.store.StoredResponse.State;
import io.netty.buffer.ByteBuf;

/** The one who writes a stored response. */
final class StoredWriter implements CacheWriter {
  private final StoredResponse response;
  private final CacheEntry entry;
  private boolean over;

  StoredWriter(StoredResponse response) {
    this.response = response;
    this.entry = response.open();
    response.use();
  }

  @Override
  public CacheEntry entry() {
    return entry;
  }

  @Override
  public boolean write(ByteBuf chunk) {
    if (over) {
      chunk.release();
      throw new IllegalStateException("the body has been ended");
    }
    return response.append(chunk);
  }

  @Override
  public void whenDrained(Runnable task) {
    response.whenDrained(task);
  }

  @Override
  public void complete() {
    if (!over) {
      over = true;
      response.end(State.WHOLE, null);
      response.unuse();
    }
  }

  @Override
  public void abandon(NetException reason, boolean keep) {
    if (!over) {
      over = true;
      if (!keep) {
        response.doom();
      }
      response.end(State.PARTIAL, reason);
      response.unuse();
    }
  }
}
