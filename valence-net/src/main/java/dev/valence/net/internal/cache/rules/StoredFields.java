package dev.valence.net.internal.cache.rules;

import dev.valence.net.http.HeaderList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which fields of a response are kept, and how later ones change them (RFC 9111 §3.1, §3.2). */
public final class StoredFields {
  /** Of one connection only. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /**
   * Cookies are for the jar alone: none is written to the disk of the cache, and none is set again
   * by a hit (Chromium's {@code PERSIST_SANS_COOKIES}).
   */
  private static final Set<String> COOKIES = Set.of("set-cookie", "set-cookie2");

  /** What describes the stored bytes, which a response without them cannot change. */
  private static final Set<String> OF_THE_BODY =
      Set.of("content-encoding", "content-length", "content-md5", "content-range", "etag");

  private StoredFields() {}

  /** What is stored of the fields of a response. */
  public static HeaderList of(HeaderList network) {
    Set<String> listed = listedInConnection(network);
    HeaderList stored = new HeaderList(network.size() + 1);
    for (int i = 0; i < network.size(); i++) {
      String name = network.name(i).toLowerCase(Locale.ROOT);
      if (!HOP_BY_HOP.contains(name) && !COOKIES.contains(name) && !listed.contains(name)) {
        stored.add(network.name(i), network.value(i));
      }
    }
    return stored;
  }

  /** The stored fields after a 304, a HEAD or a 206 has brought newer ones. */
  public static HeaderList updated(HeaderList stored, HeaderList later) {
    HeaderList news = of(later);
    HeaderList merged = new HeaderList(stored.size() + news.size());
    for (int i = 0; i < stored.size(); i++) {
      String name = stored.name(i);
      if (OF_THE_BODY.contains(name.toLowerCase(Locale.ROOT))
          || !news.contains(name) && !isDerived(name)) {
        merged.add(name, stored.value(i));
      }
    }
    for (int i = 0; i < news.size(); i++) {
      String name = news.name(i);
      if (!OF_THE_BODY.contains(name.toLowerCase(Locale.ROOT))) {
        merged.add(name, news.value(i));
      }
    }
    return merged;
  }

  /** An {@code Age} is that of the response it came with. */
  private static boolean isDerived(String name) {
    return name.equalsIgnoreCase("age");
  }

  /**
   * The fields of a stored response as it is used.
   *
   * @param withheld what is left out: the fields of {@code no-cache="…"} where the server has not
   *     just confirmed the response (RFC 9111 §5.2.2.4)
   * @param ageSeconds for {@code Age}, which a response out of a cache carries (§5.1)
   */
  public static HeaderList served(HeaderList stored, List<String> withheld, long ageSeconds) {
    HeaderList served = stored.copy();
    withheld.forEach(served::remove);
    served.set("Age", Long.toString(ageSeconds));
    return served;
  }

  private static Set<String> listedInConnection(HeaderList headers) {
    int at = headers.indexOf("connection", 0);
    if (at < 0) {
      return Set.of();
    }
    Set<String> listed = new HashSet<>();
    for (; at >= 0; at = headers.indexOf("connection", at + 1)) {
      for (String name : FieldLists.split(headers.value(at))) {
        listed.add(name.toLowerCase(Locale.ROOT));
      }
    }
    return listed;
  }
}
