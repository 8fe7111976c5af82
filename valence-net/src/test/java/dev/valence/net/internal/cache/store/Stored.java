package dev.valence.net.internal.cache.store;

import dev.valence.net.HttpVersion;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.CacheStore;
import dev.valence.net.internal.cache.CacheWriter;
import dev.valence.net.internal.cache.CachedHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Responses to store, and ways to store them. */
public final class Stored {
  private Stored() {}

  public static CacheKey key(String path) {
    return new CacheKey("", "https://cache.test/" + path);
  }

  public static CachedHead head(long millis, String... selecting) {
    return new CachedHead(
        millis - 5,
        millis,
        new ResponseHead(
            HttpVersion.HTTP_1_1,
            200,
            "OK",
            HeaderList.of("Content-Type", "text/plain", "ETag", "\"" + millis + "\"")),
        HeaderList.of(selecting));
  }

  /** Bytes that only this seed gives. */
  public static byte[] body(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** A chunk as it would come from a socket. */
  public static ByteBuf chunk(byte[] bytes, int from, int to) {
    return ByteBufAllocator.DEFAULT.directBuffer(to - from).writeBytes(bytes, from, to - from);
  }

  /** Writes bytes in chunks of so many. */
  public static void write(CacheWriter writer, byte[] bytes, int chunk) {
    for (int at = 0; at < bytes.length; at += chunk) {
      writer.write(chunk(bytes, at, Math.min(bytes.length, at + chunk)));
    }
  }

  /** Stores a whole response. */
  public static void put(CacheStore store, CacheKey key, CachedHead head, byte[] body) {
    CacheWriter writer = store.create(key, head, body.length);
    if (writer == null) {
      throw new AssertionError("refused: " + key);
    }
    write(writer, body, 16 * 1024);
    writer.complete();
    writer.entry().close();
  }

  /** What is found within the call. */
  public static List<CacheEntry> found(CacheStore store, CacheKey key) {
    List<CacheEntry> found = new ArrayList<>();
    boolean[] answered = new boolean[1];
    store.find(
        key,
        entries -> {
          answered[0] = true;
          found.addAll(entries);
        });
    if (!answered[0]) {
      throw new AssertionError("no answer within the call for " + key);
    }
    return found;
  }

  /** The whole body of the one that is found within the call; null where there is none. */
  public static byte[] get(CacheStore store, CacheKey key) {
    List<CacheEntry> found = found(store, key);
    if (found.isEmpty()) {
      return null;
    }
    byte[] bytes = BodyTaker.all(found.get(0).body(0, -1)).done().join();
    found.forEach(CacheEntry::close);
    return bytes;
  }
}
