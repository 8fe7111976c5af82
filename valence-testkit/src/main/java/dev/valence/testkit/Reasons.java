package dev.valence.testkit;

import io.netty.handler.codec.http.HttpResponseStatus;

/** The usual reason phrases (RFC 9110 section 15). */
final class Reasons {
  private Reasons() {}

  static String of(int status) {
    return HttpResponseStatus.valueOf(status).reasonPhrase();
  }
}
