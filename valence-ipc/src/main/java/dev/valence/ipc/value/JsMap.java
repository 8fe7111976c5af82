package dev.valence.ipc.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code Map}: any value is a key, in the order of insertion. Numbers, strings and other
 * primitives are compared by value (0 and -0 are one key, NaN equals itself), objects by identity.
 */
public final class JsMap {
  private final Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>(4);

  /** An empty map. */
  public JsMap() {}

  /** A map with these entries, in their order. */
  public static JsMap of(Map<? extends @Nullable Object, ? extends @Nullable Object> entries) {
    JsMap map = new JsMap();
    entries.forEach(map::put);
    return map;
  }

  /** Sets an entry; returns this map, so that calls can be chained. */
  public JsMap put(@Nullable Object key, @Nullable Object value) {
    entries.put(JsKey.sameValueZero(key), value);
    return this;
  }

  /** The value of a key; {@link Undefined#VALUE} where there is none. */
  public @Nullable Object get(@Nullable Object key) {
    Object same = JsKey.sameValueZero(key);
    return entries.containsKey(same) ? entries.get(same) : Undefined.VALUE;
  }

  /** Whether there is an entry. */
  public boolean has(@Nullable Object key) {
    return entries.containsKey(JsKey.sameValueZero(key));
  }

  /** Takes an entry away; returns whether there was one. */
  public boolean remove(@Nullable Object key) {
    boolean had = has(key);
    entries.remove(JsKey.sameValueZero(key));
    return had;
  }

  /** How many entries there are. */
  public int size() {
    return entries.size();
  }

  /** The entries in order; a view that cannot be changed. */
  public Map<@Nullable Object, @Nullable Object> entries() {
    return Collections.unmodifiableMap(entries);
  }

  @Override
  public String toString() {
    return "JsMap(" + entries.size() + ")";
  }
}
