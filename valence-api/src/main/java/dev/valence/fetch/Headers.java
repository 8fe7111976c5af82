package dev.valence.fetch;

import dev.valence.net.http.HeaderList;
import dev.valence.net.http.HeaderRules;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Header fields (Fetch §5.1). Look-up ignores case; the order and the case in which fields were
 * added or arrived are kept, see {@link #rawHeaders}. Not thread-safe while it is changed; the
 * headers of a {@link Request} or {@link Response} cannot be changed and may be read by any thread.
 */
public final class Headers implements Iterable<Map.Entry<String, String>> {
  private final HeaderList list;
  private final boolean immutable;

  /** No fields. */
  public Headers() {
    this(new HeaderList(), false);
  }

  private Headers(HeaderList list, boolean immutable) {
    this.list = list;
    this.immutable = immutable;
  }

  /**
   * Headers of name, value, name, value…
   *
   * @throws IllegalArgumentException for an invalid name or value, or a name without a value
   */
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "header names and values come in pairs; the last name has no value: "
              + namesAndValues[namesAndValues.length - 1]);
    }
    Headers headers = new Headers();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.append(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  /**
   * Headers that show this list as it is and cannot be changed. The list is not to be changed
   * either.
   */
  public static Headers view(HeaderList list) {
    return new Headers(list, true);
  }

  /** A copy that can be changed. */
  public Headers copy() {
    return new Headers(list.copy(), false);
  }

  /** A copy as a list for the network. */
  public HeaderList toHeaderList() {
    return list.copy();
  }

  /**
   * Adds a field at the end; fields of the same name stay.
   *
   * @throws IllegalArgumentException for an invalid name or value
   * @throws IllegalStateException when these headers cannot be changed
   */
  public Headers append(String name, String value) {
    guard();
    list.add(HeaderRules.checkName(name), HeaderRules.checkValue(name, value));
    return this;
  }

  /** Replaces the first field of this name and removes the others; adds it where there is none. */
  public Headers set(String name, String value) {
    guard();
    list.set(HeaderRules.checkName(name), HeaderRules.checkValue(name, value));
    return this;
  }

  /** Removes every field of this name. */
  public Headers delete(String name) {
    guard();
    list.remove(name);
    return this;
  }

  /** Every value of this name, joined by a comma and a space; null where there is none. */
  public @Nullable String get(String name) {
    return list.getJoined(name);
  }

  /** Every value of this name, in order. */
  public List<String> getAll(String name) {
    return list.getAll(name);
  }

  /** Every {@code Set-Cookie}, in order, each by itself. */
  public List<String> getSetCookie() {
    return list.getAll("set-cookie");
  }

  public boolean has(String name) {
    return list.contains(name);
  }

  /** The number of fields, repeats counted. */
  public int size() {
    return list.size();
  }

  /** The fields as they were added or arrived, in a flat list: name, value, name, value… */
  public List<String> rawHeaders() {
    return list.toRawList();
  }

  /** The fields by lower-case name, sorted, each with its values in order. */
  public Map<String, List<String>> toMap() {
    Map<String, List<String>> map = new TreeMap<>();
    list.forEachField(
        (name, value) ->
            map.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>(1)).add(value));
    return map;
  }

  /**
   * The fields as the Fetch standard lists them: names in lower case and sorted, values of one name
   * joined, except {@code set-cookie}.
   */
  @Override
  public Iterator<Map.Entry<String, String>> iterator() {
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    toMap()
        .forEach(
            (name, values) -> {
              if (name.equals("set-cookie")) {
                values.forEach(value -> entries.add(Map.entry(name, value)));
              } else {
                entries.add(Map.entry(name, String.join(", ", values)));
              }
            });
    return entries.iterator();
  }

  /** Calls the action with each name and value as {@link #iterator} gives them. */
  public void forEach(BiConsumer<String, String> action) {
    for (Map.Entry<String, String> entry : this) {
      action.accept(entry.getKey(), entry.getValue());
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Headers that && list.equals(that.list);
  }

  @Override
  public int hashCode() {
    return list.hashCode();
  }

  /** The fields, one a line, without the values that are secrets. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    list.forEachField(
        (name, value) ->
            text.append(name)
                .append(": ")
                .append(HeaderRules.isSecret(name) ? "(secret)" : value)
                .append('\n'));
    return text.toString();
  }

  private void guard() {
    if (immutable) {
      throw new IllegalStateException("these headers cannot be changed; change a copy()");
    }
  }
}
