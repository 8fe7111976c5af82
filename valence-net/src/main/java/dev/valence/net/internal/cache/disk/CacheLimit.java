package dev.valence.net.internal.cache.disk;

/**
 * How much of a disk a cache may take where nobody says (after Chromium's {@code
 * disk_cache::PreferredCacheSize}).
 */
public final class CacheLimit {
  private static final long USUAL = 80L << 20;

  private CacheLimit() {}

  /**
   * The limit in bytes: 80 MB where that is a tenth to four fifths of the room, else four fifths of
   * less room; a tenth of more, up to 200 MB; a hundredth of plenty, up to 320 MB.
   *
   * @param room what is free, together with what the cache holds already; below zero when unknown
   */
  public static long of(long room) {
    if (room < 0) {
      return USUAL;
    }
    if (room < USUAL * 10 / 8) {
      return room * 8 / 10;
    }
    if (room < USUAL * 10) {
      return USUAL;
    }
    if (room < USUAL * 25) {
      return room / 10;
    }
    return Math.min(USUAL * 4, Math.max(USUAL * 5 / 2, room / 100));
  }
}
