package dev.valence.net.internal.cache.rules;

import dev.valence.net.http.HeaderRules;
import java.util.ArrayList;
import java.util.List;

/** Comma-separated field values with quoted strings (RFC 9110 §5.6.1, §5.6.4). */
final class FieldLists {
  private FieldLists() {}

  /** The members, trimmed, without the empty ones; a comma within quotes divides nothing. */
  static List<String> split(String value) {
    if (value.indexOf(',') < 0) {
      String only = HeaderRules.normalizeValue(value);
      return only.isEmpty() ? List.of() : List.of(only);
    }
    List<String> members = new ArrayList<>(4);
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      char c = i < value.length() ? value.charAt(i) : ',';
      if (i < value.length() && quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',') {
        String member =
            HeaderRules.normalizeValue(value.substring(start, Math.min(i, value.length())));
        if (!member.isEmpty()) {
          members.add(member);
        }
        start = i + 1;
      }
    }
    if (start < value.length()) {
      // A quote that was never closed, with an escape at its end.
      members.add(HeaderRules.normalizeValue(value.substring(start)));
    }
    return members;
  }

  /** The content of a quoted string; anything else as it is. */
  static String unquote(String value) {
    if (value.length() < 2 || value.charAt(0) != '"' || !value.endsWith("\"")) {
      return value;
    }
    if (value.indexOf('\\') < 0) {
      return value.substring(1, value.length() - 1);
    }
    StringBuilder content = new StringBuilder(value.length());
    for (int i = 1; i < value.length() - 1; i++) {
      char c = value.charAt(i);
      content.append(c == '\\' && i + 1 < value.length() - 1 ? value.charAt(++i) : c);
    }
    return content.toString();
  }
}
