package dev.valence.ipc.value;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@code Set}, in the order of insertion; values are compared as keys of {@link JsMap}. */
public final class JsSet {
  private final Set<@Nullable Object> values = new LinkedHashSet<>(4);

  /** An empty set. */
  public JsSet() {}

  /** A set of these values, in their order. */
  public static JsSet of(Collection<? extends @Nullable Object> values) {
    JsSet set = new JsSet();
    values.forEach(set::add);
    return set;
  }

  /** Adds a value; returns this set, so that calls can be chained. */
  public JsSet add(@Nullable Object value) {
    values.add(JsKey.sameValueZero(value));
    return this;
  }

  /** Whether there is such a value. */
  public boolean has(@Nullable Object value) {
    return values.contains(JsKey.sameValueZero(value));
  }

  /** Takes a value away; returns whether there was one. */
  public boolean remove(@Nullable Object value) {
    return values.remove(JsKey.sameValueZero(value));
  }

  /** How many values there are. */
  public int size() {
    return values.size();
  }

  /** The values in order; a view that cannot be changed. */
  public Set<@Nullable Object> values() {
    return Collections.unmodifiableSet(values);
  }

  @Override
  public String toString() {
    return "JsSet(" + values.size() + ")";
  }
}
