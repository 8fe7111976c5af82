package dev.valence.ipc.mapping;

import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsArrayBuffer;
import dev.valence.ipc.value.JsArrayBufferView;
import dev.valence.ipc.value.JsDate;
import dev.valence.ipc.value.JsNumber;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.JsSet;
import dev.valence.ipc.value.Undefined;
import dev.valence.ipc.value.ViewKind;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a Java object is in JavaScript.
 *
 * <table>
 *   <caption>Java's types</caption>
 *   <tr><th>Java</th><th>JavaScript</th></tr>
 *   <tr><td>{@code Byte}, {@code Short}, {@code Integer}, {@code Float}, {@code Double}</td>
 *       <td>number</td></tr>
 *   <tr><td>{@code Long}</td><td>number, up to 2^53 - 1 either way; beyond, it is refused</td></tr>
 *   <tr><td>{@code Character}</td><td>string</td></tr>
 *   <tr><td>an enum</td><td>string: its {@code name()}</td></tr>
 *   <tr><td>{@code Optional}</td><td>its value, or undefined</td></tr>
 *   <tr><td>a record</td><td>plain object of its components, as their accessors give them</td></tr>
 *   <tr><td>{@code Map} with keys that are strings, enums or whole numbers</td>
 *       <td>plain object</td></tr>
 *   <tr><td>{@code Set}</td><td>{@code Set}</td></tr>
 *   <tr><td>any other {@code Collection}, {@code Object[]}, {@code boolean[]}</td>
 *       <td>array</td></tr>
 *   <tr><td>{@code Instant}</td><td>{@code Date}, to the millisecond</td></tr>
 *   <tr><td>{@code byte[]}, {@code ByteBuffer} (what remains in it)</td>
 *       <td>{@code Uint8Array}</td></tr>
 *   <tr><td>{@code short[]}, {@code int[]}, {@code long[]}, {@code float[]}, {@code double[]}</td>
 *       <td>{@code Int16Array}, {@code Int32Array}, {@code BigInt64Array}, {@code Float32Array},
 *       {@code Float64Array}</td></tr>
 * </table>
 *
 * <p>All other classes are refused: what a class of the program's own would be over there is for
 * the program to say.
 */
public final class JavaToJs {
  private JavaToJs() {}

  /**
   * The value of {@code dev.valence.ipc.value} that a Java object is, one level deep: what is in it
   * is left as it is. The result holds no collection of the caller's.
   *
   * @throws ValueMappingException when it is nothing in JavaScript
   */
  public static @Nullable Object shallow(Object value) {
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Character || value instanceof Enum<?>) {
      return value instanceof Enum<?> constant ? constant.name() : value.toString();
    }
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? optional.get() : Undefined.VALUE;
    }
    if (value instanceof Record) {
      return record(value);
    }
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    if (value instanceof Set<?> set) {
      return JsSet.of(new ArrayList<>(set));
    }
    if (value instanceof Collection<?> collection) {
      return JsArray.of(new ArrayList<>(collection));
    }
    if (value instanceof Instant instant) {
      return date(instant);
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return view(ViewKind.UINT8, bytes);
    }
    if (value.getClass().isArray()) {
      return array(value);
    }
    throw new ValueMappingException(
        "a " + value.getClass().getName() + " is nothing that JavaScript has");
  }

  private static Number number(Number number) {
    try {
      return JsNumber.of(number);
    } catch (IllegalArgumentException e) {
      throw new ValueMappingException(String.valueOf(e.getMessage()), e);
    }
  }

  private static JsDate date(Instant instant) {
    try {
      return JsDate.of(instant);
    } catch (IllegalArgumentException e) {
      throw new ValueMappingException(String.valueOf(e.getMessage()), e);
    }
  }

  private static JsObject record(Object value) {
    RecordShape shape = RecordShape.of(value.getClass());
    JsObject object = new JsObject();
    for (RecordShape.Component component : shape.components()) {
      object.put(component.name(), shape.read(component, value));
    }
    return object;
  }

  private static JsObject map(Map<?, ?> map) {
    JsObject object = new JsObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = propertyName(entry.getKey());
      if (object.has(name)) {
        throw new ValueMappingException("two keys of a Map are the property " + name);
      }
      object.put(name, entry.getValue());
    }
    return object;
  }

  private static String propertyName(@Nullable Object key) {
    if (key instanceof String name) {
      return name;
    }
    if (key instanceof Enum<?> constant) {
      return constant.name();
    }
    if (key instanceof Integer || key instanceof Long) {
      return key.toString();
    }
    String type = key == null ? "null" : "a " + key.getClass().getName();
    throw new ValueMappingException(type + " is no name of a property; a JsMap takes any keys");
  }

  private static Object array(Object array) {
    if (array instanceof byte[] bytes) {
      return view(ViewKind.UINT8, bytes);
    }
    if (array instanceof short[] values) {
      ByteBuffer bytes = bytes(values.length, 2);
      bytes.asShortBuffer().put(values);
      return view(ViewKind.INT16, bytes.array());
    }
    if (array instanceof int[] values) {
      ByteBuffer bytes = bytes(values.length, 4);
      bytes.asIntBuffer().put(values);
      return view(ViewKind.INT32, bytes.array());
    }
    if (array instanceof long[] values) {
      ByteBuffer bytes = bytes(values.length, 8);
      bytes.asLongBuffer().put(values);
      return view(ViewKind.BIG_INT64, bytes.array());
    }
    if (array instanceof float[] values) {
      ByteBuffer bytes = bytes(values.length, 4);
      bytes.asFloatBuffer().put(values);
      return view(ViewKind.FLOAT32, bytes.array());
    }
    if (array instanceof double[] values) {
      ByteBuffer bytes = bytes(values.length, 8);
      bytes.asDoubleBuffer().put(values);
      return view(ViewKind.FLOAT64, bytes.array());
    }
    int length = Array.getLength(array);
    List<@Nullable Object> elements = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      elements.add(Array.get(array, i));
    }
    return JsArray.of(elements);
  }

  private static ByteBuffer bytes(int count, int size) {
    return ByteBuffer.allocate(Math.multiplyExact(count, size)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static JsArrayBufferView view(ViewKind kind, byte[] bytes) {
    return new JsArrayBufferView(kind, new JsArrayBuffer(bytes));
  }
}
