package dev.valence.ipc.message;

import dev.valence.ipc.mapping.JsToJava;
import dev.valence.ipc.value.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a message: copies of what the sender gave, of the types of {@code
 * dev.valence.ipc.value}. All of one message are one clone: what the sender gave twice is here
 * once, in two places.
 */
public final class IpcArguments implements Iterable<@Nullable Object> {
  /** No arguments. */
  public static final IpcArguments NONE = new IpcArguments(List.of());

  private final List<@Nullable Object> values;

  /** These values; the list is copied. */
  public IpcArguments(List<? extends @Nullable Object> values) {
    this.values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** How many there are. */
  public int size() {
    return values.size();
  }

  /** The argument at a place, from 0; {@link Undefined#VALUE} behind the last, as in JavaScript. */
  public @Nullable Object get(int index) {
    return index < values.size() ? values.get(index) : Undefined.VALUE;
  }

  /**
   * The argument at a place as a class of Java's: {@code args.get(0, User.class)}.
   *
   * @throws dev.valence.ipc.mapping.ValueMappingException when it is none
   */
  public <T> @Nullable T get(int index, Class<T> type) {
    return JsToJava.as(get(index), type);
  }

  /** All of them; cannot be changed. */
  public List<@Nullable Object> toList() {
    return values;
  }

  @Override
  public Iterator<@Nullable Object> iterator() {
    return values.iterator();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpcArguments arguments && values.equals(arguments.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    // Without the values: they may be secret.
    return "IpcArguments(" + values.size() + ")";
  }
}
