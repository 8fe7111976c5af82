package dev.valence.net.internal.cache.rules;

import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request that changes things takes out of the cache (RFC 9111 §4.4). */
public final class Invalidation {
  private Invalidation() {}

  /** RFC 9110 §9.2.1; a method that is not known counts as unsafe. */
  public static boolean isSafe(String method) {
    return switch (method) {
      case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
      default -> false;
    };
  }

  /** The URLs whose stored responses no longer hold; none for a safe method and for an error. */
  public static List<Url> targets(String method, Url url, int status, HeaderList response) {
    if (isSafe(method) || status < 200 || status >= 400) {
      return List.of();
    }
    List<Url> targets = new ArrayList<>(3);
    targets.add(url);
    add(response.get("location"), url, targets);
    add(response.get("content-location"), url, targets);
    return targets;
  }

  private static void add(@Nullable String value, Url base, List<Url> targets) {
    Url named = value == null ? null : Url.tryParse(value, base);
    // Another origin has no say over what is stored of this one.
    if (named != null && named.origin().equals(base.origin())) {
      targets.add(named);
    }
  }
}
