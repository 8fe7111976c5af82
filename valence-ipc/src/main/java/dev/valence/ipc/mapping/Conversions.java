package dev.valence.ipc.mapping;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was made of the objects of one value, and what is in the making. */
final class Conversions {
  /** As many are looked for one by one, without the identity hash codes of the JVM. */
  private static final int FEW = 16;

  static final class Entry {
    final Object source;
    final TypeUse target;
    @Nullable Object result;

    Entry(Object source, TypeUse target) {
      this.source = source;
      this.target = target;
    }

    boolean is(Object otherSource, TypeUse otherTarget) {
      return source == otherSource && target.equals(otherTarget);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Entry entry && is(entry.source, entry.target);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(source) * 31 + target.hashCode();
    }
  }

  /** In place of a result: it is in the making. */
  static final Object UNFINISHED = new Object();

  private final Entry[] few = new Entry[FEW];
  private int count;
  private @Nullable Map<Entry, Entry> many;

  /** The result for an object, {@link #UNFINISHED}, or null when it was not begun. */
  @Nullable Object find(Object source, TypeUse target) {
    Entry entry = null;
    if (many != null) {
      entry = many.get(new Entry(source, target));
    } else {
      for (int i = 0; i < count && entry == null; i++) {
        entry = few[i].is(source, target) ? few[i] : null;
      }
    }
    if (entry == null) {
      return null;
    }
    return entry.result != null ? entry.result : UNFINISHED;
  }

  /** Takes note of an object that was not begun; the answer takes its result. */
  Entry begin(Object source, TypeUse target) {
    Entry entry = new Entry(source, target);
    if (count < FEW) {
      few[count++] = entry;
      return entry;
    }
    if (many == null) {
      many = new HashMap<>(4 * FEW);
      for (Entry before : few) {
        many.put(before, before);
      }
    }
    many.put(entry, entry);
    return entry;
  }
}
