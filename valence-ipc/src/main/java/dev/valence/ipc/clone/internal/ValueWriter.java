package dev.valence.ipc.clone.internal;

import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.clone.ViewForm;
import dev.valence.ipc.mapping.JavaToJs;
import dev.valence.ipc.value.JsArray;
import dev.valence.ipc.value.JsArrayBuffer;
import dev.valence.ipc.value.JsArrayBufferView;
import dev.valence.ipc.value.JsBoxed;
import dev.valence.ipc.value.JsDate;
import dev.valence.ipc.value.JsError;
import dev.valence.ipc.value.JsMap;
import dev.valence.ipc.value.JsNumber;
import dev.valence.ipc.value.JsObject;
import dev.valence.ipc.value.JsRegExp;
import dev.valence.ipc.value.JsSet;
import dev.valence.ipc.value.Undefined;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes one value; open containers are frames on a stack of its own. */
public final class ValueWriter {
  final ByteSink out = new ByteSink();
  private final int maxDepth;
  private final ViewForm viewForm;

  /** The ids of objects, which count in the order of beginning. */
  private final Identities ids = new Identities();

  /** The innermost container that is open. */
  private @Nullable WriteFrame open;

  private int depth;

  /** A writer for one value. */
  public ValueWriter(int maxDepth, ViewForm viewForm) {
    this.maxDepth = maxDepth;
    this.viewForm = viewForm;
  }

  /**
   * The bytes of a value.
   *
   * @throws DataCloneException when something in it cannot be cloned
   */
  public byte[] write(@Nullable Object value) {
    writeAll(value);
    return out.toBytes();
  }

  /** As {@link #write}; long messages without a copy of the bytes. */
  public ByteBuffer writeToBuffer(@Nullable Object value) {
    writeAll(value);
    return out.toBuffer();
  }

  private void writeAll(@Nullable Object value) {
    try {
      out.writeByte(Tag.VERSION);
      out.writeVarint(Tag.LATEST_VERSION);
      begin(value);
      for (WriteFrame top = open; top != null; top = open) {
        if (!top.advance()) {
          open = top.outer;
          depth--;
        }
      }
    } catch (DataCloneException e) {
      throw DataCloneException.notCloneable(path() + ": " + e.detail(), e.getCause());
    } catch (RuntimeException e) {
      // A mapping that does not work, an accessor that throws, a collection that changes meanwhile.
      throw DataCloneException.notCloneable(path() + ": " + e.getMessage(), e);
    } finally {
      out.close();
    }
  }

  private String path() {
    Deque<String> places = new ArrayDeque<>();
    int level = depth;
    for (WriteFrame frame = open; frame != null; frame = frame.outer) {
      level--;
      if (level < 20 || level >= depth - 5) {
        places.push(frame.place());
      } else if (level == 20) {
        places.push("…");
      }
    }
    return "value" + String.join("", places);
  }

  /** Writes a value, or the beginning of a container, which is open then; tells which. */
  boolean begin(@Nullable Object given) {
    WriteFrame before = open;
    Object value = given;
    while (value instanceof Optional<?> optional) {
      value = JavaToJs.shallow(optional);
    }
    if (!writePrimitive(value) && value != null) {
      beginObject(value);
    }
    return open != before;
  }

