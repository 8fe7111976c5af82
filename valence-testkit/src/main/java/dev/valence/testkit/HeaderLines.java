package dev.valence.testkit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Header lines in wire order and wire case; immutable. */
public final class HeaderLines implements Iterable<Header> {
  private static final HeaderLines EMPTY = new HeaderLines(List.of());

  private final List<Header> lines;

  private HeaderLines(List<Header> lines) {
    this.lines = lines;
  }

  /** Lines from names and values in turn: {@code of("A", "1", "B", "2")}. */
  public static HeaderLines of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("A name without a value: " + List.of(namesAndValues));
    }
    List<Header> lines = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      lines.add(new Header(namesAndValues[i], namesAndValues[i + 1]));
    }
    return of(lines);
  }

  /** A copy of the given lines. */
  public static HeaderLines of(List<Header> lines) {
    return lines.isEmpty() ? EMPTY : new HeaderLines(List.copyOf(lines));
  }

  /** The lines in wire order. */
  public List<Header> lines() {
    return lines;
  }

  /** The first value of a name, compared without case; null when there is none. */
  public @Nullable String first(String name) {
    for (Header line : lines) {
      if (line.name().equalsIgnoreCase(name)) {
        return line.value();
      }
    }
    return null;
  }

  /** All values of a name, compared without case, in wire order. */
  public List<String> all(String name) {
    return lines.stream()
        .filter(line -> line.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  /** All names in wire order and wire case, repeated when sent repeatedly. */
  public List<String> names() {
    return lines.stream().map(Header::name).toList();
  }

  /** True when a line of this name exists, compared without case. */
  public boolean contains(String name) {
    return first(name) != null;
  }

  @Override
  public Iterator<Header> iterator() {
    return lines.iterator();
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
