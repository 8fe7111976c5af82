package dev.valence.net.internal.auth;

import dev.valence.net.auth.AuthCredentials;
import dev.valence.net.url.PercentEncoding;
import dev.valence.net.url.Url;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The user name and password of a URL. Pure. */
public final class UrlCredentials {
  private UrlCredentials() {}

  /** Decoded; null where there are none, or none that could be sent. */
  public static @Nullable AuthCredentials of(Url url) {
    if (!url.hasCredentials()) {
      return null;
    }
    try {
      return AuthCredentials.of(decoded(url.username()), decoded(url.password()));
    } catch (IllegalArgumentException unusable) {
      // Too long, or with an escaped control character: as if they were not there.
      return null;
    }
  }

  private static String decoded(String text) {
    return new String(PercentEncoding.decode(text), StandardCharsets.UTF_8);
  }
}
