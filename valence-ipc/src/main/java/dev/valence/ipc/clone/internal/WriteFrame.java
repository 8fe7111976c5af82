package dev.valence.ipc.clone.internal;

import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsError;
import dev.valence.ipc.value.JsMap;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.JsSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container that is being written: it stands in for a frame of the stack. */
abstract class WriteFrame {
  final ByteSink out;

  /** The value that comes next, after {@link #advance} said so. */
  @Nullable Object next;

  WriteFrame(ByteSink out) {
    this.out = out;
  }

  /** Writes on to where a value belongs; false when the container is written to its end. */
  abstract boolean advance();

  /** Where {@link #next} is in the container, for messages. */
  abstract String place();

  /** A property name: indices as numbers, as V8 writes them. */
  final void writeName(String name) {
    long index = JsArray.indexOfName(name);
    if (index < 0) {
      out.writeString(name);
    } else {
      writeIndex(index);
    }
  }

  final void writeIndex(long index) {
    if (index <= Integer.MAX_VALUE) {
      out.writeByte(Tag.INT32);
      out.writeZigZag((int) index);
    } else {
      out.writeByte(Tag.DOUBLE);
      out.writeDouble(index);
    }
  }

  /** Properties with their names, and the end of an object. */
  static final class OfObject extends WriteFrame {
    private final Iterator<Map.Entry<String, @Nullable Object>> properties;
    private final int count;
    private String name = "";

    OfObject(ByteSink out, JsObject object) {
      super(out);
      out.writeByte(Tag.OBJECT);
      properties = object.properties().entrySet().iterator();
      count = object.size();
    }

    @Override
    boolean advance() {
      if (properties.hasNext()) {
        Map.Entry<String, @Nullable Object> property = properties.next();
        name = property.getKey();
        writeName(name);
        next = property.getValue();
        return true;
      }
      out.writeByte(Tag.END_OBJECT);
      out.writeVarint(count);
      return false;
    }

    @Override
    String place() {
      return "." + name;
    }
  }

  /** An array: densely where it has no holes, otherwise as properties, as V8 does. */
  static final class OfArray extends WriteFrame {
    private final JsArray array;
    private final boolean dense;
    private final List<Long> indices = new ArrayList<>();
    private final Iterator<Map.Entry<String, @Nullable Object>> properties;
    private int element;
    private long count;
    private String place = "";

    OfArray(ByteSink out, JsArray array) {
      super(out);
      this.array = array;
      dense = array.isDense();
      out.writeByte(dense ? Tag.DENSE_ARRAY : Tag.SPARSE_ARRAY);
      out.writeVarint(array.length());
      if (!dense) {
        array.forEach((value, index) -> indices.add(index));
      }
      properties = array.properties().entrySet().iterator();
    }

    @Override
    boolean advance() {
      if (element < (dense ? array.length() : indices.size())) {
        long index = dense ? element : indices.get(element);
        element++;
        if (!dense) {
          writeIndex(index);
          count++;
        }
        place = "";
        next = array.get(index);
        return true;
      }
      if (properties.hasNext()) {
        Map.Entry<String, @Nullable Object> property = properties.next();
        out.writeString(property.getKey());
        count++;
        place = "." + property.getKey();
        next = property.getValue();
        return true;
      }
      out.writeByte(dense ? Tag.END_DENSE_ARRAY : Tag.END_SPARSE_ARRAY);
      out.writeVarint(count);
      out.writeVarint(array.length());
      return false;
    }

    @Override
    String place() {
      if (!place.isEmpty()) {
        return place;
      }
      return "[" + (dense ? element - 1 : indices.get(element - 1)) + "]";
    }
  }

  /** A {@code Map}: keys and values in turn. */
  static final class OfMap extends WriteFrame {
    private final Iterator<Map.Entry<@Nullable Object, @Nullable Object>> entries;
    private final int count;
    private Map.@Nullable Entry<@Nullable Object, @Nullable Object> withValue;
    private int entry;

    OfMap(ByteSink out, JsMap map) {
      super(out);
      out.writeByte(Tag.MAP);
      entries = map.entries().entrySet().iterator();
      count = map.size();
    }

    @Override
    boolean advance() {
      if (withValue != null) {
        next = withValue.getValue();
        withValue = null;
        return true;
      }
      if (entries.hasNext()) {
        withValue = entries.next();
        entry++;
        next = withValue.getKey();
        return true;
      }
      out.writeByte(Tag.END_MAP);
      out.writeVarint(2L * count);
      return false;
    }

    @Override
    String place() {
      return (withValue != null ? "<key " : "<value ") + (entry - 1) + ">";
    }
  }

  /** A {@code Set}. */
  static final class OfSet extends WriteFrame {
    private final Iterator<@Nullable Object> values;
    private final int count;
    private int value;

    OfSet(ByteSink out, JsSet set) {
      super(out);
      out.writeByte(Tag.SET);
      values = set.values().iterator();
      count = set.size();
    }

    @Override
    boolean advance() {
      if (values.hasNext()) {
        value++;
        next = values.next();
        return true;
      }
      out.writeByte(Tag.END_SET);
      out.writeVarint(count);
      return false;
    }

    @Override
    String place() {
      return "<value " + (value - 1) + ">";
    }
  }

  /** An error: its kind and message, its cause, and then its stack. */
  static final class OfError extends WriteFrame {
    private final JsError error;
    private boolean causeWritten;

    OfError(ByteSink out, JsError error) {
      super(out);
      this.error = error;
      out.writeByte(Tag.ERROR);
      switch (error.kind()) {
        case ERROR -> {}
        default -> out.writeByte(Letters.ofError(error.kind()));
      }
      error.message().ifPresent(message -> writePart(Tag.ERROR_MESSAGE, message));
    }

    private void writePart(int part, String text) {
      out.writeByte(part);
      out.writeString(text);
    }

    @Override
    boolean advance() {
      if (error.hasCause() && !causeWritten) {
        causeWritten = true;
        out.writeByte(Tag.ERROR_CAUSE);
        next = error.cause();
        return true;
      }
      error.stack().ifPresent(stack -> writePart(Tag.ERROR_STACK, stack));
      out.writeByte(Tag.ERROR_END);
      return false;
    }

    @Override
    String place() {
      return ".cause";
    }
  }
}
