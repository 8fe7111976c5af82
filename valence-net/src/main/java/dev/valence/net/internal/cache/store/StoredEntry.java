package dev.valence.net.internal.cache.store;

import dev.valence.net.BodyStream;
import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CacheWriter;
import dev.valence.net.internal.cache.CachedHead;
import dev.valence.net.internal.cache.ReadyResponse;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A handle of a stored response. */
final class StoredEntry implements CacheEntry {
  private final StoredResponse response;
  private boolean closed;

  StoredEntry(StoredResponse response) {
    this.response = response;
    response.use();
  }

  @Override
  public CacheKey key() {
    return response.key();
  }

  @Override
  public CachedHead head() {
    return response.head();
  }

  @Override
  public long storedBytes() {
    return response.length();
  }

  @Override
  public boolean isComplete() {
    return response.state() == StoredResponse.State.WHOLE;
  }

  @Override
  public boolean isBeingWritten() {
    return response.state() == StoredResponse.State.WRITING;
  }

  @Override
  public BodyStream body(long from, long to) {
    if (from < 0 || to >= 0 && to < from) {
      throw new IllegalArgumentException("no range of a body: " + from + " to " + to);
    }
    response.keeper().used(response);
    return new StoredBody(response, from, to);
  }

  @Override
  public @Nullable ReadyResponse ready(Function<byte[], ReadyResponse> maker) {
    return response.ready(maker);
  }

  @Override
  public void updateHead(CachedHead head) {
    response.head(head);
  }

  @Override
  public CacheWriter append(CachedHead head) {
    if (response.state() != StoredResponse.State.PARTIAL) {
      throw new IllegalStateException("only a part that nobody writes can be continued");
    }
    response.head(head);
    return response.write(-1);
  }

  @Override
  public void doom() {
    response.doom();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      response.unuse();
    }
  }
}
