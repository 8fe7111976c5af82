package dev.valence.net.internal.auth;

import dev.valence.net.http.HeaderRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads challenges (RFC 9110 §11.6.1): several in one field, several fields, quoted strings,
 * token68. What cannot be read is skipped up to the next comma; what is too much is left out. Pure.
 */
final class ChallengeParser {
  private static final int MOST_CHALLENGES = 32;
  private static final int MOST_PARAMETERS = 64;
  private static final int MOST_CHARACTERS = 64 * 1024;

  private final String text;
  private int at;
  private final List<Challenge> found;

  private ChallengeParser(String text, List<Challenge> found) {
    this.text = text;
    this.found = found;
  }

  /** The challenges of these field values, in order. */
  static List<Challenge> parse(List<String> values) {
    List<Challenge> found = new ArrayList<>(2);
    for (String value : values) {
      if (value.length() <= MOST_CHARACTERS) {
        new ChallengeParser(value, found).readAll();
      }
    }
    return found;
  }

  private void readAll() {
    Map<String, String> parameters = new LinkedHashMap<>();
    boolean open = false;
    while (found.size() <= MOST_CHALLENGES) {
      skipSpaceAndCommas();
      if (at == text.length()) {
        return;
      }
      String word = token();
      if (word.isEmpty()) {
        skipToComma();
        continue;
      }
      if (open && isEqualsNext()) {
        readParameter(word, parameters);
        continue;
      }
      if (found.size() == MOST_CHALLENGES) {
        return;
      }
      parameters = new LinkedHashMap<>();
      open = true;
      found.add(new Challenge(word, readToken68(), parameters));
    }
  }

  /** The token68 behind a scheme; empty, and nothing read, where none is there. */
  private String readToken68() {
    int start = at;
    if (at == text.length() || text.charAt(at) != ' ') {
      return "";
    }
    skipSpace();
    int from = at;
    while (at < text.length() && isToken68Char(text.charAt(at))) {
      at++;
    }
    while (at > from && at < text.length() && text.charAt(at) == '=') {
      at++;
    }
    int end = at;
    skipSpace();
    if (end > from && (at == text.length() || text.charAt(at) == ',')) {
      return text.substring(from, end);
    }
    at = start;
    return "";
  }

  private void readParameter(String name, Map<String, String> parameters) {
    skipSpace();
    at++;
    skipSpace();
    String value;
    if (at < text.length() && text.charAt(at) == '"') {
      value = quotedString();
    } else {
      int from = at;
      while (at < text.length() && text.charAt(at) != ',') {
        at++;
      }
      value = text.substring(from, at).strip();
    }
    if (parameters.size() < MOST_PARAMETERS) {
      parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
    }
    skipToComma();
  }

  /** A quoted string; one without its end ends with the field (Chromium's {@code HttpUtil}). */
  private String quotedString() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        break;
      }
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
      }
      value.append(c);
    }
    return value.toString();
  }

  private String token() {
    int from = at;
    while (at < text.length() && HeaderRules.isTokenChar(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  private boolean isEqualsNext() {
    int next = at;
    while (next < text.length() && isSpace(text.charAt(next))) {
      next++;
    }
    return next < text.length() && text.charAt(next) == '=';
  }

  private void skipToComma() {
    while (at < text.length() && text.charAt(at) != ',') {
      if (text.charAt(at) == '"') {
        quotedString();
      } else {
        at++;
      }
    }
  }

  private void skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
  }

  private void skipSpaceAndCommas() {
    while (at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == ',')) {
      at++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isToken68Char(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~+/".indexOf(c) >= 0;
  }
}
