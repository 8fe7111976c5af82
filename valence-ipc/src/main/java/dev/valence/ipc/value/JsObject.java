package dev.valence.ipc.value;

import java.util.Arrays;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A plain object: property names and values, in the order they were put. */
public final class JsObject {
  /** As many properties are found faster one by one than by their hash codes. */
  private static final int FEW = 8;

  private static final Property[] NONE = {};

  /** The properties, while they are few; their array grows with them. */
  private Property[] few = NONE;

  private int size;

  /**
   * The properties, when they are more. Names may be chosen by anyone so that their hash codes are
   * the same: this map does not mind.
   */
  private @Nullable Map<String, @Nullable Object> many;

  /** An object without properties. */
  public JsObject() {}

  /** An object with the entries of a map, in its order. */
  public static JsObject of(Map<String, ? extends @Nullable Object> entries) {
    JsObject object = new JsObject();
    entries.forEach(object::put);
    return object;
  }

  /** Sets a property and returns this object, so that calls can be chained. */
  public JsObject put(String name, @Nullable Object value) {
    Objects.requireNonNull(name, "name");
    if (many != null) {
      many.put(name, value);
      return this;
    }
    int at = position(name);
    if (at >= 0) {
      few[at].value = value;
    } else if (size < FEW) {
      if (size == few.length) {
        few = Arrays.copyOf(few, size == 0 ? 2 : 2 * size);
      }
      few[size++] = new Property(name, value);
    } else {
      spread().put(name, value);
    }
    return this;
  }

  private Map<String, @Nullable Object> spread() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>(4 * FEW);
    for (Property property : few) {
      map.put(property.name, property.value);
    }
    many = map;
    few = NONE;
    size = 0;
    return map;
  }

  /** Where a property is among the few, or -1. */
  private int position(String name) {
    int hash = name.hashCode();
    for (int i = 0; i < size; i++) {
      String other = few[i].name;
      if (other.hashCode() == hash && other.equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The value of a property; {@link Undefined#VALUE} where there is none. */
  public @Nullable Object get(String name) {
    if (many != null) {
      Object value = many.get(name);
      return value != null || many.containsKey(name) ? value : Undefined.VALUE;
    }
    int at = position(name);
    return at >= 0 ? few[at].value : Undefined.VALUE;
  }

  /** Whether there is a property of this name; its value may be undefined. */
  public boolean has(String name) {
    return many != null ? many.containsKey(name) : position(name) >= 0;
  }

  /** Takes a property away; returns whether there was one. */
  public boolean remove(String name) {
    if (many != null) {
      boolean had = many.containsKey(name);
      many.remove(name);
      return had;
    }
    int at = position(name);
    if (at < 0) {
      return false;
    }
    size--;
    Property[] left = new Property[few.length];
    System.arraycopy(few, 0, left, 0, at);
    System.arraycopy(few, at + 1, left, at, size - at);
    few = left;
    return true;
  }

  /** How many properties there are. */
  public int size() {
    return many != null ? many.size() : size;
  }

  /** The properties in order; a view that cannot be changed. */
  public Map<String, @Nullable Object> properties() {
    return new PropertiesView(this);
  }

  /** Goes once through the properties in order; fails when the object changes meanwhile. */
  public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
    return many != null
        ? Collections.unmodifiableMap(many).entrySet().iterator()
        : new FewIterator();
  }

  private final class FewIterator implements Iterator<Map.Entry<String, @Nullable Object>> {
    private final Property[] begun = few;
    private final int count = size;
    private int at;

    @Override
    public boolean hasNext() {
      return at < count;
    }

    @Override
    public Map.Entry<String, @Nullable Object> next() {
      if (begun != few || count != size) {
        throw new ConcurrentModificationException("the object changed meanwhile");
      }
      if (at == count) {
        throw new NoSuchElementException();
      }
      return begun[at++];
    }
  }

  @Override
  public String toString() {
    // Without the values: they may be secret, endless, or lead back here.
    return "JsObject" + properties().keySet();
  }
}
