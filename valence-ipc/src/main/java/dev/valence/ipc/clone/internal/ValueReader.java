package dev.valence.ipc.clone.internal;

import dev.valence.ipc.clone.DataCloneException;
import dev.valence.ipc.value.JsArrayBuffer;
import dev.valence.ipc.value.JsArrayBufferView;
import dev.valence.ipc.value.JsBoxed;
import dev.valence.ipc.value.JsDate;
import dev.valence.ipc.value.JsNumber;
import dev.valence.ipc.value.JsRegExp;
import dev.valence.ipc.value.Undefined;
import dev.valence.ipc.value.ViewKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value. Containers that are open are frames on a stack of its own, so depth costs heap,
 * not the thread's stack.
 */
public final class ValueReader {
  /** In place of a value: a container was opened, and its first value comes next. */
  static final Object OPENED = new Object();

  final ByteSource in;
  private final int maxDepth;
  private final boolean viewFlags;

  /** Objects by their ids, which count in the order of beginning; null while not yet there. */
  private final List<@Nullable Object> objects = new ArrayList<>();

  /** The innermost container that is open. */
  private @Nullable ReadFrame open;

  private int depth;

  private ValueReader(ByteSource in, int maxDepth, boolean viewFlags) {
    this.in = in;
    this.maxDepth = maxDepth;
    this.viewFlags = viewFlags;
  }

  /**
   * The value that the bytes from {@code start} to {@code end} are.
   *
   * @param given whether nobody writes to the array any more, so that the value may share it
   * @throws DataCloneException when they are none, or more than one
   */
  public static @Nullable Object read(
      byte[] bytes, int start, int end, boolean given, int maxDepth) {
    ByteSource in = new ByteSource(bytes, start, end, given);
    int version = readVersion(in);
    if (version > 13) {
      return new ValueReader(in, maxDepth, true).readAll();
    }
    int offset = in.offset();
    try {
      return new ValueReader(in, maxDepth, false).readAll();
    } catch (DataCloneException e) {
      // Chromium once wrote version 13 with the flags of 14 (crbug.com/1284506). V8 tries again,
      // too.
      in.offset(offset);
      try {
        return new ValueReader(in, maxDepth, true).readAll();
      } catch (DataCloneException again) {
        throw e;
      }
    }
  }

  private static int readVersion(ByteSource in) {
    if (in.remaining() < 2 || in.readByte() != Tag.VERSION) {
      throw DataCloneException.wrongVersion("the data does not begin with a version");
    }
    long version = in.readVarint();
    if (version < Tag.OLDEST_VERSION || version > Tag.LATEST_VERSION) {
      throw DataCloneException.wrongVersion("version " + version + "; 13 to 15 are read");
    }
    return (int) version;
  }

  private @Nullable Object readAll() {
    Object value = begin();
    for (ReadFrame top = open; top != null; top = open) {
      if (!top.advance()) {
        value = top.result();
        depth--;
        open = top.outer;
        if (open != null) {
          open.accept(value);
        }
      }
    }
    if (in.peekTag() >= 0) {
      throw in.fail("more data behind the value");
    }
    return value;
  }

  /** Reads a value, or the beginning of a container. */
  @Nullable Object begin() {
    Object value = beginTagged();
    if (value instanceof JsArrayBuffer buffer && in.peekTag() == Tag.ARRAY_BUFFER_VIEW) {
      in.readByte();
      return readView(buffer);
    }
    return value;
  }

  private @Nullable Object beginTagged() {
    int tag = in.readTag();
    while (tag == Tag.OBJECT_COUNT) {
      in.readVarint();
      tag = in.readTag();
    }
    return switch (tag) {
      case Tag.UNDEFINED -> Undefined.VALUE;
      case Tag.NULL -> null;
      case Tag.TRUE -> true;
      case Tag.FALSE -> false;
      case Tag.INT32 -> in.readZigZag();
      case Tag.UINT32 -> JsNumber.of((double) in.readVarint());
      case Tag.DOUBLE -> JsNumber.of(in.readDouble());
      case Tag.BIG_INT -> in.readBigInt();
      case Tag.ONE_BYTE_STRING -> in.readOneByte();
      case Tag.TWO_BYTE_STRING -> in.readTwoByte();
      case Tag.UTF8_STRING -> in.readUtf8();
      case Tag.REFERENCE -> referred();
      case Tag.OBJECT -> opened(new ReadFrame.OfObject(this));
      case Tag.DENSE_ARRAY -> opened(new ReadFrame.OfArray(this, in.readVarint(), true));
      case Tag.SPARSE_ARRAY -> opened(new ReadFrame.OfArray(this, in.readVarint(), false));
      case Tag.MAP -> opened(new ReadFrame.OfMap(this));
      case Tag.SET -> opened(new ReadFrame.OfSet(this));
      case Tag.ERROR -> openedError();
      case Tag.DATE -> added(new JsDate(in.readDouble()));
      case Tag.TRUE_OBJECT -> added(new JsBoxed(true));
      case Tag.FALSE_OBJECT -> added(new JsBoxed(false));
      case Tag.NUMBER_OBJECT -> added(new JsBoxed(in.readDouble()));
      case Tag.BIG_INT_OBJECT -> added(new JsBoxed(in.readBigInt()));
      case Tag.STRING_OBJECT -> added(new JsBoxed(readString()));
      case Tag.REG_EXP -> added(readRegExp());
      case Tag.ARRAY_BUFFER -> added(in.readBuffer(in.readVarint()));
      case Tag.RESIZABLE_ARRAY_BUFFER -> added(readResizable());
      case Tag.HOST_OBJECT -> added(readNodeView());
      default -> throw unknown(tag);
    };
  }

