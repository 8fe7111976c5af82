package dev.valence.internal.request;

import dev.valence.net.http.HeaderList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How Node merges repeated header fields (its documentation of {@code message.headers}). Pure
 * functions.
 */
final class NodeHeaders {
  /** Of these the first counts. */
  private static final Set<String> FIRST_ONLY =
      Set.of(
          "age",
          "authorization",
          "content-length",
          "content-type",
          "etag",
          "expires",
          "from",
          "host",
          "if-modified-since",
          "if-unmodified-since",
          "last-modified",
          "location",
          "max-forwards",
          "proxy-authorization",
          "referer",
          "retry-after",
          "server",
          "user-agent");

  private NodeHeaders() {}

  /**
   * The fields by lower-case name, in the order of their first lines; values are strings or, for
   * set-cookie, a list.
   */
  static Map<String, Object> merge(HeaderList list) {
    Map<String, Object> merged = new LinkedHashMap<>();
    lists(list)
        .forEach(
            (name, values) ->
                merged.put(
                    name,
                    name.equals("set-cookie")
                        ? Collections.unmodifiableList(values)
                        : text(name, values)));
    return Collections.unmodifiableMap(merged);
  }

  /** The fields by lower-case name, each with every value. */
  static Map<String, List<String>> lists(HeaderList list) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      map.computeIfAbsent(list.name(i).toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
          .add(list.value(i));
    }
    return map;
  }

  /** One merged field, whatever its case; null where there is none. */
  static @Nullable String text(HeaderList list, String name) {
    List<String> values = list.getAll(name);
    return values.isEmpty() ? null : text(name.toLowerCase(Locale.ROOT), values);
  }

  private static String text(String name, List<String> values) {
    if (values.size() == 1 || FIRST_ONLY.contains(name)) {
      return values.get(0);
    }
    return String.join(name.equals("cookie") ? "; " : ", ", values);
  }
}
