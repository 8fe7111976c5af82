package dev.valence.net.internal.cache.rules;

import dev.valence.net.http.HeaderList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The directives of {@code Cache-Control} (RFC 9111 §5.2), read leniently: names in any case,
 * values as tokens or quoted, unknown directives passed over. Immutable.
 */
public final class CacheControl {
  /** No directive of this name. */
  public static final long ABSENT = -1;

  /** Longer spans of time are this long (RFC 9111 §1.2.2), in seconds. */
  static final long MOST_SECONDS = Integer.MAX_VALUE;

  private static final CacheControl NONE = new CacheControl(List.of());

  private record Directive(String name, @Nullable String value) {}

  private final List<Directive> directives;

  private CacheControl(List<Directive> directives) {
    this.directives = directives;
  }

  /** The directives of all {@code Cache-Control} lines. */
  public static CacheControl of(HeaderList headers) {
    int at = headers.indexOf("cache-control", 0);
    if (at < 0) {
      return NONE;
    }
    List<Directive> found = new ArrayList<>(4);
    for (; at >= 0; at = headers.indexOf("cache-control", at + 1)) {
      for (String member : FieldLists.split(headers.value(at))) {
        found.add(directive(member));
      }
    }
    return new CacheControl(found);
  }

  private static Directive directive(String member) {
    int equals = member.indexOf('=');
    if (equals < 0) {
      return new Directive(member.toLowerCase(Locale.ROOT), null);
    }
    // A blank before "=" makes another, unknown name; Chromium sees it so, too.
    return new Directive(
        member.substring(0, equals).toLowerCase(Locale.ROOT),
        FieldLists.unquote(member.substring(equals + 1)));
  }

  /** Whether the directive stands there, with a value or without. */
  public boolean has(String name) {
    for (Directive directive : directives) {
      if (directive.name.equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the directive stands there without a value, and so is about the whole response. */
  public boolean hasBare(String name) {
    for (Directive directive : directives) {
      if (directive.name.equals(name) && directive.value == null) {
        return true;
      }
    }
    return false;
  }

  /**
   * A span of time. Of several the shortest counts; what is no number counts as 0 (RFC 9111 §4.2.1:
   * stale).
   *
   * @return seconds, or {@link #ABSENT}
   */
  public long seconds(String name) {
    long least = ABSENT;
    for (Directive directive : directives) {
      if (directive.name.equals(name)) {
        long value = directive.value == null ? 0 : Math.max(0, parseSeconds(directive.value));
        least = least < 0 ? value : Math.min(least, value);
      }
    }
    return least;
  }

  /** The field names that a qualified {@code no-cache="…"} or {@code private="…"} lists. */
  public List<String> fields(String name) {
    List<String> fields = List.of();
    for (Directive directive : directives) {
      if (directive.name.equals(name) && directive.value != null) {
        fields = fields.isEmpty() ? new ArrayList<>(2) : fields;
        fields.addAll(FieldLists.split(directive.value));
      }
    }
    return fields;
  }

  /**
   * Reads a non-negative decimal number of any length.
   *
   * @return at most {@link #MOST_SECONDS}, or -1 for anything else
   */
  static long parseSeconds(String text) {
    if (text.isEmpty()) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = Math.min(MOST_SECONDS, value * 10 + (c - '0'));
    }
    return value;
  }
}
