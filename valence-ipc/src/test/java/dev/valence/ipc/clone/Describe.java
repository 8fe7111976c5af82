package dev.valence.ipc.clone;

import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsArrayBuffer;
import dev.valence.ipc.value.JsArrayBufferView;
import dev.valence.ipc.value.JsBoxed;
import dev.valence.ipc.value.JsDate;
import dev.valence.ipc.value.JsError;
import dev.valence.ipc.value.JsMap;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.JsRegExp;
import dev.valence.ipc.value.JsSet;
import dev.valence.ipc.value.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A value as text that shows all that structured clone keeps. The same as describe.js. */
final class Describe {
  private final Map<Object, Integer> seen = new IdentityHashMap<>();
  private final StringBuilder out = new StringBuilder();
  private final boolean byContent;

  private Describe(boolean byContent) {
    this.byContent = byContent;
  }

  static String all(Object value) {
    Describe describe = new Describe(false);
    describe.one(value);
    return describe.out.toString();
  }

  /** With views as their bytes, without the buffers they are of. */
  static String byContent(Object value) {
    Describe describe = new Describe(true);
    describe.one(value);
    return describe.out.toString();
  }

  private void one(Object value) {
    if (value == null || value == Undefined.VALUE || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof BigInteger whole) {
      out.append(whole.toString(16)).append('n');
    } else if (value instanceof Number number) {
      number(number.doubleValue());
    } else if (value instanceof String text) {
      text(text);
    } else if (seen.containsKey(value)) {
      out.append('#').append(seen.get(value));
    } else {
      seen.put(value, seen.size());
      object(value);
    }
  }

  private void number(double number) {
    out.append(Double.isNaN(number) ? "NaN" : Long.toHexString(Double.doubleToRawLongBits(number)));
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x80 && (Character.isLetterOrDigit(unit) || unit == ' ')) {
        out.append(unit);
      } else {
        out.append('\\');
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit(unit >> shift & 0xF, 16));
        }
      }
    }
    out.append('"');
  }

  private void object(Object value) {
    if (value instanceof JsDate date) {
      out.append("Date ");
      number(date.time());
    } else if (value instanceof JsRegExp expression) {
      out.append("RegExp ");
      text(expression.source());
      out.append(expression.flags());
    } else if (value instanceof JsMap map) {
      out.append("Map{");
      String[] comma = {""};
      map.entries()
          .forEach(
              (key, entry) -> {
                out.append(comma[0]);
                comma[0] = ",";
                one(key);
                out.append('>');
                one(entry);
              });
      out.append('}');
    } else if (value instanceof JsSet set) {
      out.append("Set{");
      String comma = "";
      for (Object entry : set.values()) {
        out.append(comma);
        comma = ",";
        one(entry);
      }
      out.append('}');
    } else if (value instanceof JsArrayBuffer buffer) {
      out.append("Buffer ");
      buffer.maxByteLength().ifPresent(max -> out.append(max).append(' '));
      out.append(HexFormat.of().formatHex(buffer.bytes()));
    } else if (value instanceof JsArrayBufferView view) {
      view(view);
    } else if (value instanceof JsError error) {
      error(error);
    } else if (value instanceof JsBoxed boxed) {
      out.append("Boxed ");
      one(boxed.value());
    } else if (value instanceof JsArray array) {
      out.append("Array ").append(array.length()).append('[');
      List<Map.Entry<String, Object>> entries = new ArrayList<>();
      array.forEach((element, index) -> entries.add(entry(Long.toString(index), element)));
      array.properties().forEach((name, property) -> entries.add(entry(name, property)));
      properties(entries);
      out.append(']');
    } else if (value instanceof JsObject object) {
      out.append('{');
      properties(inOrderOfJavaScript(object));
      out.append('}');
    } else {
      throw new AssertionError("No value: " + value.getClass());
    }
  }

  /** Indices first, by size; the others in the order they were put. */
  private static List<Map.Entry<String, Object>> inOrderOfJavaScript(JsObject object) {
    Map<Long, Map.Entry<String, Object>> indices = new TreeMap<>();
    List<Map.Entry<String, Object>> others = new ArrayList<>();
    object
        .properties()
        .forEach(
            (name, property) -> {
              long index = JsArray.indexOfName(name);
              if (index >= 0) {
                indices.put(index, entry(name, property));
              } else {
                others.add(entry(name, property));
              }
            });
    List<Map.Entry<String, Object>> all = new ArrayList<>(indices.values());
    all.addAll(others);
    return all;
  }

  private static Map.Entry<String, Object> entry(String name, Object value) {
    return new java.util.AbstractMap.SimpleEntry<>(name, value);
  }

  private void properties(List<Map.Entry<String, Object>> properties) {
    String comma = "";
    for (Map.Entry<String, Object> property : properties) {
      out.append(comma);
      comma = ",";
      text(property.getKey());
      out.append('=');
      one(property.getValue());
    }
  }

  private void view(JsArrayBufferView view) {
    out.append(view.kind().wireName()).append(' ');
    if (byContent) {
      out.append(HexFormat.of().formatHex(view.toBytes()));
      return;
    }
    out.append(view.byteOffset()).append(' ').append(view.byteLength());
    out.append(view.isLengthTracking() ? " tracks " : " ");
    one(view.buffer());
  }

  private void error(JsError error) {
    out.append(error.kind().wireName());
    error.message().ifPresent(message -> part(" message ", message));
    error.stack().ifPresent(stack -> part(" stack ", stack));
    if (error.hasCause()) {
      out.append(" cause ");
      one(error.cause());
    }
    out.append(';');
  }

  private void part(String name, String text) {
    out.append(name);
    text(text);
  }
}
