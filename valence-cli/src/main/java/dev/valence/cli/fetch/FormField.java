package dev.valence.cli.fetch;

import dev.valence.cli.failure.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * One {@code -F} as curl writes it: {@code name=value}, {@code name=@file} or {@code name=<file},
 * each with {@code ;type=…} and {@code ;filename=…} after it.
 *
 * @param source what follows the sign: the value, or the name of a file
 * @param contentType null where it was not given
 * @param fileName null where it was not given
 */
record FormField(
    String name,
    Kind kind,
    String source,
    @Nullable String contentType,
    @Nullable String fileName) {
  /** What the value is. */
  enum Kind {
    /** The text itself. */
    VALUE,
    /** A file, sent as a file. */
    FILE,
    /** The content of a file, sent as a plain value. */
    CONTENT
  }

  /** Reads the text of one option. */
  static FormField parse(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw CommandFailure.usage("-F wants name=value or name=@file, not \"" + text + "\"");
    }
    String name = text.substring(0, equals);
    String rest = text.substring(equals + 1);
    Kind kind = rest.startsWith("@") ? Kind.FILE : rest.startsWith("<") ? Kind.CONTENT : Kind.VALUE;
    Reader reader = new Reader(kind == Kind.VALUE ? rest : rest.substring(1));
    String source = reader.untilAttribute();
    if (kind != Kind.VALUE && source.isEmpty()) {
      throw CommandFailure.usage("-F \"" + text + "\" names no file");
    }
    return new FormField(name, kind, source, reader.contentType, reader.fileName);
  }

  /** Reads the value and its attributes; quotes keep semicolons. */
  private static final class Reader {
    private final String text;
    private int position;
    private @Nullable String contentType;
    private @Nullable String fileName;

    Reader(String text) {
      this.text = text;
    }

    String untilAttribute() {
      String value = piece();
      while (position < text.length()) {
        if (attributeAt("type=")) {
          contentType = piece();
          // A media type has parameters of its own: type=text/plain;charset=utf-8.
          while (position < text.length() && !attributeAt("filename=")) {
            position++;
            contentType = contentType + ";" + piece();
          }
          if (position < text.length()) {
            fileName = piece();
          }
        } else if (attributeAt("filename=")) {
          fileName = piece();
        } else {
          position++;
          value = value + ";" + piece();
        }
      }
      return value;
    }

    /** Whether this attribute follows; then it is skipped. */
    private boolean attributeAt(String name) {
      if (text.charAt(position) == ';' && text.startsWith(name, position + 1)) {
        position += 1 + name.length();
        return true;
      }
      return false;
    }

    /** Text up to the next semicolon outside quotes. */
    private String piece() {
      if (position < text.length() && text.charAt(position) == '"') {
        String quoted = quoted();
        if (quoted != null) {
          return quoted;
        }
      }
      int end = text.indexOf(';', position);
      String piece = text.substring(position, end < 0 ? text.length() : end);
      position = end < 0 ? text.length() : end;
      return piece;
    }

    /** A quoted text with backslashes; null where its end is missing or something follows it. */
    private @Nullable String quoted() {
      StringBuilder content = new StringBuilder();
      for (int i = position + 1; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\\' && i + 1 < text.length()) {
          content.append(text.charAt(++i));
        } else if (c == '"') {
          if (i + 1 < text.length() && text.charAt(i + 1) != ';') {
            return null;
          }
          position = i + 1;
          return content.toString();
        } else {
          content.append(c);
        }
      }
      return null;
    }
  }
}
