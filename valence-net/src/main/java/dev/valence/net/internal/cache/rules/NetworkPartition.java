package dev.valence.net.internal.cache.rules;

import dev.valence.net.site.Site;
import dev.valence.net.url.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Whose responses a request may see (Fetch §2.6 "network partition key"; Chromium's {@code
 * NetworkIsolationKey}): those that the same site asked for in a frame of the same page.
 */
public final class NetworkPartition {
  private NetworkPartition() {}

  /**
   * The partition of a request.
   *
   * @param topSite the site of the top-level page; null for the application itself
   * @param initiator the origin that asks; null for the application itself
   * @return empty for the application itself; null for an opaque origin, which shares with nobody
   */
  public static @Nullable String of(@Nullable Site topSite, @Nullable Origin initiator) {
    if (topSite == null && initiator == null) {
      return "";
    }
    Site frame = initiator == null ? topSite : Site.of(initiator);
    Site top = topSite == null ? frame : topSite;
    if (top == null || frame == null || top.isOpaque() || frame.isOpaque()) {
      return null;
    }
    return top + " " + frame;
  }
}
