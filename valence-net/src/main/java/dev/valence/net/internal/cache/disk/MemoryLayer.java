package dev.valence.net.internal.cache.disk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which entries of the disk lie in memory too: the least recently used ones are forgotten first.
 * Confined to the network thread.
 */
final class MemoryLayer {
  private final long limit;
  private final Map<DiskEntry, Long> charges = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  MemoryLayer(long limit) {
    this.limit = limit;
  }

  long limit() {
    return limit;
  }

  /** What all of it takes, in bytes. */
  long bytes() {
    return bytes;
  }

  /** Says what an entry takes now; forgets others when that is too much. */
  void charge(DiskEntry entry, long now) {
    set(entry, now);
    if (bytes <= limit) {
      return;
    }
    List<DiskEntry> eldest = new ArrayList<>();
    long enough = bytes - limit + limit / 16;
    List<DiskEntry> taken = new ArrayList<>();
    for (Map.Entry<DiskEntry, Long> each : charges.entrySet()) {
      // What answers without telling is in use, though nobody said so here.
      boolean inUse = each.getKey().wasTaken();
      (inUse ? taken : eldest).add(each.getKey());
      enough -= inUse ? 0 : each.getValue();
      if (enough <= 0) {
        break;
      }
    }
    taken.forEach(charges::get);
    if (enough > 0) {
      eldest.addAll(taken);
    }
    for (DiskEntry each : eldest) {
      each.forget();
      set(each, each.inMemory());
    }
  }

  private void set(DiskEntry entry, long now) {
    Long before = now == 0 ? charges.remove(entry) : charges.put(entry, now);
    bytes += now - (before == null ? 0 : before);
  }
}
