package dev.valence.net.internal.cache;

import dev.valence.net.BodyStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stored response, held open: it can be read to its end though it be replaced, doomed or evicted
 * meanwhile. Confined to the network thread.
 */
public interface CacheEntry extends AutoCloseable {
  CacheKey key();

  CachedHead head();

  /** The body bytes that are stored so far; grows while a writer is at work. */
  long storedBytes();

  /** Whether the body is whole. */
  boolean isComplete();

  /** Whether a writer is at work: the rest of the body is on its way. */
  boolean isBeingWritten();

  /**
   * The body from one offset to another. Follows a writer that is at work, at the reader's pace;
   * when that writer gives up, the stream ends with its reason. Bytes that turn out damaged end the
   * stream with {@code CACHE_CHECKSUM_MISMATCH} and doom the entry; a body of up to a megabyte is
   * checked before its first byte is handed out.
   *
   * @param from the first byte's offset
   * @param to the offset behind the last byte, or -1 for the end
   */
  BodyStream body(long from, long to);

  /** Stores another head over the same body: after a 304, or a HEAD. */
  void updateHead(CachedHead head);

  /** Continues an incomplete body behind its last stored byte. */
  CacheWriter append(CachedHead head);

  /** Takes the entry away from all who look for it from now on. */
  void doom();

  /**
   * Makes it ready for any thread, where its body is whole and lies in memory. What is made is
   * retired before the entry changes, leaves memory or is found no more.
   *
   * @param maker gets the body; not to be changed
   * @return null where it is not fit
   */
  default @Nullable ReadyResponse ready(Function<byte[], ReadyResponse> maker) {
    return null;
  }

  /** The handle is done with; bodies taken from it live on. */
  @Override
  void close();
}
