package dev.valence.ipc.mapping;

import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsMap;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.JsSet;
import dev.valence.ipc.value.Undefined;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Java's own types out of values of {@code dev.valence.ipc.value}, strictly: a number that does not
 * fit, a name that is no constant, an array with holes are refused with a message that says where.
 *
 * <p>Into: primitives and their boxes, {@code String}, {@code Character}, {@code Number}, {@code
 * BigInteger} (of BigInts), {@code Instant}, enums (by {@code name()}), {@code Optional}, records,
 * sealed interfaces (that one of their records which has the same properties), {@code Throwable},
 * {@code Exception}, {@code RuntimeException} and {@link JsException} (of errors), {@code List} and
 * {@code Collection} (of arrays), {@code Set} (of sets), {@code Map} (of plain objects, or of
 * maps), arrays, {@code byte[]} and {@code ByteBuffer} (of views of bytes and of buffers), other
 * primitive arrays (of the typed array that belongs to them, or of arrays), {@code Object} and the
 * types of the model as they are.
 *
 * <p>A record's component whose property is missing or undefined is an empty {@code Optional} or
 * {@code null}; a primitive one must be there. Properties that the record does not know are left
 * out. The same object in two places is made once for each type, so values with much sharing do not
 * grow; an object that leads back to itself cannot be a record or a collection, and is refused.
 */
public final class JsToJava {
  private static final int MAX_DEPTH = 500;

  private final Conversions made = new Conversions();
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
    try {
      return new JsToJava().convert(value, TypeUse.of(type));
    } catch (Refusal e) {
      throw e.at(name);
    }
  }

  /**
   * An array's elements as a class.
   *
   * @throws ValueMappingException when it is no array, or an element is no such class
   */
  public static <T> List<@Nullable T> listOf(@Nullable Object value, Class<T> elementType) {
    try {
      @SuppressWarnings("unchecked") // As above, element by element.
      List<@Nullable T> result =
          (List<@Nullable T>) new JsToJava().list(value, TypeUse.of(elementType));
      return result;
    } catch (Refusal e) {
      throw e.at("value");
    }
  }

  private @Nullable Object convert(@Nullable Object value, TypeUse type) {
    Class<?> raw = type.raw();
    if (value instanceof String && raw == String.class) {
      return value;
    }
    if (raw == Optional.class) {
      boolean empty = value == null || value == Undefined.VALUE;
      return empty ? Optional.empty() : Optional.ofNullable(convert(value, type.argument(0)));
    }
    if (raw == Object.class) {
      return value;
    }
    if (value == null || value == Undefined.VALUE) {
      if (raw.isPrimitive()) {
        throw refuse(value, type);
      }
      return raw == Undefined.class ? value : null;
    }
    if (type.isContainer()) {
      return once(value, type);
    }
    Object simple = SimpleTypes.convert(value, raw);
    if (simple == null) {
      throw refuse(value, type);
    }
    return simple;
  }

  /** A value within a container; the place is asked for only when it is needed. */
  private @Nullable Object within(@Nullable Object value, TypeUse type, Supplier<String> place) {
    try {
      return convert(value, type);
    } catch (Refusal e) {
      throw e.within(place.get());
    }
  }

  private Object once(Object value, TypeUse type) {
    Object before = made.find(value, type);
    if (before == Conversions.UNFINISHED) {
      throw new Refusal(" leads back to itself; read it as a JsObject");
    }
    if (before != null) {
      return before;
    }
    if (++depth > MAX_DEPTH) {
      throw new Refusal(" is nested deeper than " + MAX_DEPTH + " levels");
    }
    Conversions.Entry entry = made.begin(value, type);
    Object result = container(value, type);
    entry.result = result;
    depth--;
    return result;
  }

  private Object container(Object value, TypeUse type) {
    Class<?> raw = type.raw();
    if (value instanceof JsObject object && raw.isRecord()) {
      return record(object, type);
    }
    if (value instanceof JsObject object && raw.isSealed()) {
      return record(object, SealedType.recordOf(raw, object));
    }
    if (raw == List.class || raw == Collection.class) {
      return list(value, type.argument(0));
    }
    if (raw == Set.class && value instanceof JsSet set) {
      Set<@Nullable Object> result = new LinkedHashSet<>();
      for (Object entry : set.values()) {
        result.add(within(entry, type.argument(0), () -> "<value>"));
      }
      return Collections.unmodifiableSet(result);
    }
    if (raw == Map.class) {
      return map(value, type);
    }
    if (raw.isArray()) {
      Object simple = SimpleTypes.convert(value, raw);
      return simple != null ? simple : array(value, type);
    }
    throw refuse(value, type);
  }

  private Object record(JsObject object, TypeUse type) {
    RecordShape shape = RecordShape.of(type.raw());
    List<RecordShape.Component> components = shape.components();
    TypeUse[] types = type.components(shape);
    @Nullable Object[] values = new Object[types.length];
    for (int i = 0; i < values.length; i++) {
      String name = components.get(i).name();
      try {
        values[i] = convert(object.get(name), types[i]);
      } catch (Refusal e) {
        throw e.within("." + name);
      }
    }
    try {
      return shape.make(values);
    } catch (ValueMappingException e) {
      throw new Refusal(": " + e.getMessage(), e.getCause());
    }
  }

  private List<@Nullable Object> list(@Nullable Object value, TypeUse elementType) {
    List<@Nullable Object> elements = elements(value);
    for (int i = 0; i < elements.size(); i++) {
      elements.set(i, element(elements.get(i), elementType, i));
    }
    return Collections.unmodifiableList(elements);
  }

  private @Nullable Object element(@Nullable Object value, TypeUse type, int index) {
    try {
      return convert(value, type);
    } catch (Refusal e) {
      throw e.within("[" + index + "]");
    }
  }

  /** A copy of an array's elements. */
  private static List<@Nullable Object> elements(@Nullable Object value) {
    if (!(value instanceof JsArray array)) {
      throw new Refusal(" is " + SimpleTypes.describe(value) + ", no array");
    }
    try {
      return array.toList();
    } catch (IllegalStateException e) {
      throw new Refusal(": " + e.getMessage(), e);
    }
  }

  private Object array(Object value, TypeUse type) {
    TypeUse elementType = type.componentType();
    List<@Nullable Object> elements = elements(value);
    Object result = Array.newInstance(elementType.raw(), elements.size());
    for (int i = 0; i < elements.size(); i++) {
      Array.set(result, i, element(elements.get(i), elementType, i));
    }
    return result;
  }

  private Map<@Nullable Object, @Nullable Object> map(Object value, TypeUse type) {
    Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
    TypeUse keyType = type.argument(0);
    TypeUse valueType = type.argument(1);
    if (value instanceof JsObject object) {
      object
          .properties()
          .forEach(
              (name, property) ->
                  result.put(
                      SimpleTypes.key(name, keyType.raw()),
                      within(property, valueType, () -> "." + name)));
    } else if (value instanceof JsMap map) {
      map.entries()
          .forEach(
              (key, entry) ->
                  result.put(
                      within(key, keyType, () -> "<key>"),
                      within(entry, valueType, () -> "<value>")));
    } else {
      throw refuse(value, type);
    }
    return Collections.unmodifiableMap(result);
  }

  private static Refusal refuse(@Nullable Object value, TypeUse type) {
    return new Refusal(" is " + SimpleTypes.describe(value) + ", no " + type.raw().getSimpleName());
  }
}
