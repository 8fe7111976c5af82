package dev.valence.internal.fetch;

import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Origin;
import dev.valence.net.url.Url;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, by the {@code Origin} header that a program sets (Electron takes it for its option).
 */
public final class Initiator {
  private Initiator() {}

  /**
   * The origin of the header; opaque for {@code null} and what is no URL; null without a header.
   */
  public static @Nullable Origin of(HeaderList headers) {
    String header = headers.get("origin");
    if (header == null) {
      return null;
    }
    Url url = Url.tryParse(header);
    return url == null ? Origin.opaque() : url.origin();
  }
}
