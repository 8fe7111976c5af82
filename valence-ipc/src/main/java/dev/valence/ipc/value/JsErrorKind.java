package dev.valence.ipc.value;

/** The classes of errors that structured clone keeps; all others arrive as {@code Error}. */
public enum JsErrorKind {
  /** Any error. */
  ERROR("Error"),
  /** Errors of {@code eval}. */
  EVAL_ERROR("EvalError"),
  /** A value outside of its range. */
  RANGE_ERROR("RangeError"),
  /** A name that nothing has. */
  REFERENCE_ERROR("ReferenceError"),
  /** Text that is no JavaScript. */
  SYNTAX_ERROR("SyntaxError"),
  /** A value of the wrong type. */
  TYPE_ERROR("TypeError"),
  /** A malformed URI. */
  URI_ERROR("URIError");

  private final String wireName;

  JsErrorKind(String wireName) {
    this.wireName = wireName;
  }

  /** JavaScript's name of the class. */
  public String wireName() {
    return wireName;
  }
}
