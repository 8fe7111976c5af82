package dev.valence.internal.download.name;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file name in a {@code Content-Disposition} (RFC 6266), read as leniently as browsers do:
 * {@code filename*} before {@code filename}, the first of each, a type that is missing.
 */
final class ContentDisposition {
  private static final int MOST_PARAMETERS = 64;

  private final String field;
  private int position;
  private final Map<String, String> parameters = new LinkedHashMap<>();

  private ContentDisposition(String field) {
    this.field = field;
  }

  /** The name as the server wrote it, not safe yet; null where there is none. */
  static @Nullable String fileName(String field) {
    ContentDisposition read = new ContentDisposition(field);
    read.read();
    String extended = read.parameters.get("filename*");
    String decoded = extended == null ? null : EncodedText.extValue(extended);
    if (decoded != null && !decoded.isBlank()) {
      return decoded;
    }
    String plain = read.parameters.get("filename");
    String loose = plain == null ? "" : EncodedText.loose(plain);
    return loose.isBlank() ? null : loose;
  }

  private void read() {
    // The type; where the first thing is a parameter, there is none.
    int first = next(";=");
    if (first < field.length() && field.charAt(first) == '=') {
      position = 0;
    } else {
      position = first + 1;
    }
    for (int i = 0; i < MOST_PARAMETERS && position < field.length(); i++) {
      parameter();
    }
  }

  private void parameter() {
    int end = next(";=");
    String name = field.substring(position, end).strip().toLowerCase(Locale.ROOT);
    if (end >= field.length() || field.charAt(end) == ';') {
      position = end + 1;
      return;
    }
    position = end + 1;
    while (position < field.length() && isSpace(field.charAt(position))) {
      position++;
    }
    String value;
    if (position < field.length() && field.charAt(position) == '"') {
      value = quoted();
      position = next(";") + 1;
    } else {
      end = next(";");
      value = field.substring(position, end).strip();
      position = end + 1;
    }
    parameters.putIfAbsent(name, value);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    for (position++; position < field.length(); position++) {
      char c = field.charAt(position);
      if (c == '"') {
        position++;
        break;
      }
      if (c == '\\' && position + 1 < field.length()) {
        c = field.charAt(++position);
      }
      value.append(c);
    }
    return value.toString();
  }

  private int next(String ends) {
    int i = position;
    while (i < field.length() && ends.indexOf(field.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }
}
