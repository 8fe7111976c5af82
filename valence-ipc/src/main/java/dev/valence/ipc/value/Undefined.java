package dev.valence.ipc.value;

/** JavaScript's {@code undefined}, which is not {@code null}. */
public enum Undefined {
  /** The only value. */
  VALUE;

  @Override
  public String toString() {
    return "undefined";
  }
}
