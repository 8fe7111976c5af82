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
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
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
 *   <tr><td>a {@code Throwable}</td>
 *       <td>{@code TypeError} for {@code ClassCastException} and {@code NullPointerException},
 *       {@code RangeError} for {@code IndexOutOfBoundsException} and {@code StackOverflowError},
 *       {@code URIError} for {@code URISyntaxException}, {@code Error} for all others; with its
 *       message, its cause, and a stack that begins with the class and has ten frames at most. One
 *       among its own causes loses its cause</td></tr>
 *   <tr><td>{@code Instant}</td><td>{@code Date}, to the millisecond</td></tr>
 *   <tr><td>{@code byte[]}, {@code ByteBuffer} (what remains in it)</td>
 *       <td>{@code Uint8Array}</td></tr>
 *   <tr><td>{@code short[]}, {@code int[]}, {@code long[]}, {@code float[]}, {@code double[]}</td>
 *       <td>{@code Int16Array}, {@code Int32Array}, {@code BigInt64Array}, {@code Float32Array},
 *       {@code Float64Array}</td></tr>
 * </table>
 *
 * <p>All other classes are refused: what a class of the program's own would be over there is for
 * the program to say. So is a {@code WeakHashMap}, whose content nobody can foresee.
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
    if (value instanceof Record data) {
      return record(data);
    }
    if (value instanceof Map<?, ?> map && !(value instanceof WeakHashMap)) {
      return map(map);
    }
    if (value instanceof Set<?> set) {
      return JsSet.of(new ArrayList<>(set));
    }
    if (value instanceof Collection<?> collection) {
      return JsArray.of(collection.toArray());
    }
    if (value instanceof Instant instant) {
      return date(instant);
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return view(ViewKind.UINT8, bytes);
    }
    if (value instanceof Throwable thrown) {
      return JavaErrors.of(thrown);
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

  /**
   * The properties that a record is, in order; each accessor is asked when its turn comes.
   *
   * @throws ValueMappingException now or at any property, when it cannot be read
   */
  public static Iterator<Map.Entry<String, @Nullable Object>> properties(Record value) {
    return new RecordProperties(value);
  }

  private static JsObject record(Record value) {
    JsObject object = new JsObject();
    properties(value)
        .forEachRemaining(property -> object.put(property.getKey(), property.getValue()));
    return object;
  }

  private static JsObject map(Map<?, ?> map) {
    JsObject object = new JsObject();
    Map<String, Object> keys = null;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = entry.getKey();
      String name = propertyName(key);
      int before = object.size();
      object.put(name, entry.getValue());
      boolean again = object.size() == before;
      // A concurrent map may show a key twice, when others take it away and bring it back.
      Object known = again && keys != null ? keys.getOrDefault(name, name) : name;
      if (again && !known.equals(key)) {
        throw new ValueMappingException("two keys of a Map are the property " + name);
      }
      if (!(key instanceof String)) {
        keys = keys == null ? new HashMap<>() : keys;
        keys.put(name, key);
      }
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