  private boolean writePrimitive(@Nullable Object value) {
    if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof Integer whole) {
      out.writeInt(whole);
    } else if (value == null) {
      out.writeByte(Tag.NULL);
    } else if (value == Undefined.VALUE) {
      out.writeByte(Tag.UNDEFINED);
    } else if (value instanceof Boolean truth) {
      out.writeByte(truth ? Tag.TRUE : Tag.FALSE);
    } else if (value instanceof BigInteger whole) {
      out.writeByte(Tag.BIG_INT);
      out.writeBigInt(whole);
    } else if (value instanceof Number number) {
      writeNumber(number);
    } else {
      return false;
    }
    return true;
  }

  private void writeNumber(Number number) {
    // Of longs that no double holds, and of other classes.
    double exact = number instanceof Double ? (Double) number : JsNumber.of(number).doubleValue();
    int whole = (int) exact;
    if (whole == exact && (whole != 0 || Double.doubleToRawLongBits(exact) == 0)) {
      out.writeInt(whole);
    } else {
      out.writeByte(Tag.DOUBLE);
      out.writeDouble(exact);
    }
  }

  private void beginObject(Object object) {
    int id = ids.find(object);
    if (id >= 0) {
      out.writeByte(Tag.REFERENCE);
      out.writeVarint(id);
      return;
    }
    if (writeModel(object, object)) {
      return;
    }
    if (object instanceof Record data) {
      take(object);
      push(new WriteFrame.OfObject(this, JavaToJs.properties(data)));
      return;
    }
    // Not the model's: what it is there, under its own identity.
    Object model = JavaToJs.shallow(object);
    if (!writePrimitive(model) && (model == null || !writeModel(model, object))) {
      throw new IllegalStateException("no shape of " + object.getClass());
    }
  }

  /** Writes an object of the model; false when it is none. */
  private boolean writeModel(Object model, Object identity) {
    if (model instanceof JsArrayBufferView view) {
      writeView(view, identity);
      return true;
    }
    // Ids count from the outside in, so each is taken before what is in the object.
    if (model instanceof JsObject object) {
      take(identity);
      push(new WriteFrame.OfObject(this, object.iterator()));
    } else if (model instanceof JsArray array) {
      take(identity);
      push(new WriteFrame.OfArray(this, array));
    } else if (model instanceof JsMap map) {
      take(identity);
      push(new WriteFrame.OfMap(this, map));
    } else if (model instanceof JsSet set) {
      take(identity);
      push(new WriteFrame.OfSet(this, set));
    } else if (model instanceof JsError error) {
      take(identity);
      push(new WriteFrame.OfError(this, error));
    } else if (model instanceof JsDate date) {
      take(identity);
      out.writeByte(Tag.DATE);
      out.writeDouble(date.time());
    } else if (model instanceof JsRegExp expression) {
      take(identity);
      out.writeByte(Tag.REG_EXP);
      out.writeString(expression.source());
      out.writeVarint(Letters.bitsOfFlags(expression.flags()));
    } else if (model instanceof JsBoxed boxed) {
      take(identity);
      writeBoxed(boxed.value());
    } else if (model instanceof JsArrayBuffer buffer) {
      take(identity);
      writeBuffer(buffer);
    } else {
      return false;
    }
    return true;
  }

  private void take(Object identity) {
    ids.add(identity);
  }

  private void push(WriteFrame frame) {
    if (depth >= maxDepth) {
      throw DataCloneException.notCloneable("nested deeper than " + maxDepth + " levels", null);
    }
    depth++;
    frame.outer = open;
    open = frame;
  }

  private void writeBoxed(Object value) {
    if (value instanceof Boolean truth) {
      out.writeByte(truth ? Tag.TRUE_OBJECT : Tag.FALSE_OBJECT);
    } else if (value instanceof String text) {
      out.writeByte(Tag.STRING_OBJECT);
      out.writeString(text);
    } else if (value instanceof BigInteger whole) {
      out.writeByte(Tag.BIG_INT_OBJECT);
      out.writeBigInt(whole);
    } else {
      out.writeByte(Tag.NUMBER_OBJECT);
      out.writeDouble(((Number) value).doubleValue());
    }
  }

  private void writeBuffer(JsArrayBuffer buffer) {
    boolean resizable = buffer.maxByteLength().isPresent();
    out.writeByte(resizable ? Tag.RESIZABLE_ARRAY_BUFFER : Tag.ARRAY_BUFFER);
    out.writeVarint(buffer.byteLength());
    if (resizable) {
      out.writeVarint(buffer.maxByteLength().getAsLong());
    }
    out.writeBytes(buffer, 0, buffer.byteLength());
  }

  private void writeView(JsArrayBufferView view, Object identity) {
    JsArrayBuffer buffer = view.buffer();
    if (viewForm == ViewForm.NODE) {
      take(identity);
      out.writeByte(Tag.HOST_OBJECT);
      out.writeVarint(Letters.nodeIndexOf(view.kind()));
      out.writeVarint(view.byteLength());
      out.writeBytes(buffer, view.byteOffset(), view.byteLength());
      return;
    }
    beginObject(buffer);
    take(identity);
    boolean resizable = buffer.maxByteLength().isPresent();
    boolean tracks = view.isLengthTracking();
    out.writeByte(Tag.ARRAY_BUFFER_VIEW);
    out.writeVarint(Letters.ofView(view.kind()));
    out.writeVarint(view.byteOffset());
    out.writeVarint(tracks ? 0 : view.byteLength());
    out.writeVarint(
        (tracks ? Tag.VIEW_TRACKS_LENGTH : 0) | (resizable ? Tag.VIEW_OF_RESIZABLE : 0));
  }
}
