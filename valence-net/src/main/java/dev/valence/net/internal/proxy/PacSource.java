package dev.valence.net.internal.proxy;

import dev.valence.net.internal.pac.PacLimits;
import dev.valence.net.url.Url;
import dev.valence.net.url.UrlSetters;
import org.jspecify.annotations.Nullable;

/**
 * Where a PAC script comes from: a URL, or the text itself.
 *
 * @param url http, https or data; null where the text was given
 * @param text the script; null where it is to be fetched
 */
public record PacSource(@Nullable Url url, @Nullable String text) {
  /** The DNS part of WPAD, without devolution, as in Chromium ({@code pac_file_decider.cc}). */
  static final PacSource WPAD = new PacSource(Url.parse("http://wpad/wpad.dat"), null);

  private static final String FUNCTION = "FindProxyForURL";

  /**
   * Reads the option {@code pacScript}.
   *
   * @throws IllegalArgumentException when it is neither a URL that can be fetched nor a script
   */
  public static PacSource of(String urlOrText) {
    Url url = urlOf(urlOrText);
    if (url != null) {
      return new PacSource(url, null);
    }
    if (looksLikeScript(urlOrText)) {
      if (urlOrText.length() > PacLimits.MAX_SCRIPT) {
        throw new IllegalArgumentException(
            "pacScript has "
                + urlOrText.length()
                + " characters; at most "
                + PacLimits.MAX_SCRIPT
                + " are allowed");
      }
      return new PacSource(null, urlOrText);
    }
    String hint =
        urlOrText.regionMatches(true, 0, "file:", 0, 5)
            ? "file: is not fetched; give the text of the file"
            : "expected an http:, https: or data: URL, or the text of a script that defines "
                + FUNCTION;
    throw new IllegalArgumentException(
        "pacScript \"" + shorten(urlOrText) + "\" cannot be used: " + hint);
  }

  /** Chromium's test before it takes a text for a script. */
  static boolean looksLikeScript(String text) {
    return text.contains(FUNCTION);
  }

  /** For messages: the URL without credentials, or that it is a text. */
  public static String describe(String urlOrText) {
    return urlOrText.isEmpty() ? "" : describe(urlOf(urlOrText));
  }

  /** As {@link #describe(String)}. */
  String describe() {
    return describe(url);
  }

  private static String describe(@Nullable Url url) {
    if (url == null) {
      return "(text)";
    }
    if (url.scheme().equals("data")) {
      return "data: URL";
    }
    Url shown = url;
    if (url.hasCredentials()) {
      shown = UrlSetters.password(UrlSetters.username(url, ""), "");
    }
    return shorten(shown.href());
  }

  private static @Nullable Url urlOf(String text) {
    for (String scheme : new String[] {"http:", "https:", "data:"}) {
      if (text.regionMatches(true, 0, scheme, 0, scheme.length())) {
        return Url.tryParse(text);
      }
    }
    return null;
  }

  private static String shorten(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
