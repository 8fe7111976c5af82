package dev.valence.net.url;

/**
 * A parsed host with its serialisation; for {@link HostKind#INVALID} the text is the name of the
 * failure.
 */
record Host(HostKind kind, String text) {
  static final Host NONE = new Host(HostKind.NONE, "");
  static final Host EMPTY = new Host(HostKind.EMPTY, "");

  static Host invalid(String reason) {
    return new Host(HostKind.INVALID, reason);
  }

  boolean isInvalid() {
    return kind == HostKind.INVALID;
  }

  boolean isNone() {
    return kind == HostKind.NONE;
  }

  /** True for the standard's "null or the empty string". */
  boolean isNoneOrEmpty() {
    return kind == HostKind.NONE || kind == HostKind.EMPTY;
  }
}
