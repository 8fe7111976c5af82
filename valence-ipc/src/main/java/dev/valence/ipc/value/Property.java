package dev.valence.ipc.value;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A name and a value; as an entry of a map it cannot be changed. */
final class Property implements Map.Entry<String, @Nullable Object> {
  final String name;
  @Nullable Object value;

  Property(String name, @Nullable Object value) {
    this.name = name;
    this.value = value;
  }

  @Override
  public String getKey() {
    return name;
  }

  @Override
  public @Nullable Object getValue() {
    return value;
  }

  @Override
  public @Nullable Object setValue(@Nullable Object newValue) {
    throw new UnsupportedOperationException("a view of properties cannot be changed");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Map.Entry<?, ?> entry
        && name.equals(entry.getKey())
        && Objects.equals(value, entry.getValue());
  }

  @Override
  public int hashCode() {
    return name.hashCode() ^ Objects.hashCode(value);
  }

  @Override
  public String toString() {
    return name + "=" + value;
  }
}
