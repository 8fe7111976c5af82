package dev.valence.cli.cookies;

import dev.valence.cli.failure.CommandFailure;
import dev.valence.cli.failure.ExitCode;
import dev.valence.net.url.Url;

/** A URL that cookies are for. */
final class CookieUrl {
  private CookieUrl() {}

  /** The URL, serialised. */
  static String checked(String text) {
    Url url = Url.tryParse(text);
    if (url == null || !(url.scheme().equals("http") || url.scheme().equals("https"))) {
      throw new CommandFailure(
          ExitCode.BAD_URL,
          "no URL of a web site: " + text + "; write it whole, such as https://app.example/");
    }
    return url.href();
  }
}
