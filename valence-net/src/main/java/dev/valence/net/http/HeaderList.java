package dev.valence.net.http;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An ordered list of header fields that keeps every name as it was written, repeats included (RFC
 * 9110 §5). Look-up ignores ASCII case. Not thread-safe.
 *
 * <p>Names and values are not checked here; {@link HeaderRules} says what may be sent.
 */
public final class HeaderList implements Iterable<Map.Entry<String, String>> {
  private String[] fields;
  private int size;

  /** An empty list. */
  public HeaderList() {
    this(8);
  }

  /**
   * An empty list with room for some fields.
   *
   * @param expectedFields how many fields are expected
   */
  public HeaderList(int expectedFields) {
    fields = new String[Math.max(1, expectedFields) * 2];
  }

  /**
   * A list of name, value, name, value…
   *
   * @throws IllegalArgumentException when a value is missing
   */
  public static HeaderList of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "header names and values come in pairs; the last name has no value: "
              + namesAndValues[namesAndValues.length - 1]);
    }
    HeaderList list = new HeaderList(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      list.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return list;
  }

  /** A copy that shares nothing with this list. */
  public HeaderList copy() {
    HeaderList copy = new HeaderList(size / 2 + 4);
    copy.addAll(this);
    return copy;
  }

  /** The number of fields, repeats counted. */
  public int size() {
    return size / 2;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** The name of field {@code index}, in its original case. */
  public String name(int index) {
    return fields[checked(index)];
  }

  /** The value of field {@code index}. */
  public String value(int index) {
    return fields[checked(index) + 1];
  }

  /** Replaces the value of field {@code index}. */
  public void replaceValue(int index, String value) {
    fields[checked(index) + 1] = value;
  }

  /** Appends a field. */
  public HeaderList add(String name, String value) {
    if (size == fields.length) {
      fields = Arrays.copyOf(fields, size * 2);
    }
    fields[size] = name;
    fields[size + 1] = value;
    size += 2;
    return this;
  }

  /** Appends all fields of another list. */
  public HeaderList addAll(HeaderList other) {
    for (int i = 0; i < other.size; i += 2) {
      add(other.fields[i], other.fields[i + 1]);
    }
    return this;
  }

  /**
   * Replaces the first field of this name where it stands and removes its repeats; appends the
   * field where there is none. The name takes the new spelling.
   */
  public HeaderList set(String name, String value) {
    int at = indexOf(name, 0);
    if (at < 0) {
      return add(name, value);
    }
    fields[at * 2] = name;
    fields[at * 2 + 1] = value;
    removeFrom(name, at + 1);
    return this;
  }

  /** Removes every field of this name; tells whether there was one. */
  public boolean remove(String name) {
    return removeFrom(name, 0);
  }

  /** Removes every field. */
  public void clear() {
    Arrays.fill(fields, 0, size, null);
    size = 0;
  }

  /** The value of the first field of this name. */
  public @Nullable String get(String name) {
    int at = indexOf(name, 0);
    return at < 0 ? null : fields[at * 2 + 1];
  }

  /** Every value of this name, in order. */
  public List<String> getAll(String name) {
    List<String> values = new ArrayList<>(2);
    for (int at = indexOf(name, 0); at >= 0; at = indexOf(name, at + 1)) {
      values.add(fields[at * 2 + 1]);
    }
    return values;
  }

  /**
   * Every value of this name joined by a comma and a space (RFC 9110 §5.3), or null where there is
   * none.
   */
  public @Nullable String getJoined(String name) {
    int at = indexOf(name, 0);
    if (at < 0) {
      return null;
    }
    String joined = fields[at * 2 + 1];
    for (at = indexOf(name, at + 1); at >= 0; at = indexOf(name, at + 1)) {
      joined = joined + ", " + fields[at * 2 + 1];
    }
    return joined;
  }

  public boolean contains(String name) {
    return indexOf(name, 0) >= 0;
  }

  /** The index of the first field of this name at or after {@code from}, or -1. */
  public int indexOf(String name, int from) {
    int length = name.length();
    for (int i = from * 2; i < size; i += 2) {
      String candidate = fields[i];
      if (candidate.length() == length && candidate.equalsIgnoreCase(name)) {
        return i / 2;
      }
    }
    return -1;
  }

  /** Calls {@code action} with each field's name and value, in order. */
  public void forEachField(BiConsumer<String, String> action) {
    for (int i = 0; i < size; i += 2) {
      action.accept(fields[i], fields[i + 1]);
    }
  }

  /** The fields as a flat list: name, value, name, value… */
  public List<String> toRawList() {
    return List.of(Arrays.copyOf(fields, size));
  }

  @Override
  public Iterator<Map.Entry<String, String>> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Map.Entry<String, String> next() {
        if (next >= size) {
          throw new NoSuchElementException();
        }
        next += 2;
        return new SimpleImmutableEntry<>(fields[next - 2], fields[next - 1]);
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HeaderList list
        && Arrays.equals(fields, 0, size, list.fields, 0, list.size);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(Arrays.copyOf(fields, size));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    forEachField((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }

  private boolean removeFrom(String name, int from) {
    int kept = from * 2;
    for (int i = kept; i < size; i += 2) {
      if (!fields[i].equalsIgnoreCase(name)) {
        fields[kept] = fields[i];
        fields[kept + 1] = fields[i + 1];
        kept += 2;
      }
    }
    boolean removed = kept < size;
    Arrays.fill(fields, kept, size, null);
    size = kept;
    return removed;
  }

  private int checked(int index) {
    if (index < 0 || index * 2 >= size) {
      throw new IndexOutOfBoundsException("field " + index + " of " + size / 2);
    }
    return index * 2;
  }
}
