package dev.valence.net.internal.road;

import dev.valence.net.BodySink;
import dev.valence.net.BodyStream;
import dev.valence.net.HttpVersion;
import dev.valence.net.ResponseHead;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.PotentiallyTrustworthy;
import dev.valence.net.http.RedirectDecision.Next;
import dev.valence.net.url.Url;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A redirect that no server sent, in the form in which Chromium shows it. */
final class InternalRedirect {
  private static final int STATUS = 307;

  /** Pages of a browser, its scripts and its local data: no request can be for one. */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "about",
          "blob",
          "chrome",
          "chrome-untrusted",
          "devtools",
          "filesystem",
          "javascript",
          "view-source");

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

  /**
   * The next hop. An upgrade to TLS takes everything along; where a listener leads a request to
   * another origin, logins and cookies that the asker set stay behind, as with any redirect.
   */
  static Next next(Url from, Url to, String method) {
    boolean upgrade =
        (from.scheme().equals("http") || from.scheme().equals("ws")) && toTls(from).equals(to);
    boolean crossOrigin = !upgrade && !from.origin().equals(to.origin());
    boolean leavesTrustworthy =
        !upgrade
            && PotentiallyTrustworthy.isTrustworthy(from)
            && !PotentiallyTrustworthy.isTrustworthy(to);
    return new Next(to, method, false, crossOrigin, leavesTrustworthy);
  }

  /**
   * Why a listener may not send a request there; null where it may. Whether anything serves the
   * scheme is seen at the next hop.
   */
  static @Nullable String refusal(Url from, Url to) {
    if (FORBIDDEN.contains(to.scheme())) {
      return "a listener may not redirect a request to " + to.scheme() + ":";
    }
    if (isWebSocket(from) != isWebSocket(to)) {
      return "a listener may not redirect a request from "
          + from.scheme()
          + ": to "
          + to.scheme()
          + ":";
    }
    return null;
  }

  private static boolean isWebSocket(Url url) {
    return url.scheme().equals("ws") || url.scheme().equals("wss");
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
