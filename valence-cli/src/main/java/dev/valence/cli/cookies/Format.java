package dev.valence.cli.cookies;

import dev.valence.cookies.Cookies;
import java.util.concurrent.CompletableFuture;

/** The forms of a file of cookies. */
enum Format {
  /** The cookie file of Netscape, curl and wget. */
  netscape,
  /** Electron's cookie objects; Playwright's storage state is read as well. */
  json;

  /** What a text looks like. */
  static Format of(String text) {
    String start = text.stripLeading();
    return start.startsWith("[") || start.startsWith("{") ? json : netscape;
  }

  /** Takes the cookies of a text in; gives how many. */
  CompletableFuture<Integer> read(String text, Cookies into) {
    return this == json ? into.importJson(text) : into.importNetscape(text);
  }

  /** The cookies as a text. */
  CompletableFuture<String> write(Cookies from) {
    return this == json ? from.exportJson() : from.exportNetscape();
  }
}
