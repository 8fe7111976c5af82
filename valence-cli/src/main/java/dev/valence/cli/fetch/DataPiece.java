package dev.valence.cli.fetch;

/**
 * One {@code -d}, {@code --data-binary} or {@code --json-body}.
 *
 * @param text what was given: the data, or {@code @} and the name of a file, {@code -} for standard
 *     input
 */
record DataPiece(Kind kind, String text) {
  /** Which option it was. */
  enum Kind {
    /** {@code -d}: line ends of a file are left out, as curl does. */
    TEXT,
    /** {@code --data-binary}: as it is. */
    BINARY,
    /** {@code --json-body}: as it is, with the media type of JSON. */
    JSON
  }

  boolean isFile() {
    return text.startsWith("@");
  }

  /** The file's name; only where {@link #isFile}. */
  String fileName() {
    return text.substring(1);
  }

  boolean isStandardInput() {
    return isFile() && fileName().equals("-");
  }
}
