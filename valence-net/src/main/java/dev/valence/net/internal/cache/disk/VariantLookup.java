package dev.valence.net.internal.cache.disk;

import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.cache.CacheEntry;
import dev.valence.net.internal.cache.CacheKey;
import dev.valence.net.internal.cache.disk.EntryName.KeyHash;
import dev.valence.net.internal.cache.store.ResponseTable;
import dev.valence.net.internal.cache.store.StoredResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds what is stored under a key, reading from the disk what is not known yet. Confined to the
 * network thread.
 */
final class VariantLookup {
  private final ResponseTable<KeyHash, DiskEntry> table;

  VariantLookup(ResponseTable<KeyHash, DiskEntry> table) {
    this.table = table;
  }

  /** Answers within the call where every variant is known. */
  void find(CacheKey key, KeyHash hash, Consumer<List<CacheEntry>> answer) {
    List<DiskEntry> found = table.get(hash);
    List<DiskEntry> unknown = new ArrayList<>(0);
    for (DiskEntry entry : found) {
      if (entry.response() == null) {
        unknown.add(entry);
      }
    }
    if (unknown.isEmpty()) {
      answer.accept(handles(key, found));
      return;
    }
    int[] left = {unknown.size()};
    for (DiskEntry entry : unknown) {
      entry.open(
          () -> {
            if (--left[0] == 0) {
              answer.accept(handles(key, table.get(hash)));
            }
          });
    }
  }

  private static List<CacheEntry> handles(CacheKey key, List<DiskEntry> found) {
    List<CacheEntry> handles = new ArrayList<>(found.size());
    for (DiskEntry entry : found.size() > 1 ? newest(key, found) : found) {
      StoredResponse response = entry.response();
      if (response != null && response.key().equals(key)) {
        handles.add(response.open());
      }
    }
    return handles;
  }

  /** Of each variant the newest: a kill between it and the end of the old one leaves both. */
  private static Iterable<DiskEntry> newest(CacheKey key, List<DiskEntry> found) {
    Map<HeaderList, DiskEntry> newest = new LinkedHashMap<>();
    for (DiskEntry entry : List.copyOf(found)) {
      StoredResponse response = entry.response();
      if (response == null || !response.key().equals(key)) {
        continue;
      }
      DiskEntry other = newest.get(response.head().selecting());
      if (other == null || other.name().sequence() < entry.name().sequence()) {
        newest.put(response.head().selecting(), entry);
      }
      if (other != null) {
        (newest.containsValue(other) ? entry : other).remove();
      }
    }
    return newest.values();
  }
}
