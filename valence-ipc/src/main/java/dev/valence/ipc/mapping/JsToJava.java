package dev.valence.ipc.mapping;

import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsMap;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.JsSet;
import dev.valence.ipc.value.Undefined;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Java's own types out of values of {@code dev.valence.ipc.value}, strictly: a number that does not
 * fit, a name that is no constant, an array with holes are refused with a message that says where.
 *
 * <p>Into: primitives and their boxes, {@code String}, {@code Character}, {@code Number}, {@code
 * BigInteger} (of BigInts), {@code Instant}, enums (by {@code name()}), {@code Optional}, records,
 * {@code List} and {@code Collection} (of arrays), {@code Set} (of sets), {@code Map} (of plain
 * objects, or of maps), arrays, {@code byte[]} and {@code ByteBuffer} (of views of bytes and of
 * buffers), other primitive arrays (of the typed array that belongs to them, or of arrays), {@code
 * Object} and the types of the model as they are.
 *
 * <p>A record's component whose property is missing or undefined is an empty {@code Optional} or
 * {@code null}; a primitive one must be there. Properties that the record does not know are left
 * out. The same object in two places is made once for each type, so values with much sharing do not
 * grow; an object that leads back to itself cannot be a record or a collection, and is refused.
 */
public final class JsToJava {
  private static final int MAX_DEPTH = 500;

  /** An object of the model and what it shall be. */
  private static final class Made {
    private final Object source;
    private final Type target;

    Made(Object source, Type target) {
      this.source = source;
      this.target = target;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Made made && made.source == source && made.target.equals(target);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(source) * 31 + target.hashCode();
    }
  }

  private static final Object IN_THE_MAKING = new Object();

  private final Map<Made, Object> made = new HashMap<>();
  private int depth;

  private JsToJava() {}

  /**
   * A value as a class: {@code as(value, User.class)}.
   *
   * @throws ValueMappingException when it is none
   */
  public static <T> @Nullable T as(@Nullable Object value, Class<T> type) {
    @SuppressWarnings("unchecked") // What is made for a class is an instance of it, or its box.
    T result = (T) as(value, (Type) type);
    return result;
  }

  /**
   * A value as any type, such as the generic type of a method's parameter.
   *
   * @throws ValueMappingException when it is none
   */
  public static @Nullable Object as(@Nullable Object value, Type type) {
    return as(value, type, "value");
  }

  /**
   * The same, of a value that has a name in the message.
   *
   * @throws ValueMappingException when it is none; it begins with the name
   */
  public static @Nullable Object as(@Nullable Object value, Type type, String name) {
    return new JsToJava().convert(value, TypeUse.of(type), name);
  }

  /**
   * An array's elements as a class.
   *
   * @throws ValueMappingException when it is no array, or an element is no such class
   */
  public static <T> List<@Nullable T> listOf(@Nullable Object value, Class<T> elementType) {
    @SuppressWarnings("unchecked") // As above, element by element.
    List<@Nullable T> result =
        (List<@Nullable T>) new JsToJava().list(value, TypeUse.of(elementType), "value");
    return result;
  }

  private @Nullable Object convert(@Nullable Object value, TypeUse type, String path) {
    Class<?> raw = type.raw();
    if (raw == Optional.class) {
      boolean empty = value == null || value == Undefined.VALUE;
      return empty ? Optional.empty() : Optional.ofNullable(convert(value, type.argument(0), path));
    }
    if (raw == Object.class) {
      return value;
    }
    if (value == null || value == Undefined.VALUE) {
      if (raw.isPrimitive()) {
        throw refuse(value, type, path);
      }
      return raw == Undefined.class ? value : null;
    }
    if (!isContainer(raw)) {
      Object simple = SimpleTypes.convert(value, raw, path);
      if (simple == null) {
        throw refuse(value, type, path);
      }
      return simple;
    }
    return once(value, type, path);
  }

  static boolean isContainer(Class<?> raw) {
    return raw.isRecord()
        || raw == List.class
        || raw == Collection.class
        || raw == Set.class
        || raw == Map.class
        || raw.isArray();
  }

