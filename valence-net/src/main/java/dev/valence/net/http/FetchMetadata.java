package dev.valence.net.http;

import dev.valence.net.site.Site;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request headers {@code Sec-Fetch-Site}, {@code -Mode}, {@code -User} and {@code -Dest} (Fetch
 * Metadata §2 and §3, Chromium's {@code SetFetchMetadataHeaders}). Pure functions; any thread.
 */
public final class FetchMetadata {
  /** Electron's mode for a request that names none. */
  public static final String DEFAULT_MODE = "no-cors";

  /** The destination of a request that names none. */
  public static final String DEFAULT_DESTINATION = "empty";

  private enum Relation {
    SAME_ORIGIN("same-origin"),
    SAME_SITE("same-site"),
    CROSS_SITE("cross-site");

    private final String wireName;

    Relation(String wireName) {
      this.wireName = wireName;
    }
  }

  private FetchMetadata() {}

  /**
   * The fields to add to one hop of a request. A field that the program set itself is left as it is
   * and not among them. None are added for a URL that is not potentially trustworthy.
   *
   * @param headers the fields that the program set
   * @param initiator on whose behalf the request is made, see {@link #initiator}; null for nobody
   * @param urls the URLs of the request's hops so far, this hop's last; not empty
   * @param mode the request's mode, such as {@code navigate}
   * @param destination the request's destination, such as {@code document}
   * @param userActivation whether a user's act began a navigation
   */
  public static HeaderList fields(
      HeaderList headers,
      @Nullable Origin initiator,
      List<Url> urls,
      String mode,
      String destination,
      boolean userActivation) {
    HeaderList fields = new HeaderList(4);
    if (!PotentiallyTrustworthy.isTrustworthy(urls.get(urls.size() - 1))) {
      return fields;
    }
    addUnlessSet(fields, headers, "Sec-Fetch-Site", site(initiator, urls));
    addUnlessSet(fields, headers, "Sec-Fetch-Mode", mode);
    if (userActivation) {
      addUnlessSet(fields, headers, "Sec-Fetch-User", "?1");
    }
    addUnlessSet(fields, headers, "Sec-Fetch-Dest", destination);
    return fields;
  }

  /**
   * {@link #fields(HeaderList, Origin, List, String, String, boolean)} with Electron's defaults.
   */
  public static HeaderList fields(HeaderList headers, @Nullable Origin initiator, List<Url> urls) {
    return fields(headers, initiator, urls, DEFAULT_MODE, DEFAULT_DESTINATION, false);
  }

  /**
   * The value of {@code Sec-Fetch-Site}: {@code none} where nobody initiated the request, else the
   * farthest relation between the initiator and any of the hops.
   */
  public static String site(@Nullable Origin initiator, List<Url> urls) {
    if (initiator == null) {
      return "none";
    }
    Relation farthest = Relation.SAME_ORIGIN;
    for (Url url : urls) {
      Relation relation = relation(initiator, url);
      if (relation.compareTo(farthest) > 0) {
        farthest = relation;
      }
    }
    return farthest.wireName;
  }

  /**
   * On whose behalf a program's request is made: Electron's option {@code origin}, else the header
   * {@code Origin} that the program set, else nobody (null). Text that is no URL, such as {@code
   * null}, gives an opaque origin, which is across sites with everything.
   */
  public static @Nullable Origin initiator(
      @Nullable String originOption, @Nullable String originHeader) {
    String text = originOption != null ? originOption : originHeader;
    if (text == null) {
      return null;
    }
    Url url = Url.tryParse(text);
    return url == null ? Origin.opaque() : url.origin();
  }

  private static Relation relation(Origin initiator, Url url) {
    Origin target = url.origin();
    if (initiator.equals(target)) {
      return Relation.SAME_ORIGIN;
    }
    boolean sameSite =
        !initiator.isOpaque()
            && !target.isOpaque()
            && Site.of(initiator).isSameSite(Site.of(target));
    return sameSite ? Relation.SAME_SITE : Relation.CROSS_SITE;
  }

  private static void addUnlessSet(
      HeaderList fields, HeaderList headers, String name, String value) {
    if (!headers.contains(name)) {
      fields.add(name, value);
    }
  }
}
