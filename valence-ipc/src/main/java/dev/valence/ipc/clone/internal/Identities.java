package dev.valence.ipc.clone.internal;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects in the order in which they were met: an object's place is its id. */
final class Identities {
  /**
   * As many objects are looked for one by one: the JVM's identity hash codes cost more, and the
   * first of each object most.
   */
  private static final int FEW = 32;

  private Object[] objects = new Object[16];
  private int count;

  /** The places of all objects, when they are more than few. */
  private @Nullable Map<Object, Integer> places;

  /** The id of an object; -1 when it was not met. */
  int find(Object object) {
    if (places != null) {
      Integer place = places.get(object);
      return place == null ? -1 : place;
    }
    for (int i = 0; i < count; i++) {
      if (objects[i] == object) {
        return i;
      }
    }
    return -1;
  }

  /** Gives the next id to an object that was not met. */
  void add(Object object) {
    if (places != null) {
      places.put(object, count++);
      return;
    }
    if (count == FEW) {
      spread().put(object, count++);
      return;
    }
    if (count == objects.length) {
      objects = Arrays.copyOf(objects, FEW);
    }
    objects[count++] = object;
  }

  private Map<Object, Integer> spread() {
    Map<Object, Integer> map = new IdentityHashMap<>(4 * FEW);
    for (int i = 0; i < count; i++) {
      map.put(objects[i], i);
    }
    places = map;
    objects = new Object[0];
    return map;
  }
}
