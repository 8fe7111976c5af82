package dev.valence.ipc.clone.internal;

/** The tags of the format: {@code SerializationTag} and {@code ErrorTag} in V8. */
final class Tag {
  static final int LATEST_VERSION = 15;
  static final int OLDEST_VERSION = 13;

  static final int VERSION = 0xFF;
  static final int PADDING = 0;
  static final int OBJECT_COUNT = '?';
  static final int HOLE = '-';
  static final int UNDEFINED = '_';
  static final int NULL = '0';
  static final int TRUE = 'T';
  static final int FALSE = 'F';
  static final int INT32 = 'I';
  static final int UINT32 = 'U';
  static final int DOUBLE = 'N';
  static final int BIG_INT = 'Z';
  static final int UTF8_STRING = 'S';
  static final int ONE_BYTE_STRING = '"';
  static final int TWO_BYTE_STRING = 'c';
  static final int REFERENCE = '^';
  static final int OBJECT = 'o';
  static final int END_OBJECT = '{';
  static final int SPARSE_ARRAY = 'a';
  static final int END_SPARSE_ARRAY = '@';
  static final int DENSE_ARRAY = 'A';
  static final int END_DENSE_ARRAY = '$';
  static final int DATE = 'D';
  static final int TRUE_OBJECT = 'y';
  static final int FALSE_OBJECT = 'x';
  static final int NUMBER_OBJECT = 'n';
  static final int BIG_INT_OBJECT = 'z';
  static final int STRING_OBJECT = 's';
  static final int REG_EXP = 'R';
  static final int MAP = ';';
  static final int END_MAP = ':';
  static final int SET = '\'';
  static final int END_SET = ',';
  static final int ARRAY_BUFFER = 'B';
  static final int RESIZABLE_ARRAY_BUFFER = '~';
  static final int ARRAY_BUFFER_VIEW = 'V';
  static final int HOST_OBJECT = '\\';
  static final int ERROR = 'r';

  static final int ERROR_MESSAGE = 'm';
  static final int ERROR_CAUSE = 'c';
  static final int ERROR_STACK = 's';
  static final int ERROR_END = '.';

  /** Flags of a view, since version 14. */
  static final int VIEW_TRACKS_LENGTH = 1;

  static final int VIEW_OF_RESIZABLE = 2;

  private Tag() {}

  /** Whether V8 writes this tag, but only along with objects that do not travel as bytes. */
  static boolean needsTransfer(int tag) {
    // Transferred and shared array buffers, shared objects, WebAssembly's modules and memories.
    return tag == 't' || tag == 'u' || tag == 'p' || tag == 'w' || tag == 'm';
  }

  /** A tag as it appears in messages. */
  static String name(int tag) {
    return tag > ' ' && tag < 0x7F ? "'" + (char) tag + "'" : "0x" + Integer.toHexString(tag);
  }
}
