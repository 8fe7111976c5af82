package dev.valence.ipc.clone.internal;

import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsMap;
import dev.valence.ipc.value.JsNumber;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.JsSet;
import org.jspecify.annotations.Nullable;

/** A container that is being read: it stands in for a frame of the stack. */
abstract class ReadFrame {
  final ValueReader values;
  final ByteSource in;

  /** The container that this one is in. */
  @Nullable ReadFrame outer;

  ReadFrame(ValueReader values) {
    this.values = values;
    this.in = values.in;
  }

  /**
   * Reads on until a container begins within, which is to be accepted when it is whole; false when
   * this one has ended, and has been checked.
   */
  abstract boolean advance();

  /** Takes the next value. */
  abstract void accept(@Nullable Object value);

  /** The container. */
  abstract Object result();

  /** Reads the end tag if it is next. */
  final boolean ends(int endTag) {
    if (in.peekTag() != endTag) {
      return false;
    }
    in.readByte();
    return true;
  }

  final void expect(long count, String what) {
    long told = in.readVarint();
    if (told != count) {
      throw in.fail("an end that tells of " + told + " " + what + " where there are " + count);
    }
  }

  /** A property name: a string, or a number. */
  final String readName() {
    int tag = in.readTag();
    return switch (tag) {
      case Tag.ONE_BYTE_STRING -> in.readName();
      case Tag.TWO_BYTE_STRING -> in.readTwoByte();
      case Tag.UTF8_STRING -> in.readUtf8();
      case Tag.INT32 -> Integer.toString(in.readZigZag());
      case Tag.UINT32 -> Long.toString(in.readVarint());
      case Tag.DOUBLE -> nameOf(in.readDouble());
      default -> throw in.fail("no property name has the tag " + Tag.name(tag));
    };
  }

  /** V8 writes indices beyond 31 bits so, and no other numbers. */
  private String nameOf(double number) {
    long whole = (long) number;
    if (whole != number || Math.abs(whole) > JsNumber.MAX_SAFE_INTEGER) {
      throw in.fail("a property name is the number " + number);
    }
    return Long.toString(whole);
  }

  /** A plain object. */
  static final class OfObject extends ReadFrame {
    private final JsObject object = new JsObject();
    private String name = "";
    private int count;

    OfObject(ValueReader values) {
      super(values);
    }

    @Override
    boolean advance() {
      while (!ends(Tag.END_OBJECT)) {
        name = readName();
        Object value = values.begin();
        if (value == ValueReader.OPENED) {
          return true;
        }
        accept(value);
      }
      expect(count, "properties");
      return false;
    }

    @Override
    void accept(@Nullable Object value) {
      object.put(name, value);
      if (object.size() != ++count) {
        throw in.fail("a property appears twice");
      }
    }

    @Override
    JsObject result() {
      return object;
    }
  }

  /** An array in either form: elements in order and then properties, or properties alone. */
  static final class OfArray extends ReadFrame {
    private final JsArray array = new JsArray();
    private final long length;
    private final int endTag;
    private long elementsLeft;
    private long properties;

    /** Not null when a property's value is wanted, not the next element. */
    private @Nullable String name;

    OfArray(ValueReader values, long length, boolean dense) {
      super(values);
      this.length = length;
      this.endTag = dense ? Tag.END_DENSE_ARRAY : Tag.END_SPARSE_ARRAY;
      if (dense) {
        if (length > in.remaining()) {
          throw in.fail("an array of " + length + " elements where few bytes are left");
        }
        elementsLeft = length;
      } else {
        array.length(length);
      }
    }

    @Override
    boolean advance() {
      while (elementsLeft > 0) {
        elementsLeft--;
        if (ends(Tag.HOLE)) {
          array.addHoles(1);
          continue;
        }
        Object value = values.begin();
        if (value == ValueReader.OPENED) {
          return true;
        }
        array.add(value);
      }
      while (!ends(endTag)) {
        name = readName();
        Object value = values.begin();
        if (value == ValueReader.OPENED) {
          return true;
        }
        accept(value);
      }
      expect(properties, "properties");
      expect(length, "elements");
      return false;
    }

    @Override
    void accept(@Nullable Object value) {
      if (name == null) {
        array.add(value);
        return;
      }
      properties++;
      long index = JsArray.indexOfName(name);
      boolean there =
          index >= 0
              ? array.has(index)
              : name.equals("length") || array.properties().containsKey(name);
      if (there) {
        throw in.fail("a property of an array appears twice");
      }
      if (index >= 0) {
        array.set(index, value);
      } else {
        array.putProperty(name, value);
      }
    }

    @Override
    JsArray result() {
      return array;
    }
  }

  /** A {@code Map}. */
  static final class OfMap extends ReadFrame {
    private final JsMap map = new JsMap();
    private boolean hasKey;
    private @Nullable Object key;
    private long count;

    OfMap(ValueReader values) {
      super(values);
    }

    @Override
    boolean advance() {
      while (hasKey || !ends(Tag.END_MAP)) {
        Object value = values.begin();
        if (value == ValueReader.OPENED) {
          return true;
        }
        accept(value);
      }
      expect(count, "keys and values");
      return false;
    }

    @Override
    void accept(@Nullable Object value) {
      count++;
      if (hasKey) {
        map.put(key, value);
      } else {
        key = value;
      }
      hasKey = !hasKey;
    }

    @Override
    JsMap result() {
      return map;
    }
  }

  /** A {@code Set}. */
  static final class OfSet extends ReadFrame {
    private final JsSet set = new JsSet();
    private long count;

    OfSet(ValueReader values) {
      super(values);
    }

    @Override
    boolean advance() {
      while (!ends(Tag.END_SET)) {
        Object value = values.begin();
        if (value == ValueReader.OPENED) {
          return true;
        }
        accept(value);
      }
      expect(count, "values");
      return false;
    }

    @Override
    void accept(@Nullable Object value) {
      count++;
      set.add(value);
    }

    @Override
    JsSet result() {
      return set;
    }
  }
}
