package dev.valence.ipc.clone;

import org.jspecify.annotations.Nullable;

/**
 * A value that cannot be cloned, or bytes that are no value. The message is Electron's or V8's own
 * text; {@link #detail} says what is wrong and where, and {@link #toString} has both.
 */
public final class DataCloneException extends RuntimeException {
  /** Electron's text for what cannot be sent. */
  public static final String NOT_CLONEABLE = "An object could not be cloned.";

  /** V8's text for bytes that cannot be read. */
  public static final String NOT_READABLE = "Unable to deserialize cloned data.";

  /** V8's text for bytes of another version. */
  public static final String WRONG_VERSION =
      "Unable to deserialize cloned data due to invalid or unsupported version.";

  private static final long serialVersionUID = 1L;

  private final String detail;

  private DataCloneException(String message, String detail, @Nullable Throwable cause) {
    super(message, cause);
    this.detail = detail;
  }

  /** What cannot be cloned, and why. */
  public static DataCloneException notCloneable(String detail, @Nullable Throwable cause) {
    return new DataCloneException(NOT_CLONEABLE, detail, cause);
  }

  /** Bytes that cannot be read, and why. */
  public static DataCloneException notReadable(String detail) {
    return new DataCloneException(NOT_READABLE, detail, null);
  }

  /** Bytes of a version that cannot be read. */
  public static DataCloneException wrongVersion(String detail) {
    return new DataCloneException(WRONG_VERSION, detail, null);
  }

  /** What is wrong, and where: a path in the value, or an offset in the bytes. */
  public String detail() {
    return detail;
  }

  @Override
  public String toString() {
    return super.toString() + " (" + detail + ")";
  }
}
