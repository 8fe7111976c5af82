package dev.valence.ipc.clone.internal;

import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsError;
import dev.valence.ipc.value.JsMap;
import dev.valence.ipc.value.JsSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container that is being written: it stands in for a frame of the stack. */
abstract class WriteFrame {
  final ValueWriter values;
  final ByteSink out;

  /** The container that this one is in. */
  @Nullable WriteFrame outer;

  WriteFrame(ValueWriter values) {
    this.values = values;
    this.out = values.out;
  }

  /** Writes on until a container begins within; false when this one is written to its end. */
  abstract boolean advance();

  /** Where the value that is being written is in the container, for messages. */
  abstract String place();

  /** A property name: indices as numbers, as V8 writes them. */
  final void writeName(String name) {
    EncodedName encoded = EncodedName.of(name);
    if (encoded != null) {
      out.writeName(encoded);
      return;
    }
    long index = JsArray.indexOfName(name);
    if (index < 0) {
      out.writeString(name);
    } else {
      writeIndex(index);
    }
  }

  final void writeIndex(long index) {
    if (index <= Integer.MAX_VALUE) {
      out.writeInt((int) index);
    } else {
      out.writeByte(Tag.DOUBLE);
      out.writeDouble(index);
    }
  }

  /** Properties with their names, and the end of an object. */
  static final class OfObject extends WriteFrame {
    private final Iterator<Map.Entry<String, @Nullable Object>> properties;
    private int count;
    private String name = "";

    OfObject(ValueWriter values, Iterator<Map.Entry<String, @Nullable Object>> properties) {
      super(values);
      out.writeByte(Tag.OBJECT);
      this.properties = properties;
    }

    @Override
    boolean advance() {
      while (properties.hasNext()) {
        Map.Entry<String, @Nullable Object> property = properties.next();
        name = property.getKey();
        writeName(name);
        count++;
        if (values.begin(property.getValue())) {
          return true;
        }
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
    private final List<Long> indices;
    private final long elements;
    private final Iterator<Map.Entry<String, @Nullable Object>> properties;
    private int element;
    private long count;

    /** The property that is being written, after the elements. */
    private @Nullable String name;

    OfArray(ValueWriter values, JsArray array) {
      super(values);
      this.array = array;
      dense = array.isDense();
      out.writeByte(dense ? Tag.DENSE_ARRAY : Tag.SPARSE_ARRAY);
      out.writeVarint(array.length());
      indices = dense ? List.of() : new ArrayList<>();
      if (!dense) {
        array.forEach((value, index) -> indices.add(index));
      }
      elements = dense ? array.length() : indices.size();
      properties = array.properties().entrySet().iterator();
    }

    @Override
    boolean advance() {
      while (element < elements) {
        long index = dense ? element : indices.get(element);
        element++;
        if (!dense) {
          writeIndex(index);
          count++;
        }
        if (values.begin(array.get(index))) {
          return true;
        }
      }
      while (properties.hasNext()) {
        Map.Entry<String, @Nullable Object> property = properties.next();
        name = property.getKey();
        out.writeString(name);
        count++;
        if (values.begin(property.getValue())) {
          return true;
        }
      }
      out.writeByte(dense ? Tag.END_DENSE_ARRAY : Tag.END_SPARSE_ARRAY);
      out.writeVarint(count);
      out.writeVarint(array.length());
      return false;
    }

    @Override
    String place() {
      if (name != null) {
        return "." + name;
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

    OfMap(ValueWriter values, JsMap map) {
      super(values);
      out.writeByte(Tag.MAP);
      entries = map.entries().entrySet().iterator();
      count = map.size();
    }

    @Override
    boolean advance() {
      while (withValue != null || entries.hasNext()) {
        Object next;
        if (withValue != null) {
          next = withValue.getValue();
          withValue = null;
        } else {
          withValue = entries.next();
          entry++;
          next = withValue.getKey();
        }
        if (values.begin(next)) {
          return true;
        }
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
    private final Iterator<@Nullable Object> entries;
    private final int count;
    private int entry;

    OfSet(ValueWriter values, JsSet set) {
      super(values);
      out.writeByte(Tag.SET);
      entries = set.values().iterator();
      count = set.size();
    }

    @Override
    boolean advance() {
      while (entries.hasNext()) {
        entry++;
        if (values.begin(entries.next())) {
          return true;
        }
      }
      out.writeByte(Tag.END_SET);
      out.writeVarint(count);
      return false;
    }

    @Override
    String place() {
      return "<value " + (entry - 1) + ">";
    }
  }

  /** An error: its kind and message, its cause, and then its stack. */
  static final class OfError extends WriteFrame {
    private final JsError error;
    private boolean causeWritten;

    OfError(ValueWriter values, JsError error) {
      super(values);
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
        if (values.begin(error.cause())) {
          return true;
        }
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
