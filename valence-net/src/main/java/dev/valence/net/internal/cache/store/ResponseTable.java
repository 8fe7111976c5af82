package dev.valence.net.internal.cache.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds: variants by key, each with what it takes of the limit, in the order of their
 * last use.
 *
 * @param <K> the key
 * @param <E> what is held
 */
public final class ResponseTable<K, E> {
  private final Map<K, List<E>> variants = new HashMap<>();
  private final Map<E, Place<K>> places = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  private static final class Place<K> {
    final K key;
    long charge;

    Place(K key) {
      this.key = key;
    }
  }

  /** The variants under a key, the one used last first. Not to be kept. */
  public List<E> get(K key) {
    List<E> found = variants.get(key);
    return found == null ? List.of() : found;
  }

  /** Puts one in front. */
  public void add(K key, E entry, long charge) {
    variants.computeIfAbsent(key, none -> new ArrayList<>(1)).add(0, entry);
    places.put(entry, new Place<>(key));
    charge(entry, charge);
  }

  /** Says anew what one takes of the limit, in bytes; nothing for one that is not here. */
  public void charge(E entry, long charge) {
    Place<K> place = peek(entry);
    if (place != null) {
      bytes += charge - place.charge;
      place.charge = charge;
    }
  }

  /** It has been used: of its variants it comes first, and it is the last to be evicted. */
  public void touch(E entry) {
    Place<K> place = places.get(entry);
    if (place != null) {
      List<E> all = get(place.key);
      if (all.get(0) != entry) {
        all.remove(entry);
        all.add(0, entry);
      }
    }
  }

  /** Takes one away. */
  public boolean remove(E entry) {
    Place<K> place = places.remove(entry);
    if (place == null) {
      return false;
    }
    bytes -= place.charge;
    List<E> left = get(place.key);
    left.remove(entry);
    if (left.isEmpty()) {
      variants.remove(place.key);
    }
    return true;
  }

  /** What one takes of the limit. */
  public long charge(E entry) {
    Place<K> place = peek(entry);
    return place == null ? 0 : place.charge;
  }

  private @Nullable Place<K> peek(E entry) {
    // An access-ordered map moves what it is asked for; a charge is no use, but who is charged is
    // being written or read.
    return places.get(entry);
  }

  /** The sum of all charges. */
  public long bytes() {
    return bytes;
  }

  public int size() {
    return places.size();
  }

  /** The one that was not used for the longest time; null where there is none. */
  public @Nullable E eldest() {
    Iterator<E> all = places.keySet().iterator();
    return all.hasNext() ? all.next() : null;
  }

  /** All, the one used last at the end. */
  public List<E> all() {
    return List.copyOf(places.keySet());
  }
}
