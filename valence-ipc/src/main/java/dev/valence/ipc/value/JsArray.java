package dev.valence.ipc.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An array: up to 2^32 - 1 elements, some of which may be missing (holes), and properties with
 * names of their own. What it takes of memory follows from the elements it has, not from its
 * length.
 */
public final class JsArray {
  /** The greatest length of an array. */
  public static final long MAX_LENGTH = 0xFFFF_FFFFL;

  private static final Object HOLE = new Object();

  /** As many holes cost less as marks than the elements behind them as entries of a tree. */
  private static final int FEW = 8;

  /** The first elements, without gaps but for those that were removed. */
  private final ArrayList<@Nullable Object> dense;

  /** Elements behind the end of {@link #dense}. */
  private @Nullable TreeMap<Long, @Nullable Object> sparse;

  private @Nullable Map<String, @Nullable Object> properties;
  private long length;

  /** Whether {@link #dense} may have a {@link #HOLE}; it had one at some time. */
  private boolean mayHaveHoles;

  /** An empty array. */
  public JsArray() {
    dense = new ArrayList<>();
  }

  private JsArray(List<? extends @Nullable Object> elements) {
    dense = new ArrayList<>(elements);
    length = dense.size();
  }

  /** An array of these elements. */
  public static JsArray of(@Nullable Object... elements) {
    return new JsArray(Arrays.asList(elements));
  }

  /** An array with the elements of a list. */
  public static JsArray of(List<? extends @Nullable Object> elements) {
    return new JsArray(elements);
  }

  /** The length: one more than the last index, or what was set. */
  public long length() {
    return length;
  }

  /**
   * Makes the array longer, without elements for the new places, or shorter.
   *
   * @throws IllegalArgumentException outside of 0 to 2^32 - 1
   */
  public void length(long newLength) {
    if (newLength < 0 || newLength > MAX_LENGTH) {
      throw new IllegalArgumentException("Invalid array length: " + newLength);
    }
    if (newLength < dense.size()) {
      dense.subList((int) newLength, dense.size()).clear();
    }
    if (sparse != null) {
      sparse.tailMap(newLength, true).clear();
    }
    length = newLength;
  }

  /** The element at an index; {@link Undefined#VALUE} for a hole and behind the end. */
  public @Nullable Object get(long index) {
    if (index >= 0 && index < dense.size()) {
      Object element = dense.get((int) index);
      return element == HOLE ? Undefined.VALUE : element;
    }
    return sparse != null && sparse.containsKey(index) ? sparse.get(index) : Undefined.VALUE;
  }

  /** Whether there is an element at an index. */
  public boolean has(long index) {
    if (index >= 0 && index < dense.size()) {
      return dense.get((int) index) != HOLE;
    }
    return sparse != null && sparse.containsKey(index);
  }

  /**
   * Sets an element; the array grows where it must.
   *
   * @throws IllegalArgumentException when the index is none of an array
   */
  public void set(long index, @Nullable Object element) {
    if (index < 0 || index >= MAX_LENGTH) {
      throw new IllegalArgumentException("Invalid array index: " + index);
    }
    if (index < dense.size()) {
      dense.set((int) index, element);
    } else if (index == dense.size()) {
      dense.add(element);
      if (sparse != null) {
        sparse.remove(index);
      }
    } else {
      if (sparse == null) {
        sparse = new TreeMap<>();
      }
      sparse.put(index, element);
    }
    length = Math.max(length, index + 1);
  }

  /** Puts an element behind the last place; returns this array, so that calls can be chained. */
  public JsArray add(@Nullable Object element) {
    if (length == dense.size() && sparse == null) {
      dense.add(element);
      length++;
    } else {
      set(length, element);
    }
    return this;
  }

  /** Adds places without elements behind the last place. */
  public JsArray addHoles(long count) {
    long newLength = length + Math.max(count, 0);
    if (count <= FEW && length == dense.size()) {
      mayHaveHoles = true;
      for (long i = 0; i < count; i++) {
        dense.add(HOLE);
      }
    }
    length(newLength);
    return this;
  }

  /** Takes an element away and leaves a hole. */
  public void remove(long index) {
    if (index >= 0 && index < dense.size()) {
      dense.set((int) index, HOLE);
      mayHaveHoles = true;
    } else if (sparse != null) {
      sparse.remove(index);
    }
  }

  /** Whether each place below the length has an element. */
  public boolean isDense() {
    return length == dense.size() && !(mayHaveHoles && dense.contains(HOLE));
  }

  /** Calls for each element there is, in order; holes are passed over. */
  public void forEach(ObjLongConsumer<@Nullable Object> action) {
    for (int i = 0; i < dense.size(); i++) {
      Object element = dense.get(i);
      if (element != HOLE) {
        action.accept(element, i);
      }
    }
    if (sparse != null) {
      sparse.forEach((index, element) -> action.accept(element, index));
    }
  }

  /**
   * A copy of the elements.
   *
   * @throws IllegalStateException when the array has holes: its length may be anything then
   */
  public List<@Nullable Object> toList() {
    if (length != dense.size() && sparse != null) {
      // What was filled from behind is whole, too.
      for (long i = dense.size(); i < length && sparse.containsKey(i); i++) {
        dense.add(sparse.remove(i));
      }
    }
    if (!isDense()) {
      throw new IllegalStateException("The array of length " + length + " has holes");
    }
    return new ArrayList<>(dense);
  }

  /**
   * Sets a property that is no element; returns this array.
   *
   * @throws IllegalArgumentException for {@code length} and for indices
   */
  public JsArray putProperty(String name, @Nullable Object value) {
    Objects.requireNonNull(name, "name");
    if (name.equals("length") || JsKey.arrayIndex(name) >= 0) {
      throw new IllegalArgumentException(name + " is no further property of an array");
    }
    if (properties == null) {
      properties = new LinkedHashMap<>(4);
    }
    properties.put(name, value);
    return this;
  }

  /** The properties that are no elements; a view that cannot be changed. */
  public Map<String, @Nullable Object> properties() {
    return properties == null ? Map.of() : Collections.unmodifiableMap(properties);
  }

  /** The index that a property name is, or -1 where it is none. */
  public static long indexOfName(String name) {
    return JsKey.arrayIndex(name);
  }

  @Override
  public String toString() {
    return "JsArray(" + length + ")";
  }
}
