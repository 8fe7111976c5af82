package dev.valence.net.internal.road;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.HttpVersion;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.url.Url;

/** A redirect that no server sent, in the form in which Chromium shows it. */
final class InternalRedirect {
  private static final int STATUS = 307;

  private InternalRedirect() {}

  /** {@code 307 Internal Redirect}, with the reason in {@code Non-Authoritative-Reason}. */
  static ResponseHead head(Url to, String reason) {
    HeaderList headers = new HeaderList(2);
    headers.add("Location", to.href());
    headers.add("Non-Authoritative-Reason", reason);
    return new ResponseHead(HttpVersion.HTTP_1_1, STATUS, "Internal Redirect", headers);
  }

  /** RFC 6797 §8.3: the same with https or wss; port 80 becomes 443, other ports stay. */
  static Url toTls(Url plain) {
    String href = plain.href();
    int colon = href.indexOf(':');
    return Url.parse(href.substring(0, colon) + "s" + href.substring(colon));
  }

  /** The body of such a redirect: none. */
  static BodyStream noBody() {
    return new BodyStream() {
      @Override
      public void subscribe(BodySink sink) {
        sink.onEnd(new HeaderList(1));
      }

      @Override
      public void pause() {}

      @Override
      public void resume() {}

      @Override
      public void cancel() {}
    };
  }
}
