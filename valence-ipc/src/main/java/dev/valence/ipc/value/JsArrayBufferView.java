package dev.valence.ipc.value;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** A typed array or a {@code DataView}: a stretch of an {@code ArrayBuffer}. */
public final class JsArrayBufferView {
  private final ViewKind kind;
  private final JsArrayBuffer buffer;
  private final int byteOffset;
  private final int byteLength;
  private final boolean lengthTracking;

  /** A view of a whole buffer. */
  public JsArrayBufferView(ViewKind kind, JsArrayBuffer buffer) {
    this(kind, buffer, 0, buffer.byteLength());
  }

  /**
   * A view of a part of a buffer.
   *
   * @throws IllegalArgumentException when the part is not within the buffer, or is not made of
   *     whole elements at a multiple of their size
   */
  public JsArrayBufferView(ViewKind kind, JsArrayBuffer buffer, int byteOffset, int byteLength) {
    this(kind, buffer, byteOffset, byteLength, false);
  }

  private JsArrayBufferView(
      ViewKind kind, JsArrayBuffer buffer, int byteOffset, int byteLength, boolean lengthTracking) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.buffer = Objects.requireNonNull(buffer, "buffer");
    int size = kind.elementSize();
    boolean inside =
        byteOffset >= 0 && byteLength >= 0 && byteLength <= buffer.byteLength() - byteOffset;
    if (!inside || byteOffset % size != 0 || byteLength % size != 0) {
      throw new IllegalArgumentException(
          "No %s of %d bytes at %d in a buffer of %d bytes"
              .formatted(kind.wireName(), byteLength, byteOffset, buffer.byteLength()));
    }
    this.byteOffset = byteOffset;
    this.byteLength = byteLength;
    this.lengthTracking = lengthTracking;
  }

  /**
   * A view from an offset to wherever a resizable buffer ends.
   *
   * @throws IllegalArgumentException when the buffer is not resizable, or the offset not within it
   */
  public static JsArrayBufferView lengthTracking(
      ViewKind kind, JsArrayBuffer buffer, int byteOffset) {
    if (buffer.maxByteLength().isEmpty()) {
      throw new IllegalArgumentException("A buffer of fixed length has no view that tracks it");
    }
    int rest = buffer.byteLength() - byteOffset;
    return new JsArrayBufferView(
        kind, buffer, byteOffset, rest - Math.floorMod(rest, kind.elementSize()), true);
  }

  /** What its elements are. */
  public ViewKind kind() {
    return kind;
  }

  /** The buffer, which may be shared with other views. */
  public JsArrayBuffer buffer() {
    return buffer;
  }

  /** Where it begins in the buffer. */
  public int byteOffset() {
    return byteOffset;
  }

  /** Its length in bytes. */
  public int byteLength() {
    return byteLength;
  }

  /** How many elements it has. */
  public int length() {
    return byteLength / kind.elementSize();
  }

  /** Whether it follows the length of a resizable buffer in JavaScript. */
  public boolean isLengthTracking() {
    return lengthTracking;
  }

  /** A copy of its bytes. */
  public byte[] toBytes() {
    byte[] copy = new byte[byteLength];
    buffer.copyTo(byteOffset, copy, 0, byteLength);
    return copy;
  }

  /** Its bytes in the order of the machines that run V8, little endian; changes write through. */
  public ByteBuffer byteBuffer() {
    return ByteBuffer.wrap(buffer.bytes(), byteOffset, byteLength)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public String toString() {
    return kind.wireName() + "(" + length() + ")";
  }
}
