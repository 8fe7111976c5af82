package dev.valence.internal.download;

import java.io.IOException;

/** The server answered, but with no file. */
final class HttpStatusException extends IOException {
  private static final long serialVersionUID = 1L;

  HttpStatusException(int status, String url) {
    super("the server answered " + status + " to " + url);
  }
}
