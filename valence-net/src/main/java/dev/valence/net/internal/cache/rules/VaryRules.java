package dev.valence.net.internal.cache.rules;

import dev.valence.net.http.HeaderList;
import dev.valence.net.internal.cache.CachedHead;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which requests a stored response answers (RFC 9111 §4.1). */
public final class VaryRules {
  private VaryRules() {}

  /** Whether {@code Vary: *} says that no later request can be matched. */
  public static boolean namesEverything(HeaderList response) {
    for (int at = response.indexOf("vary", 0); at >= 0; at = response.indexOf("vary", at + 1)) {
      if (FieldLists.split(response.value(at)).contains("*")) {
        return true;
      }
    }
    return false;
  }

  /**
   * The fields of the request that the response's {@code Vary} names: one field for each name, in
   * lower case, with its normalized value; a field that the request lacks is left out.
   */
  public static HeaderList selectingFields(HeaderList response, HeaderList request) {
    int at = response.indexOf("vary", 0);
    if (at < 0) {
      return new HeaderList(1);
    }
    HeaderList selecting = new HeaderList(4);
    for (; at >= 0; at = response.indexOf("vary", at + 1)) {
      for (String name : FieldLists.split(response.value(at))) {
        String lower = name.toLowerCase(Locale.ROOT);
        String value = normalized(lower, request);
        if (value != null) {
          selecting.set(lower, value);
        }
      }
    }
    return selecting;
  }

  /** Whether a request would have selected this response. */
  public static boolean matches(CachedHead stored, HeaderList request) {
    HeaderList response = stored.response().headers();
    int at = response.indexOf("vary", 0);
    for (; at >= 0; at = response.indexOf("vary", at + 1)) {
      for (String name : FieldLists.split(response.value(at))) {
        if (name.equals("*")) {
          return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        String now = normalized(lower, request);
        String then = stored.selecting().get(lower);
        if (now == null ? then != null : !now.equals(then)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Repeated lines joined, blanks beside commas dropped, languages in lower case. */
  private static @Nullable String normalized(String name, HeaderList request) {
    String joined = request.getJoined(name);
    if (joined == null) {
      return null;
    }
    List<String> members = FieldLists.split(joined);
    String value = members.size() == 1 ? members.get(0) : String.join(",", members);
    return name.equals("accept-language") ? value.toLowerCase(Locale.ROOT) : value;
  }
}
