package dev.valence.ipc.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A plain object: property names and values, in the order they were put. */
public final class JsObject {
  // Made with the first property: untrusted input may have many empty objects.
  private @Nullable Map<String, @Nullable Object> properties;

  /** An object without properties. */
  public JsObject() {}

  /** An object with the entries of a map, in its order. */
  public static JsObject of(Map<String, ? extends @Nullable Object> entries) {
    JsObject object = new JsObject();
    entries.forEach(object::put);
    return object;
  }

  /** Sets a property and returns this object, so that calls can be chained. */
  public JsObject put(String name, @Nullable Object value) {
    Objects.requireNonNull(name, "name");
    if (properties == null) {
      properties = new LinkedHashMap<>(4);
    }
    properties.put(name, value);
    return this;
  }

  /** The value of a property; {@link Undefined#VALUE} where there is none. */
  public @Nullable Object get(String name) {
    return has(name) ? properties().get(name) : Undefined.VALUE;
  }

  /** Whether there is a property of this name; its value may be undefined. */
  public boolean has(String name) {
    return properties != null && properties.containsKey(name);
  }

  /** Takes a property away; returns whether there was one. */
  public boolean remove(String name) {
    boolean had = has(name);
    if (properties != null) {
      properties.remove(name);
    }
    return had;
  }

  /** How many properties there are. */
  public int size() {
    return properties == null ? 0 : properties.size();
  }

  /** The properties in order; a view that cannot be changed. */
  public Map<String, @Nullable Object> properties() {
    return properties == null ? Map.of() : Collections.unmodifiableMap(properties);
  }

  @Override
  public String toString() {
    // Without the values: they may be secret, endless, or lead back here.
    return "JsObject" + properties().keySet();
  }
}
