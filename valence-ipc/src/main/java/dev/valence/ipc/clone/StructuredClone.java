package dev.valence.ipc.clone;

import dev.valence.ipc.clone.internal.ValueReader;
import dev.valence.ipc.clone.internal.ValueWriter;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Structured clone in V8's wire format: writes version 15, reads 13 to 15.
 *
 * <p>What is written are the values of {@code dev.valence.ipc.value} and the Java types that {@link
 * dev.valence.ipc.mapping.JavaToJs} lists; what is read are the former. {@link
 * dev.valence.ipc.mapping.JsToJava} makes records and collections of them.
 *
 * <p>Shared references and cycles stay what they are. Functions, threads, streams and classes that
 * are not listed are refused with {@link DataCloneException}; then nothing was written.
 *
 * <p>Bytes to read may come from anyone: nesting is limited, every length is checked against what
 * there is before memory is taken for it, and neither reading nor writing recurses. What reading
 * takes of memory is bounded by the number of bytes times a constant.
 *
 * <p>Not read: what only has a meaning with transferred or shared objects (transferred and shared
 * array buffers, WebAssembly, shared structs), and host objects other than those of {@link
 * ViewForm#NODE}, such as Blink's blobs.
 *
 * <p>Immutable; for any number of threads.
 */
public final class StructuredClone {
  /**
   * The default limit of nesting. V8 itself, which recurses, fails between 2,000 and 4,000 levels.
   */
  public static final int DEFAULT_MAX_DEPTH = 1_000;

  /** The largest limit of nesting. */
  public static final int GREATEST_MAX_DEPTH = 1_000_000;

  private static final StructuredClone DEFAULT =
      new StructuredClone(DEFAULT_MAX_DEPTH, ViewForm.BUFFER);

  private final int maxDepth;
  private final ViewForm viewForm;

  private StructuredClone(int maxDepth, ViewForm viewForm) {
    this.maxDepth = maxDepth;
    this.viewForm = viewForm;
  }

  /** Views in V8's own form, {@value #DEFAULT_MAX_DEPTH} levels. */
  public static StructuredClone ofDefaults() {
    return DEFAULT;
  }

  /**
   * The same with another limit of nesting: how many containers may lie in each other.
   *
   * @throws IllegalArgumentException outside of 1 to {@value #GREATEST_MAX_DEPTH}
   */
  public StructuredClone withMaxDepth(int depth) {
    if (depth < 1 || depth > GREATEST_MAX_DEPTH) {
      throw new IllegalArgumentException("No limit of nesting: " + depth);
    }
    return new StructuredClone(depth, viewForm);
  }

  /** The same with another form of views. */
  public StructuredClone withViewForm(ViewForm form) {
    return new StructuredClone(maxDepth, Objects.requireNonNull(form, "form"));
  }

  /**
   * The bytes of a value.
   *
   * @throws DataCloneException when something in it cannot be cloned; its detail says what
   */
  public byte[] serialize(@Nullable Object value) {
    return new ValueWriter(maxDepth, viewForm).write(value);
  }

  /**
   * The bytes of a value in a new buffer on an array of its own, which may be longer: as {@link
   * #serialize}, with a copy less.
   *
   * @throws DataCloneException when something in it cannot be cloned; its detail says what
   */
  public ByteBuffer serializeToBuffer(@Nullable Object value) {
    return new ValueWriter(maxDepth, viewForm).writeToBuffer(value);
  }

  /**
   * The value that the bytes are.
   *
   * @throws DataCloneException when they are none, or more than one
   */
  public @Nullable Object deserialize(byte[] bytes) {
    return ValueReader.read(bytes, 0, bytes.length, false, maxDepth);
  }

  /**
   * The value that the remaining bytes of a buffer are; its position stays.
   *
   * @throws DataCloneException when they are none, or more than one
   */
  public @Nullable Object deserialize(ByteBuffer buffer) {
    return deserialize(buffer, false);
  }

  /**
   * The same, where nobody writes to the buffer's array any more: a long {@code ArrayBuffer} in the
   * value may be a part of it until its bytes are asked for, which is a copy less.
   *
   * @throws DataCloneException when they are none, or more than one
   */
  public @Nullable Object deserializeGiven(ByteBuffer buffer) {
    return deserialize(buffer, true);
  }

  private @Nullable Object deserialize(ByteBuffer buffer, boolean given) {
    if (buffer.hasArray()) {
      int start = buffer.arrayOffset() + buffer.position();
      return ValueReader.read(buffer.array(), start, start + buffer.remaining(), given, maxDepth);
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return ValueReader.read(bytes, 0, bytes.length, true, maxDepth);
  }

  /**
   * A copy of a value as it would arrive elsewhere.
   *
   * @throws DataCloneException when something in it cannot be cloned
   */
  public @Nullable Object copy(@Nullable Object value) {
    return deserialize(serialize(value));
  }
}
