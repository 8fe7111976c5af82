package dev.valence.internal.webrequest;

import dev.valence.net.http.HeaderList;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Header fields as listeners see them, and back. On the road a value is its bytes, one a character;
 * listeners see text where the bytes are UTF-8, and what they leave as it was goes on as it came.
 */
final class HeaderTexts {
  private HeaderTexts() {}

  /** Request fields: repeats are joined. */
  static Map<String, String> request(HeaderList headers) {
    Map<String, String> map = new LinkedHashMap<>();
    Map<String, String> spelling = new LinkedHashMap<>();
    headers.forEachField(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          String known = spelling.putIfAbsent(lower, name);
          String separator = lower.equals("cookie") ? "; " : ", ";
          map.merge(known == null ? name : known, value, (a, b) -> a + separator + b);
        });
    return map;
  }

  /** Response fields: all values of a name, in order. */
  static Map<String, List<String>> response(HeaderList headers) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    Map<String, List<String>> byLowerName = new LinkedHashMap<>();
    headers.forEachField(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          List<String> values = byLowerName.get(lower);
          if (values == null) {
            values = new ArrayList<>(1);
            byLowerName.put(lower, values);
            map.put(name, values);
          }
          values.add(shown(value));
        });
    return map;
  }

  /** What a listener answered; a value that it was shown becomes again what it was. */
  static HeaderList response(Map<String, List<String>> given, HeaderList before) {
    HeaderList list = new HeaderList(given.size() + 2);
    given.forEach(
        (name, values) -> {
          List<String> old = before.getAll(name);
          for (String value : values) {
            list.add(name, original(value, old));
          }
        });
    return list;
  }

  private static String original(String value, List<String> before) {
    if (isAscii(value)) {
      return value;
    }
    for (String one : before) {
      if (shown(one).equals(value)) {
        return one;
      }
    }
    return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String shown(String bytes) {
    if (isAscii(bytes)) {
      return bytes;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      return bytes;
    }
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
