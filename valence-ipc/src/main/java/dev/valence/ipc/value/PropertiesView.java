package dev.valence.ipc.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The properties of an object as a map that follows the object and cannot be changed. */
final class PropertiesView extends AbstractMap<String, @Nullable Object> {
  private final JsObject object;

  PropertiesView(JsObject object) {
    this.object = object;
  }

  @Override
  public int size() {
    return object.size();
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String text && object.has(text);
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    return name instanceof String text && object.has(text) ? object.get(text) : null;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super @Nullable Object> action) {
    for (Map.Entry<String, @Nullable Object> property : entrySet()) {
      action.accept(property.getKey(), property.getValue());
    }
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return object.size();
      }

      @Override
      public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
        return object.iterator();
      }
    };
  }
}
