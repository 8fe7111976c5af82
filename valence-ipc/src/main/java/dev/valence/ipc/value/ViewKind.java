package dev.valence.ipc.value;

/** The kinds of views into an {@code ArrayBuffer}. */
public enum ViewKind {
  /** Signed bytes. */
  INT8("Int8Array", 1),
  /** Unsigned bytes. */
  UINT8("Uint8Array", 1),
  /** Unsigned bytes; JavaScript clamps what is written. */
  UINT8_CLAMPED("Uint8ClampedArray", 1),
  /** Signed, 16 bits. */
  INT16("Int16Array", 2),
  /** Unsigned, 16 bits. */
  UINT16("Uint16Array", 2),
  /** Signed, 32 bits. */
  INT32("Int32Array", 4),
  /** Unsigned, 32 bits. */
  UINT32("Uint32Array", 4),
  /** Half floats; only recent JavaScript engines have them. */
  FLOAT16("Float16Array", 2),
  /** Floats. */
  FLOAT32("Float32Array", 4),
  /** Doubles. */
  FLOAT64("Float64Array", 8),
  /** Signed BigInts of 64 bits. */
  BIG_INT64("BigInt64Array", 8),
  /** Unsigned BigInts of 64 bits. */
  BIG_UINT64("BigUint64Array", 8),
  /** Bytes, read in any size. */
  DATA_VIEW("DataView", 1);

  private final String wireName;
  private final int elementSize;

  ViewKind(String wireName, int elementSize) {
    this.wireName = wireName;
    this.elementSize = elementSize;
  }

  /** JavaScript's name of the class. */
  public String wireName() {
    return wireName;
  }

  /** The size of an element in bytes. */
  public int elementSize() {
    return elementSize;
  }
}
