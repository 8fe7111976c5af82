package dev.valence.net.internal.road;

import dev.valence.net.NetworkRequest;
import dev.valence.net.http.FetchMetadata;
import dev.valence.net.http.HeaderList;
import dev.valence.net.http.PotentiallyTrustworthy;
import dev.valence.net.http.ReferrerRules;
import dev.valence.net.internal.decode.ContentDecoders;
import dev.valence.net.url.Url;
import java.util.List;
import java.util.function.Supplier;

/**
 * What every request says beside what its asker set: who it is, what it accepts, where it comes
 * from.
 */
final class HeadersStage implements Stage {
  private final Supplier<String> userAgent;

  HeadersStage(Supplier<String> userAgent) {
    this.userAgent = userAgent;
  }

  @Override
  public void send(Transaction transaction) {
    NetworkRequest request = transaction.request();
    HeaderList given = transaction.givenHeaders();
    Url url = transaction.url();
    HeaderList headers = new HeaderList(given.size() + 8);
    headers.addAll(given);
    if (!given.contains("user-agent")) {
      String own = request.userAgent();
      headers.add("User-Agent", own == null ? userAgent.get() : own);
    }
    if (transaction.isWebSocket()) {
      addWebSocketFields(given, headers);
    } else {
      if (!given.contains("accept")) {
        headers.add("Accept", "*/*");
      }
      addReferer(transaction, headers);
      headers.addAll(FetchMetadata.fields(given, request.initiator(), transaction.hopUrls()));
    }
    if (!given.contains("accept-encoding")) {
      headers.add(
          "Accept-Encoding",
          ContentDecoders.acceptEncodingValue(PotentiallyTrustworthy.isTrustworthy(url)));
    }
    if (url.scheme().equals("https")) {
      String priority = request.priority().headerValue(request.incremental());
      if (priority != null && !given.contains("priority")) {
        headers.add("Priority", priority);
      }
    }
    transaction.hopHeaders(headers);
    transaction.proceed();
  }

  /** What Chromium's handshakes have: no answer of a cache, and no fields of Fetch. */
  private static void addWebSocketFields(HeaderList given, HeaderList headers) {
    for (String name : List.of("Pragma", "Cache-Control")) {
      if (!given.contains(name)) {
        headers.add(name, "no-cache");
      }
    }
  }

  /**
   * A Referer that the asker set as a header counts as the referrer: after a redirect it is cut as
   * the policy says.
   */
  private static void addReferer(Transaction transaction, HeaderList headers) {
    String given = headers.get("referer");
    Url referrer = given == null ? transaction.request().referrer() : Url.tryParse(given);
    if (referrer == null) {
      return;
    }
    String value = ReferrerRules.referer(transaction.referrerPolicy(), referrer, transaction.url());
    if (value == null) {
      headers.remove("referer");
    } else {
      headers.set("Referer", value);
    }
  }
}