  private DataCloneException unknown(int tag) {
    return Tag.needsTransfer(tag)
        ? in.fail("the tag " + Tag.name(tag) + " stands for a transferred or shared object")
        : in.fail("the unknown tag " + Tag.name(tag));
  }

  private Object opened(ReadFrame frame) {
    objects.add(frame.result());
    return push(frame);
  }

  /** An error is made when its parts are known; until then nothing may refer to it, as in V8. */
  private Object openedError() {
    objects.add(null);
    return push(new ErrorReadFrame(this, objects.size() - 1));
  }

  private Object push(ReadFrame frame) {
    if (depth >= maxDepth) {
      throw in.fail("nested deeper than " + maxDepth + " levels");
    }
    depth++;
    frame.outer = open;
    open = frame;
    return OPENED;
  }

  void define(int id, Object object) {
    objects.set(id, object);
  }

  private <T> T added(T object) {
    objects.add(object);
    return object;
  }

  private Object referred() {
    long id = in.readVarint();
    Object object = id < objects.size() ? objects.get((int) id) : null;
    if (object == null) {
      throw in.fail("a reference to object " + id + ", which is not there");
    }
    return object;
  }

  /** A string with its tag. */
  String readString() {
    Object value = beginTagged();
    if (value instanceof String text) {
      return text;
    }
    throw in.fail("no string where one must be");
  }

  private JsRegExp readRegExp() {
    String source = readString();
    String flags = Letters.flags(in.readVarint());
    if (flags == null || (flags.indexOf('u') >= 0 && flags.indexOf('v') >= 0)) {
      throw in.fail("unknown flags of a regular expression");
    }
    return new JsRegExp(source, flags);
  }

  private JsArrayBuffer readResizable() {
    long length = in.readVarint();
    long max = in.readVarint();
    if (length > max) {
      throw in.fail("a buffer of " + length + " bytes that may have " + max + " at most");
    }
    return JsArrayBuffer.resizable(in.readBytes(length), max);
  }

  private JsArrayBufferView readView(JsArrayBuffer buffer) {
    ViewKind kind = Letters.view(in.readByte());
    long offset = in.readVarint();
    long length = in.readVarint();
    long flags = viewFlags ? in.readVarint() : 0;
    boolean tracks = (flags & Tag.VIEW_TRACKS_LENGTH) != 0;
    boolean resizable = (flags & Tag.VIEW_OF_RESIZABLE) != 0;
    if (kind == null || offset > buffer.byteLength() || length > buffer.byteLength() - offset) {
      throw in.fail("no view of a buffer of " + buffer.byteLength() + " bytes");
    }
    boolean sameBuffer = resizable == buffer.maxByteLength().isPresent();
    boolean aligned = offset % kind.elementSize() == 0 && length % kind.elementSize() == 0;
    if (flags > 3 || !sameBuffer || (tracks && !resizable) || !aligned) {
      throw in.fail("a view that does not fit its buffer");
    }
    return added(
        tracks
            ? JsArrayBufferView.lengthTracking(kind, buffer, (int) offset)
            : new JsArrayBufferView(kind, buffer, (int) offset, (int) length));
  }

  /** A host object as {@code v8.serialize} of Node.js writes it: an index, a length, bytes. */
  private JsArrayBufferView readNodeView() {
    ViewKind kind = Letters.nodeView(in.readVarint());
    long length = in.readVarint();
    if (kind == null || length % kind.elementSize() != 0) {
      throw in.fail("a host object that is no view of Node.js");
    }
    return new JsArrayBufferView(kind, in.readBuffer(length));
  }
}
