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
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes one value; open containers are frames on a stack of its own. */
public final class ValueWriter {
  private final ByteSink out = new ByteSink();
  private final Deque<WriteFrame> open = new ArrayDeque<>();
  private final int maxDepth;
  private final ViewForm viewForm;

  /** The ids of objects, which count in the order of beginning. */
  private final Map<Object, Integer> ids = new IdentityHashMap<>();

  private int nextId;

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

  /** As {@link #write}, without a copy of the bytes. */
  public ByteBuffer writeToBuffer(@Nullable Object value) {
    writeAll(value);
    return out.toBuffer();
  }

  private void writeAll(@Nullable Object value) {
    out.writeByte(Tag.VERSION);
    out.writeVarint(Tag.LATEST_VERSION);
    try {
      begin(value);
      while (!open.isEmpty()) {
        WriteFrame top = open.element();
        if (top.advance()) {
          begin(top.next);
        } else {
          open.remove();
        }
      }
    } catch (DataCloneException e) {
      throw DataCloneException.notCloneable(path() + ": " + e.detail(), e.getCause());
    } catch (RuntimeException e) {
      // A mapping that does not work, an accessor that throws, a collection that changes meanwhile.
      throw DataCloneException.notCloneable(path() + ": " + e.getMessage(), e);
    }
  }

  private String path() {
    StringBuilder path = new StringBuilder("value");
    int depth = open.size();
    Iterator<WriteFrame> outermostFirst = open.descendingIterator();
    for (int level = 0; outermostFirst.hasNext(); level++) {
      WriteFrame frame = outermostFirst.next();
      if (level < 20 || level >= depth - 5) {
        path.append(frame.place());
      } else if (level == 20) {
        path.append("…");
      }
    }
    return path.toString();
  }

  private void begin(@Nullable Object given) {
    Object value = given;
    while (value instanceof Optional<?> optional) {
      value = JavaToJs.shallow(optional);
    }
    if (!writePrimitive(value) && value != null) {
      beginObject(value);
    }
  }

  private boolean writePrimitive(@Nullable Object value) {
    if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof Integer whole) {
      writeInt(whole);
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
    if (JsNumber.of(number) instanceof Integer whole) {
      writeInt(whole);
    } else {
      out.writeByte(Tag.DOUBLE);
      out.writeDouble(number.doubleValue());
    }
  }

  private void writeInt(int whole) {
    out.writeByte(Tag.INT32);
    out.writeZigZag(whole);
  }

  private void beginObject(Object object) {
    Integer id = ids.get(object);
    if (id != null) {
      out.writeByte(Tag.REFERENCE);
      out.writeVarint(id);
      return;
    }
    if (writeModel(object, object)) {
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
      push(new WriteFrame.OfObject(out, object));
    } else if (model instanceof JsArray array) {
      take(identity);
      push(new WriteFrame.OfArray(out, array));
    } else if (model instanceof JsMap map) {
      take(identity);
      push(new WriteFrame.OfMap(out, map));
    } else if (model instanceof JsSet set) {
      take(identity);
      push(new WriteFrame.OfSet(out, set));
    } else if (model instanceof JsError error) {
      take(identity);
      push(new WriteFrame.OfError(out, error));
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
    ids.put(identity, nextId++);
  }

  private void push(WriteFrame frame) {
    if (open.size() >= maxDepth) {
      throw DataCloneException.notCloneable("nested deeper than " + maxDepth + " levels", null);
    }
    open.push(frame);
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
    out.writeBytes(buffer.bytes(), 0, buffer.byteLength());
  }

  private void writeView(JsArrayBufferView view, Object identity) {
    JsArrayBuffer buffer = view.buffer();
    if (viewForm == ViewForm.NODE) {
      take(identity);
      out.writeByte(Tag.HOST_OBJECT);
      out.writeVarint(Letters.nodeIndexOf(view.kind()));
      out.writeVarint(view.byteLength());
      out.writeBytes(buffer.bytes(), view.byteOffset(), view.byteLength());
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
