package dev.valence.ipc.mapping;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The components of a record; an entry holds only until the next one is asked for. */
final class RecordProperties
    implements Iterator<Map.Entry<String, @Nullable Object>>, Map.Entry<String, @Nullable Object> {
  private final Record instance;
  private final RecordShape shape;
  private final List<RecordShape.Component> components;
  private int at = -1;

  RecordProperties(Record instance) {
    this.instance = instance;
    shape = RecordShape.of(instance.getClass());
    components = shape.components();
  }

  @Override
  public boolean hasNext() {
    return at + 1 < components.size();
  }

  @Override
  public Map.Entry<String, @Nullable Object> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    at++;
    return this;
  }

  @Override
  public String getKey() {
    return components.get(at).name();
  }

  @Override
  public @Nullable Object getValue() {
    return shape.read(components.get(at), instance);
  }

  @Override
  public @Nullable Object setValue(@Nullable Object value) {
    throw new UnsupportedOperationException("a record cannot be changed");
  }
}