  private Object once(Object value, TypeUse type, String path) {
    Made key = new Made(value, type);
    Object before = made.get(key);
    if (before == IN_THE_MAKING) {
      throw new ValueMappingException(path + " leads back to itself; read it as a JsObject");
    }
    if (before != null) {
      return before;
    }
    if (++depth > MAX_DEPTH) {
      throw new ValueMappingException(path + " is nested deeper than " + MAX_DEPTH + " levels");
    }
    made.put(key, IN_THE_MAKING);
    Object result = container(value, type, path);
    made.put(key, result);
    depth--;
    return result;
  }

  private Object container(Object value, TypeUse type, String path) {
    Class<?> raw = type.raw();
    if (raw.isRecord() && value instanceof JsObject object) {
      return record(object, type, path);
    }
    if (raw == List.class || raw == Collection.class) {
      return list(value, type.argument(0), path);
    }
    if (raw == Set.class && value instanceof JsSet set) {
      Set<@Nullable Object> result = new LinkedHashSet<>();
      for (Object entry : set.values()) {
        result.add(convert(entry, type.argument(0), path + "<value>"));
      }
      return Collections.unmodifiableSet(result);
    }
    if (raw == Map.class) {
      return map(value, type, path);
    }
    if (raw.isArray()) {
      Object simple = SimpleTypes.convert(value, raw, path);
      return simple != null ? simple : array(value, type, path);
    }
    throw refuse(value, type, path);
  }

  private Object record(JsObject object, TypeUse type, String path) {
    RecordShape shape = RecordShape.of(type.raw());
    List<RecordShape.Component> components = shape.components();
    @Nullable Object[] values = new Object[components.size()];
    for (int i = 0; i < values.length; i++) {
      RecordShape.Component component = components.get(i);
      values[i] =
          convert(
              object.get(component.name()),
              type.use(component.type()),
              path + "." + component.name());
    }
    try {
      return shape.make(values);
    } catch (ValueMappingException e) {
      throw new ValueMappingException(path + ": " + e.getMessage(), e.getCause());
    }
  }

  private List<@Nullable Object> list(@Nullable Object value, TypeUse elementType, String path) {
    List<@Nullable Object> result = new ArrayList<>();
    for (Object element : elements(value, path)) {
      result.add(convert(element, elementType, path + "[" + result.size() + "]"));
    }
    return Collections.unmodifiableList(result);
  }

  private static List<@Nullable Object> elements(@Nullable Object value, String path) {
    if (!(value instanceof JsArray array)) {
      throw new ValueMappingException(path + " is " + SimpleTypes.describe(value) + ", no array");
    }
    try {
      return array.toList();
    } catch (IllegalStateException e) {
      throw new ValueMappingException(path + ": " + e.getMessage(), e);
    }
  }

  private Object array(Object value, TypeUse type, String path) {
    TypeUse elementType = type.componentType();
    List<@Nullable Object> elements = elements(value, path);
    Object result = Array.newInstance(elementType.raw(), elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Array.set(result, i, convert(elements.get(i), elementType, path + "[" + i + "]"));
    }
    return result;
  }

  private Map<@Nullable Object, @Nullable Object> map(Object value, TypeUse type, String path) {
    Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
    TypeUse keyType = type.argument(0);
    TypeUse valueType = type.argument(1);
    if (value instanceof JsObject object) {
      object
          .properties()
          .forEach(
              (name, property) ->
                  result.put(
                      SimpleTypes.key(name, keyType.raw(), path),
                      convert(property, valueType, path + "." + name)));
    } else if (value instanceof JsMap map) {
      map.entries()
          .forEach(
              (key, entry) ->
                  result.put(
                      convert(key, keyType, path + "<key>"),
                      convert(entry, valueType, path + "<value>")));
    } else {
      throw refuse(value, type, path);
    }
    return Collections.unmodifiableMap(result);
  }

  private static ValueMappingException refuse(@Nullable Object value, TypeUse type, String path) {
    return new ValueMappingException(
        path + " is " + SimpleTypes.describe(value) + ", no " + type.raw().getSimpleName());
  }
}
